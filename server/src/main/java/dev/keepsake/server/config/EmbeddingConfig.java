package dev.keepsake.server.config;

import dev.keepsake.failure.Failure;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What turns texts into vectors. Changing it needs `keepsake reindex`.
public sealed interface EmbeddingConfig {

    /// A model that ships with Keepsake and runs inside the server.
    ///
    /// @param threads texts embedded at the same time
    record InProcess(Model model, int threads) implements EmbeddingConfig {}

    /// An endpoint that speaks the OpenAI embeddings API.
    ///
    /// @param apiKey null when the endpoint wants none
    /// @param dimensions null to take what the endpoint gives
    /// @param threads calls made at the same time
    record Remote(
            URI baseUrl,
            @Nullable Secret apiKey,
            String model,
            @Nullable Integer dimensions,
            int threads)
            implements EmbeddingConfig {}

    /// The models inside the jar; names in lower case with dashes are those of the settings.
    enum Model {
        ALL_MINILM_L6_V2_Q,
        BGE_SMALL_EN_V15_Q
    }

    /// Where embeddings come from.
    enum Provider {
        ONNX,
        OPENAI
    }

    static EmbeddingConfig from(Values values) {
        var provider =
                values.read(
                        "embedding.provider",
                        Kind.choice(Provider.class),
                        "onnx",
                        "A model inside the server, or an endpoint that speaks the OpenAI API.");
        var model =
                values.find(
                        "embedding.model",
                        Kind.text(),
                        "`all-minilm-l6-v2-q`",
                        "With `onnx`: `all-minilm-l6-v2-q` or `bge-small-en-v15-q`. With `openai`: the model's name, to be given.");
        var baseUrl =
                values.find(
                        "embedding.base-url",
                        Kind.url(),
                        "none",
                        "With `openai`: the address that ends before `/embeddings`, to be given.");
        var apiKey =
                values.find(
                        "embedding.api-key",
                        Rules.ANY_SECRET,
                        "none",
                        "With `openai`: the key, where the endpoint wants one.");
        var dimensions =
                values.find(
                        "embedding.dimensions",
                        Kind.wholeNumber(8, 8192),
                        "those of the model",
                        "With `openai`: the length of vector to ask for.");
        var threads =
                values.find(
                        "embedding.threads",
                        Kind.wholeNumber(1, 256),
                        "one for each processor",
                        "Texts embedded at the same time.");
        var width = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        return switch (provider) {
            case ONNX -> {
                Rules.require(
                        baseUrl == null && apiKey == null && dimensions == null,
                        "embedding.base-url, embedding.api-key and embedding.dimensions need embedding.provider = openai");
                yield new InProcess(shipped(model), width);
            }
            case OPENAI -> {
                if (baseUrl == null || model == null) {
                    throw new Failure.Invalid(
                            "embedding.provider = openai: embedding.base-url and embedding.model must be given");
                }
                yield new Remote(baseUrl, apiKey, model, dimensions, width);
            }
        };
    }

    private static Model shipped(@Nullable String name) {
        if (name == null) {
            return Model.ALL_MINILM_L6_V2_Q;
        }
        var kind = Kind.choice(Model.class);
        Rules.require(kind.accepts(name), "embedding.model = %s: must be %s", name, kind.rule());
        return kind.reading().read(name);
    }
}
