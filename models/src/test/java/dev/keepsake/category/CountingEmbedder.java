package dev.keepsake.category;

import dev.keepsake.model.Embedder;
import dev.keepsake.model.EmbeddingModel;
import dev.keepsake.model.TextEmbedding;
import java.util.List;

/// Counts the texts that go to another embedder.
final class CountingEmbedder implements Embedder {

    private final Embedder other;
    private int texts;

    CountingEmbedder(Embedder other) {
        this.other = other;
    }

    int texts() {
        return texts;
    }

    @Override
    public EmbeddingModel model() {
        return other.model();
    }

    @Override
    public TextEmbedding embedQuery(String query) {
        texts++;
        return other.embedQuery(query);
    }

    @Override
    public List<TextEmbedding> embedAll(List<String> all) {
        texts += all.size();
        return other.embedAll(all);
    }

    @Override
    public void close() {}
}
