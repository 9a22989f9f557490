package dev.keepsake.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keepsake.failure.Failure;
import dev.keepsake.model.EmbeddingModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against a real HTTP server that answers as the protocol says, unless a test has put other
/// answers in its queue.
@Timeout(60)
class OpenAiEmbedderTest {

    private static final EmbeddingModel MODEL = new EmbeddingModel("small/3/0.20", 3, 0.2);

    private final JsonMapper json = new JsonMapper();
    private final List<JsonNode> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<@Nullable String> keys = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private HttpServer server;

    private record Answer(int status, String body, Map<String, String> headers) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/embeddings", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        never.countDown();
        server.stop(0);
    }

    @Test
    void asksAsTheProtocolSays() {
        try (var embedder = embedder(settings("/v1/", "sk-secret", 3))) {
            embedder.embedAll(List.of("one", "two"));
        }

        assertThat(keys).containsExactly("Bearer sk-secret");
        assertThat(requests)
                .containsExactly(
                        json.readTree(
                                """
                                {"model": "small", "input": ["one", "two"], "dimensions": 3}
                                """));
    }

    @Test
    void sendsNeitherKeyNorDimensionsThatAreNotSet() {
        try (var embedder = embedder(settings("/v1", null, null))) {
            embedder.embedQuery("one");
        }

        assertThat(keys).containsExactly((String) null);
        assertThat(requests.getFirst().has("dimensions")).isFalse();
    }

    @Test
    void vectorsHaveUnitLengthAndTheOrderOfTheTexts() {
        reply(
                200,
                """
                {"data": [{"index": 1, "embedding": [0, 5, 0]},
                          {"index": 0, "embedding": [3, 4, 0]}]}
                """);

        try (var embedder = embedder()) {
            var embeddings = embedder.embedAll(List.of("one", "two"));

            assertThat(embeddings.getFirst().vector())
                    .containsExactly(new float[] {0.6f, 0.8f, 0}, within(1e-6f));
            assertThat(embeddings.getLast().vector()).containsExactly(0, 1, 0);
            assertThat(embeddings).allSatisfy(one -> assertThat(one.tokens()).isNull());
        }
    }

    @Test
    void manyTextsGoInSeveralRequests() {
        var texts = IntStream.range(0, 150).mapToObj(i -> "t".repeat(i + 1)).toList();

        try (var embedder = embedder()) {
            var embeddings = embedder.embedAll(texts);

            assertThat(requests).hasSize(3);
            assertThat(embeddings).hasSize(150);
            for (int i = 0; i < 150; i++) {
                assertThat(embeddings.get(i).vector())
                        .containsExactly(serverVector(i + 1), within(1e-5f));
            }
        }
    }

    @Test
    void longTextsAreCutBetweenCharactersAndSpreadOverRequests() {
        var texts = Collections.nCopies(30, "a" + "😀".repeat(10_000));

        try (var embedder = embedder()) {
            assertThat(embedder.embedAll(texts)).hasSize(30);
        }

        assertThat(requests).hasSizeGreaterThan(1);
        assertThat(requests.getFirst().path("input").get(0).asString())
                .hasSize(7_999)
                .endsWith("😀");
    }

    @Test
    void theEmptyTextIsSentAsASpace() {
        try (var embedder = embedder()) {
            embedder.embedAll(List.of(""));
            assertThat(embedder.embedAll(List.of())).isEmpty();
        }

        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().path("input").get(0).asString()).isEqualTo(" ");
    }

    @Test
    void anOverloadedEndpointIsAskedThreeTimes() {
        answers.add(new Answer(429, "slow down", Map.of("Retry-After", "0")));
        reply(503, "");

        try (var embedder = embedder()) {
            assertThat(embedder.embedQuery("one").vector()).hasSize(3);
        }

        assertThat(requests).hasSize(3);
    }

    @Test
    void givesUpAfterThreeTriesAndSaysThatLaterMayHelp() {
        for (int i = 0; i < 3; i++) {
            reply(500, "boom");
        }

        try (var embedder = embedder()) {
            assertThatThrownBy(() -> embedder.embedQuery("one"))
                    .isInstanceOfSatisfying(
                            Failure.ModelFailed.class,
                            failure -> {
                                assertThat(failure.retriable()).isTrue();
                                assertThat(failure.reason()).contains("500", "boom");
                            });
        }
        assertThat(requests).hasSize(3);
    }

    @Test
    void aRefusalIsFinalAndNeverShowsTheKey() {
        reply(401, "{\"error\": {\"message\": \"Incorrect API key provided: sk-secret\"}}");

        try (var embedder = embedder(settings("/v1", "sk-secret", null))) {
            assertThatThrownBy(() -> embedder.embedQuery("one"))
                    .isInstanceOfSatisfying(
                            Failure.ModelFailed.class,
                            failure -> {
                                assertThat(failure.retriable()).isFalse();
                                assertThat(failure.reason())
                                        .contains("401", "Incorrect API key")
                                        .doesNotContain("sk-secret");
                            });
        }
        assertThat(requests).hasSize(1);
        assertThat(settings("/v1", "sk-secret", null).toString()).doesNotContain("sk-secret");
    }

    @Test
    void anUnusableAnswerIsAFailure() {
        for (var body :
                List.of(
                        "not json",
                        "{}",
                        "{\"data\": []}",
                        "{\"data\": [{\"index\": 7, \"embedding\": [1, 2, 3]}]}",
                        "{\"data\": [{\"index\": 0, \"embedding\": []}]}",
                        "{\"data\": [{\"index\": 0, \"embedding\": [\"a\", 1, 2]}]}",
                        "{\"data\": [{\"index\": 0, \"embedding\": [1, 2]}]}")) {
            reply(200, body);
            try (var embedder = embedder()) {
                assertThatThrownBy(() -> embedder.embedQuery("one"))
                        .as(body)
                        .isInstanceOfSatisfying(
                                Failure.ModelFailed.class,
                                failure -> assertThat(failure.retriable()).isFalse());
            }
        }
    }

    @Test
    void silenceIsAFailureThatMayPass() {
        for (int i = 0; i < 3; i++) {
            reply(0, "");
        }
        var impatient =
                new OpenAiEmbedder.Settings(
                        base("/v1"), null, "small", null, Duration.ofMillis(200));

        try (var embedder = embedder(impatient)) {
            assertThatThrownBy(() -> embedder.embedQuery("one"))
                    .isInstanceOfSatisfying(
                            Failure.ModelFailed.class,
                            failure -> assertThat(failure.retriable()).isTrue());
        }
    }

    @Test
    void anUnknownModelIsMeasuredOnceAndKnownByItsIdThereafter() {
        var measured = OpenAiEmbedder.measured(settings("/v1", null, null));

        assertThat(measured.dimensions()).isEqualTo(3);
        assertThat(measured.floor()).isBetween(0.5, 0.95);
        assertThat(OpenAiEmbedder.known(settings("/v1", null, null), measured.id()))
                .contains(measured);
    }

    @Test
    void anIdOfAnotherModelIsNotKnown() {
        var settings = settings("/v1", null, 3);

        assertThat(OpenAiEmbedder.known(settings, "small/3/0.20")).contains(MODEL);
        assertThat(OpenAiEmbedder.known(settings, "small/4/0.20")).isEmpty();
        assertThat(OpenAiEmbedder.known(settings, "large/3/0.20")).isEmpty();
        assertThat(OpenAiEmbedder.known(settings, "small/x/0.20")).isEmpty();
        assertThat(OpenAiEmbedder.known(settings, "all-minilm-l6-v2-q/1")).isEmpty();
    }

    private OpenAiEmbedder embedder() {
        return embedder(settings("/v1", null, null));
    }

    private static OpenAiEmbedder embedder(OpenAiEmbedder.Settings settings) {
        return new OpenAiEmbedder(MODEL, new EmbeddingsEndpoint(settings, Duration.ofMillis(1)));
    }

    private OpenAiEmbedder.Settings settings(
            String path, @Nullable String key, @Nullable Integer dimensions) {
        return new OpenAiEmbedder.Settings(
                base(path), key, "small", dimensions, Duration.ofSeconds(20));
    }

    private URI base(String path) {
        var address = server.getAddress();
        return URI.create(
                "http://%s:%d%s"
                        .formatted(address.getAddress().getHostAddress(), address.getPort(), path));
    }

    private void reply(int status, String body) {
        answers.add(new Answer(status, body, Map.of()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        var request = json.readTree(exchange.getRequestBody().readAllBytes());
        requests.add(request);
        keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
        var queued = answers.poll();
        var answer = queued == null ? embed(request) : queued;
        if (answer.status == 0) {
            silence(exchange);
            return;
        }
        answer.headers.forEach(exchange.getResponseHeaders()::add);
        var bytes = answer.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /// Lets the caller wait until it gives up, on another thread: the server has only one.
    private void silence(HttpExchange exchange) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        never.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.close();
                });
    }

    private Answer embed(JsonNode request) {
        var data = new ArrayList<Map<String, Object>>();
        for (var text : request.path("input")) {
            data.add(
                    Map.of(
                            "index",
                            data.size(),
                            "embedding",
                            serverVector(text.asString().length())));
        }
        return new Answer(200, json.writeValueAsString(Map.of("data", data)), Map.of());
    }

    /// A direction that depends on the length of the text, of unit length.
    private static float[] serverVector(int length) {
        double angle = length / 200.0;
        return new float[] {(float) Math.cos(angle), (float) Math.sin(angle), 0};
    }
}
