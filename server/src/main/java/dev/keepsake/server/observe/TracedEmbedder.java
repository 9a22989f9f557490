package dev.keepsake.server.observe;

import dev.keepsake.model.Embedder;
import dev.keepsake.model.EmbeddingModel;
import dev.keepsake.model.TextEmbedding;
import dev.keepsake.trace.Step;
import dev.keepsake.trace.Tracer;
import java.util.List;

/// Shows what an embedding model takes. Closing it closes the model.
public final class TracedEmbedder implements Embedder {

    private final Embedder embedder;
    private final Tracer tracer;

    public TracedEmbedder(Embedder embedder, Tracer tracer) {
        this.embedder = embedder;
        this.tracer = tracer;
    }

    @Override
    public EmbeddingModel model() {
        return embedder.model();
    }

    @Override
    public TextEmbedding embedQuery(String query) {
        return tracer.trace(Step.EMBED, () -> embedder.embedQuery(query));
    }

    /// No texts are no call.
    @Override
    public List<TextEmbedding> embedAll(List<String> texts) {
        return texts.isEmpty()
                ? embedder.embedAll(texts)
                : tracer.trace(Step.EMBED, () -> embedder.embedAll(texts));
    }

    @Override
    public void close() {
        embedder.close();
    }
}
