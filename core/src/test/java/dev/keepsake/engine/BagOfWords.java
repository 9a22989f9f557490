package dev.keepsake.engine;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.EmbeddingModel;
import dev.keepsake.model.PlainAnalyzer;
import dev.keepsake.model.TextEmbedding;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// An embedder that needs no model: each word of a text counts in one of 64 directions. Texts with
/// the same words are equal, texts without a common word (nearly always) at right angles. Can be
/// told to fail.
public final class BagOfWords implements Embedder {

    private static final int DIMENSIONS = 64;

    private final PlainAnalyzer analyzer = new PlainAnalyzer();
    private final EmbeddingModel model;
    private final AtomicInteger embedded = new AtomicInteger();
    private volatile boolean failing;

    public BagOfWords() {
        this("bag-of-words");
    }

    public BagOfWords(String id) {
        model = new EmbeddingModel(id, DIMENSIONS, 0);
    }

    @Override
    public EmbeddingModel model() {
        return model;
    }

    @Override
    public TextEmbedding embedQuery(String query) {
        return embed(query);
    }

    @Override
    public List<TextEmbedding> embedAll(List<String> texts) {
        return texts.stream().map(this::embed).toList();
    }

    public void fail(boolean fails) {
        failing = fails;
    }

    /// How many texts it embedded.
    public int embedded() {
        return embedded.get();
    }

    private TextEmbedding embed(String text) {
        if (failing) {
            throw new Failure.ModelFailed("the embedder is down", true);
        }
        embedded.incrementAndGet();
        var vector = new float[DIMENSIONS];
        for (var word : analyzer.terms(text)) {
            vector[Math.floorMod(word.hashCode() * 0x9E3779B9 >>> 7, DIMENSIONS)]++;
        }
        return new TextEmbedding(unit(vector), null);
    }

    private static float[] unit(float[] vector) {
        var square = 0.0;
        for (var each : vector) {
            square += each * each;
        }
        for (var i = 0; i < vector.length && square > 0; i++) {
            vector[i] /= (float) Math.sqrt(square);
        }
        return vector;
    }

    @Override
    public void close() {}
}
