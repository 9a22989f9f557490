package dev.keepsake.models.media;

/// A part that cannot be read, with a reason for the caller to see.
public final class UnreadableMedia extends Exception {

    private static final long serialVersionUID = 1L;

    public UnreadableMedia(String reason) {
        super(reason, null, false, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
