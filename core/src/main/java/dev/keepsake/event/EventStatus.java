package dev.keepsake.event;

/// `PENDING` to `RUNNING` to one of the two ends.
public enum EventStatus {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED;

    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED;
    }
}
