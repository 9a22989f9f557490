package dev.keepsake.bench;

/// The bench was called wrongly, or something that it needs is missing. The message is for the
/// person who called it.
public final class BadUsage extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BadUsage(String message) {
        super(message);
    }
}
