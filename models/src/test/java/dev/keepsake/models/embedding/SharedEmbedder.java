package dev.keepsake.models.embedding;

import dev.keepsake.model.Embedder;
import java.nio.file.Path;

/// The default model, opened once for all tests that only use it; it ends with the process.
public final class SharedEmbedder {

    private SharedEmbedder() {}

    public static Embedder miniLm() {
        return Opened.MINILM;
    }

    private static final class Opened {
        private static final Embedder MINILM =
                new OnnxEmbedder(
                        OnnxModel.MINILM,
                        new OnnxEmbedder.Settings(2, Path.of("target", "native")));
    }
}
