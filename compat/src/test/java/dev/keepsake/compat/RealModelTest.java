package dev.keepsake.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A conversation distilled by a real language model. The build fetches no weights, so this runs
/// where somebody names an endpoint that speaks the OpenAI chat API (`README.md` tells how to start
/// one), and says loudly elsewhere that it does not.
final class RealModelTest {

    private static final String ENDPOINT = "COMPAT_LLM_BASE_URL";
    private static final String MODEL = "COMPAT_LLM_MODEL";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private RunningServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    @Test
    void aConversationBecomesMemoriesAndItsTokensAreCounted() throws Exception {
        var endpoint = System.getenv(ENDPOINT);
        if (endpoint == null || endpoint.isBlank()) {
            throw skip(ENDPOINT + " names no endpoint; see compat/README.md");
        }
        var model = System.getenv().getOrDefault(MODEL, "default");
        server =
                RunningServer.start(
                        Map.of(
                                "KEEPSAKE_LLM_BASE_URL", endpoint,
                                "KEEPSAKE_LLM_MODEL", model,
                                "KEEPSAKE_LLM_TIMEOUT", "5m"));

        var event = ended(added());

        System.out.printf("the real model %s: %s%n", model, event);
        assertThat(event.path("status").asString()).isEqualTo("SUCCEEDED");
        // a very small model may answer with no JSON twice; then the rules take over, as documented
        assertThat(event.at("/metadata/extractor").asString()).isIn(List.of("llm", "rules"));
        assertThat(event.at("/metadata/tokens/input").asLong()).isPositive();
        assertThat(event.at("/metadata/tokens/output").asLong()).isPositive();
    }

    private String added() throws IOException, InterruptedException {
        var reply =
                call(
                        "POST",
                        "/v3/memories/add/",
                        """
                        {"user_id":"ana","messages":[
                          {"role":"user","content":"I moved from Graz to Bergen in May and started to play the cello."},
                          {"role":"assistant","content":"I found you a teacher, Mr. Holm, on Tuesdays at 5 pm."},
                          {"role":"user","content":"Perfect. My daughter Ines is allergic to walnuts, by the way."}]}\
                        """);
        return reply.path("event_id").asString();
    }

    private JsonNode ended(String event) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var found = call("GET", "/v1/event/" + event + "/", "");
            if (!List.of("PENDING", "RUNNING").contains(found.path("status").asString())) {
                return found;
            }
            Thread.sleep(500);
        }
        throw new AssertionError("not done within " + PATIENCE + "\n" + server.logTail());
    }

    private JsonNode call(String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                        .header("Authorization", "Token " + server.apiKey())
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            var reply = http.send(request, BodyHandlers.ofString());
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
            return JsonMapper.shared().readTree(reply.body());
        }
    }

    private static RuntimeException skip(String reason) {
        System.out.printf("%n######## NO REAL LANGUAGE MODEL TESTED: %s%n%n", reason);
        Assumptions.abort(reason);
        throw new AssertionError("abort always throws");
    }
}
