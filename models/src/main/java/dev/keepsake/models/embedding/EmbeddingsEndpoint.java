package dev.keepsake.models.embedding;

import dev.keepsake.failure.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The HTTP side of [OpenAiEmbedder]: one request for one batch, tried again where that can help.
final class EmbeddingsEndpoint implements AutoCloseable {

    private static final int TRIES = 3;
    private static final int REQUESTS_AT_ONCE = 8;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final OpenAiEmbedder.Settings settings;
    private final Duration pause;
    private final URI address;
    private final JsonMapper json = new JsonMapper();
    private final Semaphore slots = new Semaphore(REQUESTS_AT_ONCE, true);
    private final HttpClient client;

    EmbeddingsEndpoint(OpenAiEmbedder.Settings settings) {
        this(settings, Duration.ofMillis(500));
    }

    /// @param pause before the second try, doubled before the third, unless the endpoint says
    EmbeddingsEndpoint(OpenAiEmbedder.Settings settings, Duration pause) {
        this.settings = settings;
        this.pause = pause;
        address = URI.create(settings.base().toString().replaceAll("/+$", "") + "/embeddings");
        // Redirects are not followed: the key is for this address. HTTP/1.1, because some local
        // servers stumble over the offer to upgrade.
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(settings.timeout())
                        .build();
    }

    /// The vectors of not too many texts, none of them empty, at unit length.
    ///
    /// @throws Failure.ModelFailed also for an answer that is not what was asked for
    List<float[]> embed(List<String> texts) {
        var body = body(texts);
        for (int attempt = 1; ; attempt++) {
            try {
                return vectors(send(body), texts.size());
            } catch (NotNow failure) {
                if (attempt == TRIES) {
                    throw failure.outcome;
                }
                rest(failure.wait == null ? pause.multipliedBy(1L << (attempt - 1)) : failure.wait);
            }
        }
    }

    private String body(List<String> texts) {
        var body = new LinkedHashMap<String, Object>();
        body.put("model", settings.model());
        body.put("input", texts);
        if (settings.dimensions() != null) {
            body.put("dimensions", settings.dimensions());
        }
        return json.writeValueAsString(body);
    }

    private String send(String body) throws NotNow {
        var request =
                HttpRequest.newBuilder(address)
                        .timeout(settings.timeout())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body));
        if (settings.key() != null) {
            request.header("Authorization", "Bearer " + settings.key());
        }
        try {
            slots.acquire();
            try {
                return accepted(client.send(request.build(), BodyHandlers.ofString()));
            } finally {
                slots.release();
            }
        } catch (IOException failure) {
            throw new NotNow(
                    new Failure.ModelFailed(
                            "No answer from the embedding endpoint " + address + ": " + failure,
                            true,
                            failure),
                    null);
        } catch (InterruptedException failure) {
            throw interrupted(failure);
        }
    }

    private String accepted(HttpResponse<String> response) throws NotNow {
        int status = response.statusCode();
        if (status == 200) {
            return response.body();
        }
        boolean retriable = status == 429 || status >= 500;
        var outcome =
                new Failure.ModelFailed(
                        "The embedding endpoint "
                                + address
                                + " answered "
                                + status
                                + excerpt(response),
                        retriable);
        if (retriable) {
            throw new NotNow(outcome, retryAfter(response));
        }
        throw outcome;
    }

    private String excerpt(HttpResponse<String> response) {
        var body = response.body().strip();
        var hidden = settings.key() == null ? body : body.replace(settings.key(), "***");
        return hidden.isEmpty() ? "" : ": " + hidden.substring(0, Math.min(300, hidden.length()));
    }

    private static @Nullable Duration retryAfter(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .map(wait -> wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait)
                .orElse(null);
    }

    /// In the order of the texts: the protocol numbers its answers and promises no order.
    private List<float[]> vectors(String answer, int count) {
        try {
            var data = json.readTree(answer).path("data");
            var vectors = new float[count][];
            int position = 0;
            for (var item : data) {
                int index = item.path("index").asInt(position++);
                vectors[index] = vector(item.path("embedding"));
            }
            if (data.size() != count || Arrays.stream(vectors).anyMatch(Objects::isNull)) {
                throw unusable(data.size() + " vectors for " + count + " texts", null);
            }
            return List.of(vectors);
        } catch (JacksonException | ArrayIndexOutOfBoundsException failure) {
            throw unusable(failure.toString(), failure);
        }
    }

    private static float[] vector(JsonNode numbers) {
        if (!numbers.isArray() || numbers.isEmpty()) {
            throw unusable("a vector is missing", null);
        }
        var vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = numbers.get(i).floatValue();
        }
        return UnitLength.of(vector);
    }

    private static Failure.ModelFailed unusable(String why, @Nullable Throwable cause) {
        var message = "The embedding endpoint gave an unusable answer: " + why;
        return cause == null
                ? new Failure.ModelFailed(message, false)
                : new Failure.ModelFailed(message, false, cause);
    }

    private static void rest(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException failure) {
            throw interrupted(failure);
        }
    }

    private static Failure.ModelFailed interrupted(InterruptedException failure) {
        Thread.currentThread().interrupt();
        return new Failure.ModelFailed(
                "Interrupted while waiting for the embedding endpoint", true, failure);
    }

    @Override
    public void close() {
        client.close();
    }

    /// A try that failed in a way that may pass.
    private static final class NotNow extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Failure.ModelFailed outcome;
        private final transient @Nullable Duration wait;

        NotNow(Failure.ModelFailed outcome, @Nullable Duration wait) {
            super(outcome);
            this.outcome = outcome;
            this.wait = wait;
        }
    }
}
