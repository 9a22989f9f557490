package dev.keepsake.models.chat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An endpoint on a free port that answers by a script and remembers what it got. With nothing
/// scripted it keeps its clients waiting.
final class FakeChatServer implements AutoCloseable {

    record Request(String path, Headers headers, String protocol, JsonNode body) {

        String header(String name) {
            return String.valueOf(headers.getFirst(name));
        }
    }

    /// @param stalls whether the end of the body never comes
    private record Answer(int status, Map<String, String> headers, String body, boolean stalls) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<Answer> script = new ArrayDeque<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    FakeChatServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    FakeChatServer answering(int status, String body) {
        return answering(status, Map.of(), body);
    }

    FakeChatServer answering(int status, Map<String, String> headers, String body) {
        script.add(new Answer(status, headers, body, false));
        return this;
    }

    /// Begins to answer and goes no further.
    FakeChatServer stalling() {
        script.add(new Answer(200, Map.of(), "{", true));
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            requests.add(
                    new Request(
                            exchange.getRequestURI().toString(),
                            exchange.getRequestHeaders(),
                            exchange.getProtocol(),
                            JsonMapper.shared().readTree(body)));
            var answer = script.poll();
            if (answer == null) {
                closing.await();
                return;
            }
            answer(exchange, answer);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, Answer answer)
            throws IOException, InterruptedException {
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), answer.stalls() ? 0 : bytes.length);
        exchange.getResponseBody().write(bytes);
        if (answer.stalls()) {
            exchange.getResponseBody().flush();
            closing.await();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
