package dev.keepsake.server.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// A real receiver on this machine that remembers what it got.
final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Call> taken = new CopyOnWriteArrayList<>();
    private volatile Manner manner;

    /// What came in.
    ///
    /// @param headers by lower-case name
    record Call(String method, String path, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// How it answers.
    interface Manner {
        void answer(HttpExchange exchange) throws IOException;
    }

    private Receiver(HttpServer server, Manner manner) {
        this.server = server;
        this.manner = manner;
    }

    static Receiver start(Manner manner) {
        return start(0, manner);
    }

    static Receiver start(int port, Manner manner) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return start(HttpServer.create(address, 0), manner);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// @param server not started yet
    static Receiver start(HttpServer server, Manner manner) {
        var receiver = new Receiver(server, manner);
        server.createContext("/", receiver::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return receiver;
    }

    static Manner status(int status) {
        return status(status, "status " + status, Map.of());
    }

    static Manner status(int status, String body, Map<String, String> headers) {
        return exchange -> {
            headers.forEach(exchange.getResponseHeaders()::add);
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    void answer(Manner next) {
        manner = next;
    }

    private void take(HttpExchange exchange) throws IOException {
        var headers =
                exchange.getRequestHeaders().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        each -> each.getKey().toLowerCase(java.util.Locale.ROOT),
                                        each -> String.join(", ", each.getValue())));
        var call =
                new Call(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        headers,
                        exchange.getRequestBody().readAllBytes());
        calls.add(call);
        manner.answer(exchange);
        if (exchange.getResponseCode() / 100 == 2) {
            taken.add(call);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    /// Those that were answered with a 2xx.
    List<Call> taken() {
        return List.copyOf(taken);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
