package dev.keepsake.models.embedding;

import java.nio.file.Path;

/// A process that embeds one text.
final class EmbeddingProcess {

    private EmbeddingProcess() {}

    public static void main(String[] arguments) {
        var settings = OnnxEmbedder.Settings.defaults(Path.of(arguments[0]));
        try (var embedder = new OnnxEmbedder(OnnxModel.MINILM, settings)) {
            System.out.println(embedder.embedQuery("green tea").vector().length);
        }
    }
}
