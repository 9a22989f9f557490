package dev.keepsake.server.llm;

import static java.util.stream.Collectors.joining;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A chat completions endpoint on a free port that answers by a script, and with an empty list once
/// that is used up. Each answer costs 2000 tokens in and 100 out.
final class ScriptedEndpoint implements AutoCloseable {

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final Deque<Answer> script = new ConcurrentLinkedDeque<>();
    private final List<JsonNode> questions = new CopyOnWriteArrayList<>();

    ScriptedEndpoint() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", this::handle);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /// What came after "New messages" and the rest of the last question.
    String lastQuestion() {
        return questions.getLast().at("/messages/1/content").asString();
    }

    int asked() {
        return questions.size();
    }

    /// @param items of the list of memories, as JSON
    ScriptedEndpoint remembering(String... items) {
        var memories = Stream.of(items).map(ScriptedEndpoint::labelled).collect(joining(","));
        return saying("{\"memory\":[" + memories + "]}", "stop");
    }

    /// A model that gives labels is not asked for them again.
    private static String labelled(String item) {
        return item.startsWith("{")
                ? "{\"categories\":[\"misc\"]," + item.substring(1)
                : "{\"categories\":[\"misc\"],\"text\":" + item + "}";
    }

    ScriptedEndpoint saying(String text, String finish) {
        script.add(new Answer(200, completion(text, finish)));
        return this;
    }

    ScriptedEndpoint refusing(int status) {
        script.add(new Answer(status, "{\"error\":{\"message\":\"no\",\"code\":\"nope\"}}"));
        return this;
    }

    private static String completion(String text, String finish) {
        return """
        {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
         "message":{"role":"assistant","content":%s},"finish_reason":"%s"}],
         "usage":{"prompt_tokens":2000,"completion_tokens":100,"total_tokens":2100}}\
        """
                .formatted(JsonMapper.shared().writeValueAsString(text), finish);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            questions.add(JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes()));
            var answer = script.poll();
            if (answer == null) {
                answer = new Answer(200, completion("{\"memory\":[]}", "stop"));
            }
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
