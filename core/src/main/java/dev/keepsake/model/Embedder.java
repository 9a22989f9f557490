package dev.keepsake.model;

import dev.keepsake.failure.Failure;
import java.util.List;

/// Turns texts into vectors. Implementations are safe for many threads and bound their own
/// parallelism.
public interface Embedder extends AutoCloseable {

    /// What makes the vectors. Vectors of different ids are never compared.
    EmbeddingModel model();

    /// Embeds one question, alone, so that the same question always has the same vector.
    ///
    /// @throws Failure.ModelFailed when the model cannot answer
    TextEmbedding embedQuery(String query);

    /// Embeds texts in the order given; empty for none.
    ///
    /// @throws Failure.ModelFailed when any text cannot be embedded
    List<TextEmbedding> embedAll(List<String> texts);

    @Override
    void close();
}
