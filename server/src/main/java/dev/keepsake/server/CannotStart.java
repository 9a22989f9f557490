package dev.keepsake.server;

/// The server cannot start until the operator changes something. The message says what and how.
public final class CannotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final Reason reason;

    public enum Reason {
        PORT_TAKEN,
        EMBEDDING_MODEL_CHANGED
    }

    private CannotStart(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    public static CannotStart portTaken(String host, int port) {
        return new CannotStart(
                Reason.PORT_TAKEN,
                "port %d of %s is taken; stop what listens there or choose another with KEEPSAKE_PORT"
                        .formatted(port, host));
    }

    /// @param stored the id of the model that made the vectors in the index
    /// @param configured the id of the model to be used now
    public static CannotStart embeddingModelChanged(String stored, String configured) {
        return new CannotStart(
                Reason.EMBEDDING_MODEL_CHANGED,
                "the index was made with the embedding model %s, the configuration says %s; run 'keepsake reindex' once, or set the model back"
                        .formatted(stored, configured));
    }
}
