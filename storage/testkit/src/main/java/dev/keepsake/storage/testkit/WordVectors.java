package dev.keepsake.storage.testkit;

import dev.keepsake.model.Embedder;
import dev.keepsake.model.EmbeddingModel;
import dev.keepsake.model.PlainAnalyzer;
import dev.keepsake.model.TextEmbedding;
import java.util.List;

/// An embedder that needs no model: each word of a text counts in one of 64 directions.
final class WordVectors implements Embedder {

    private static final int DIMENSIONS = 64;

    private final PlainAnalyzer analyzer = new PlainAnalyzer();

    @Override
    public EmbeddingModel model() {
        return new EmbeddingModel("word-vectors", DIMENSIONS, 0);
    }

    @Override
    public TextEmbedding embedQuery(String query) {
        var vector = new float[DIMENSIONS];
        for (var word : analyzer.terms(query)) {
            vector[Math.floorMod(word.hashCode() * 0x9E3779B9 >>> 7, DIMENSIONS)]++;
        }
        var square = 0.0;
        for (var each : vector) {
            square += each * each;
        }
        for (var i = 0; i < DIMENSIONS && square > 0; i++) {
            vector[i] /= (float) Math.sqrt(square);
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
