package dev.keepsake.models.export;

import dev.keepsake.model.Embedder;
import dev.keepsake.model.EmbeddingModel;
import dev.keepsake.model.TextEmbedding;
import java.util.List;
import java.util.Locale;

/// An embedder that needs no model: texts are near as far as they share words.
final class HashedWords implements Embedder {

    private static final EmbeddingModel MODEL = new EmbeddingModel("hashed-words", 64, 0);

    @Override
    public EmbeddingModel model() {
        return MODEL;
    }

    @Override
    public TextEmbedding embedQuery(String query) {
        var vector = new float[MODEL.dimensions()];
        for (var word : query.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            vector[Math.floorMod(word.hashCode(), vector.length)]++;
        }
        var norm = 0.0;
        for (var number : vector) {
            norm += number * number;
        }
        for (var at = 0; at < vector.length; at++) {
            vector[at] /= (float) Math.sqrt(norm);
        }
        return new TextEmbedding(vector, null);
    }

    @Override
    public List<TextEmbedding> embedAll(List<String> texts) {
        return texts.stream().map(this::embedQuery).toList();
    }

    @Override
    public void close() {}
}
