package dev.keepsake.bench;

import dev.keepsake.models.embedding.OnnxEmbedder;
import dev.keepsake.models.embedding.OnnxModel;
import java.util.ArrayList;
import java.util.List;

/// The server's default embedding model by itself, in this process: what the server is compared
/// with. Not for several threads.
public final class RawEmbedder implements AutoCloseable {

    /// Texts in one call. The results of a call are held together, token vectors included.
    private static final int LIST = 256;

    private final OnnxEmbedder embedder =
            new OnnxEmbedder(OnnxModel.MINILM, OnnxEmbedder.Settings.defaults(null));

    /// Texts per second, in big lists.
    public double textsPerSecond(List<String> texts) {
        var start = System.nanoTime();
        embed(texts);
        return texts.size() / ((System.nanoTime() - start) / 1e9);
    }

    private void embed(List<String> texts) {
        for (int from = 0; from < texts.size(); from += LIST) {
            embedder.embedAll(texts.subList(from, Math.min(texts.size(), from + LIST)));
        }
    }

    /// The vectors of texts, in order, of unit length.
    public List<float[]> vectors(List<String> texts) {
        List<float[]> vectors = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += LIST) {
            embedder.embedAll(texts.subList(from, Math.min(texts.size(), from + LIST)))
                    .forEach(each -> vectors.add(each.vector()));
        }
        return vectors;
    }

    /// The calibrated similarity that the product's thresholds are about.
    public double similarity(float[] one, float[] other) {
        double cosine = 0;
        for (int i = 0; i < one.length; i++) {
            cosine += one[i] * other[i];
        }
        return embedder.model().calibrated(cosine);
    }

    /// Waits for the model and lets the virtual machine compile what runs often.
    public void warmUp(List<String> texts) {
        embedder.warmUp();
        embed(texts);
        for (var text : texts.subList(0, Math.min(texts.size(), 50))) {
            embedder.embedQuery(text);
        }
    }

    /// Nanoseconds for one question alone.
    public long questionNanos(String question) {
        var start = System.nanoTime();
        embedder.embedQuery(question);
        return System.nanoTime() - start;
    }

    @Override
    public void close() {
        embedder.close();
    }
}
