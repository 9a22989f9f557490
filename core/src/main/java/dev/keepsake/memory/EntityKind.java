package dev.keepsake.memory;

/// The four kinds of entity that a caller may scope a memory to.
public enum EntityKind {
    USER("user_id"),
    AGENT("agent_id"),
    APP("app_id"),
    RUN("run_id");

    private final String field;

    EntityKind(String field) {
        this.field = field;
    }

    /// The name of this kind's id in requests, replies and filters.
    public String field() {
        return field;
    }
}
