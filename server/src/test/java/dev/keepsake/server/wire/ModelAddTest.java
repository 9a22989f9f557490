package dev.keepsake.server.wire;

import static dev.keepsake.server.wire.Adds.results;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.keepsake.server.ServerUnderTest;
import dev.keepsake.server.http.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Adds with a language model behind an endpoint that answers by a script.
class ModelAddTest {

    private static final String IMAGE = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==";

    @TempDir Path data;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<String> script = _ -> "";
    private HttpServer model;
    private ServerUnderTest server;
    private Adds adds;

    @BeforeEach
    void start() throws IOException {
        model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        model.createContext(
                "/",
                exchange -> {
                    var question =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    asked.add(question);
                    var reply = Json.bytes(completion(script.apply(question)));
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, reply.length);
                    exchange.getResponseBody().write(reply);
                    exchange.close();
                });
        model.start();
        server =
                ServerUnderTest.start(
                        data,
                        Map.of(
                                "KEEPSAKE_LLM_MODEL",
                                "seeing",
                                "KEEPSAKE_LLM_BASE_URL",
                                "http://127.0.0.1:" + model.getAddress().getPort() + "/v1",
                                "KEEPSAKE_LLM_VISION",
                                "true"));
        adds = new Adds(server);
    }

    @AfterEach
    void stop() {
        server.close();
        model.stop(0);
    }

    @Test
    void aPictureIsDescribedAndThenRemembered() {
        script =
                question ->
                        question.contains("image_url")
                                ? "A red kite over a beach. The sail reads \"OSTSEE\"."
                                : "{\"memory\": [{\"text\": \"User flew a red kite reading OSTSEE\", \"categories\": [\"hobbies\"], \"sources\": [0]}]}";

        var event =
                adds.add(
                        """
                        {"messages": [{"role": "user", "content": [
                           {"type": "text", "text": "My new kite"},
                           {"type": "image_url", "image_url": {"url": "%s"}}]}], "user_id": "ana"}\
                        """
                                .formatted(IMAGE));

        assertThat(results(event))
                .extracting(each -> each.get("memory"))
                .containsExactly("User flew a red kite reading OSTSEE");
        assertThat(asked).hasSize(2);
        assertThat(asked.getFirst()).contains(IMAGE).contains("Describe this picture.");
        assertThat(asked.getLast())
                .contains("My new kite")
                .contains("[Shared photo: A red kite over a beach. The sail reads")
                .doesNotContain("iVBORw0KGgo");
        var id = results(event).getFirst().get("id");
        assertThat(server.send("GET", "/v1/memories/" + id + "/history/", "").body())
                .contains("[Shared photo: A red kite");
    }

    @Test
    void A31_whatTheModelTellsInOtherWordsFollowsWordForWord() {
        script = _ -> "Task objective: orders\n1. Opened the page: it was fine.";

        var event =
                adds.add(
                        """
                        {"messages": [{"role": "user", "content": "List the orders"},
                           {"role": "assistant", "content": "I open the page"},
                           {"role": "tool", "content": "HTTP 200\\n  <b>ok</b>"}],
                         "agent_id": "clerk", "memory_type": "procedural_memory", "prompt": "Be brief."}\
                        """);

        assertThat(results(event).getFirst().get("memory").toString())
                .startsWith("Task objective: orders\n1. Opened the page: it was fine.")
                .contains("HTTP 200\n  <b>ok</b>", "I open the page");
        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst()).contains("Be brief.").doesNotContain("carried out a task");
    }

    @Test
    void aModelThatWritesNothingFailsTheProcedure() {
        var event =
                adds.add(
                        """
                        {"messages": "Go", "agent_id": "clerk", "memory_type": "procedural_memory"}\
                        """);

        assertThat(event)
                .containsEntry("status", "FAILED")
                .containsEntry("error", "the LLM wrote no procedural memory");
        assertThat(adds.listed("{\"agent_id\": \"clerk\"}")).isEmpty();
    }

    private static Map<String, Object> completion(String content) {
        return Map.of(
                "id",
                "c1",
                "object",
                "chat.completion",
                "created",
                1,
                "model",
                "seeing",
                "choices",
                List.of(
                        Map.of(
                                "index",
                                0,
                                "message",
                                Map.of("role", "assistant", "content", content),
                                "finish_reason",
                                "stop")),
                "usage",
                Map.of("prompt_tokens", 21, "completion_tokens", 7, "total_tokens", 28));
    }
}
