package dev.keepsake.server;

/// The vectors in the data folder were made by another model than the configured one. The message
/// says what the operator can do about it.
public final class EmbeddingModelChanged extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param stored the id of the model that made the vectors
    /// @param configured the id of the model to be used now
    public EmbeddingModelChanged(String stored, String configured) {
        super(message(stored, configured));
    }

    public static String message(String stored, String configured) {
        return "the index was made with the embedding model %s, the configuration says %s; run 'keepsake reindex' once, or set the model back"
                .formatted(stored, configured);
    }
}
