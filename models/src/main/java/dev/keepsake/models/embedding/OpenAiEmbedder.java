package dev.keepsake.models.embedding;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.EmbeddingModel;
import dev.keepsake.model.TextEmbedding;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks any endpoint that speaks OpenAI's embeddings protocol (OpenAI, Ollama, vLLM, LM Studio, …).
/// Gives no token vectors. Safe for many threads; few requests are under way at once, and each is
/// tried three times where trying again can help.
///
/// The id of the model is `name/dimensions/floor`: it holds all that makes vectors comparable, so a
/// server finds model and floor again in the ids it has stored and need not measure twice.
public final class OpenAiEmbedder implements Embedder {

    /// As many texts and characters as all known endpoints take in one request.
    private static final int BATCH_TEXTS = 64;

    private static final int BATCH_CHARACTERS = 100_000;

    /// Endpoints refuse texts past their window (8,191 tokens at OpenAI); a token is hardly ever
    /// less than a character.
    private static final int TEXT_CHARACTERS = 8_000;

    private final EmbeddingModel model;
    private final EmbeddingsEndpoint endpoint;

    /// @param base without the last part, such as `https://api.openai.com/v1`
    /// @param key sent as bearer token; null where none is wanted
    /// @param model as the endpoint calls it
    /// @param dimensions asked of models that can shorten their vectors; null leaves it to them
    /// @param timeout for one try
    public record Settings(
            URI base,
            @Nullable String key,
            String model,
            @Nullable Integer dimensions,
            Duration timeout) {

        /// Without the key.
        @Override
        public String toString() {
            return "Settings[base=%s, model=%s, dimensions=%s, timeout=%s]"
                    .formatted(base, model, dimensions, timeout);
        }
    }

    /// @param model from [#known] or [#measured]
    public OpenAiEmbedder(Settings settings, EmbeddingModel model) {
        this(model, new EmbeddingsEndpoint(settings));
    }

    OpenAiEmbedder(EmbeddingModel model, EmbeddingsEndpoint endpoint) {
        this.model = model;
        this.endpoint = endpoint;
    }

    /// The model behind an id that was stored earlier, when it is the one that is set up now.
    public static Optional<EmbeddingModel> known(Settings settings, String id) {
        var name = settings.model + "/";
        var numbers = id.startsWith(name) ? id.substring(name.length()).split("/") : new String[0];
        if (numbers.length != 2
                || !numbers[0].matches("[1-9]\\d{0,6}")
                || !numbers[1].matches("0\\.\\d{2}")) {
            return Optional.empty();
        }
        int dimensions = Integer.parseInt(numbers[0]);
        return settings.dimensions == null || settings.dimensions == dimensions
                ? Optional.of(new EmbeddingModel(id, dimensions, Double.parseDouble(numbers[1])))
                : Optional.empty();
    }

    /// Asks the endpoint for its dimensions and measures its floor ([Calibration]).
    ///
    /// @throws Failure.ModelFailed when it does not answer
    public static EmbeddingModel measured(Settings settings) {
        try (var endpoint = new EmbeddingsEndpoint(settings)) {
            return measured(settings, endpoint);
        }
    }

    private static EmbeddingModel measured(Settings settings, EmbeddingsEndpoint endpoint) {
        int dimensions = endpoint.embed(List.of("tea")).getFirst().length;
        double floor = Calibration.floor(endpoint::embed);
        // Not by %.2f: the decimal point of the default locale may be a comma
        var id = "%s/%d/0.%02d".formatted(settings.model, dimensions, Math.round(floor * 100));
        return new EmbeddingModel(id, dimensions, floor);
    }

    @Override
    public EmbeddingModel model() {
        return model;
    }

    @Override
    public TextEmbedding embedQuery(String query) {
        return embedAll(List.of(query)).getFirst();
    }

    @Override
    public List<TextEmbedding> embedAll(List<String> texts) {
        var embeddings = new ArrayList<TextEmbedding>(texts.size());
        for (var batch : batches(texts)) {
            for (var vector : endpoint.embed(batch)) {
                if (vector.length != model.dimensions()) {
                    throw new Failure.ModelFailed(
                            "The embedding endpoint gave "
                                    + vector.length
                                    + " dimensions where "
                                    + model.id()
                                    + " has "
                                    + model.dimensions(),
                            false);
                }
                embeddings.add(new TextEmbedding(vector, null));
            }
        }
        return List.copyOf(embeddings);
    }

    private static List<List<String>> batches(List<String> texts) {
        var batches = new ArrayList<List<String>>();
        var batch = new ArrayList<String>();
        int characters = 0;
        for (var whole : texts) {
            var text = acceptable(whole);
            if (batch.size() == BATCH_TEXTS || characters + text.length() > BATCH_CHARACTERS) {
                batches.add(List.copyOf(batch));
                batch.clear();
                characters = 0;
            }
            batch.add(text);
            characters += text.length();
        }
        if (!batch.isEmpty()) {
            batches.add(List.copyOf(batch));
        }
        return batches;
    }

    /// Endpoints refuse the empty text; a space means the same.
    private static String acceptable(String text) {
        if (text.isEmpty()) {
            return " ";
        }
        if (text.length() <= TEXT_CHARACTERS) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(TEXT_CHARACTERS - 1));
        return text.substring(0, splitsPair ? TEXT_CHARACTERS - 1 : TEXT_CHARACTERS);
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
