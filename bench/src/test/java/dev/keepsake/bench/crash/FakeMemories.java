package dev.keepsake.bench.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keepsake.bench.server.MemoryApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// A server that says whatever a test wants it to say: what lists show, what searches find and what
/// events report are set one by one, so they can contradict each other.
final class FakeMemories implements AutoCloseable {

    private final HttpServer http;
    private final JsonMapper json = JsonMapper.shared();
    final List<Map<String, Object>> listed = new ArrayList<>();
    final List<Map<String, Object>> found = new ArrayList<>();
    final List<Map<String, Object>> events = new ArrayList<>();

    FakeMemories() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/v3/memories/search/", exchange -> reply(exchange, search(exchange)));
        http.createContext("/v3/memories/", exchange -> reply(exchange, page(listed)));
        http.createContext("/v1/events/", exchange -> reply(exchange, page(eventsOf(exchange))));
        http.createContext("/v1/memories/", exchange -> reply(exchange, one(exchange)));
        http.start();
    }

    MemoryApi api() {
        return new MemoryApi(
                URI.create("http://127.0.0.1:" + http.getAddress().getPort()), "any key");
    }

    /// A memory that everything agrees about.
    void stores(String id, String user, String text) {
        var memory = memory(id, user, text);
        listed.add(memory);
        found.add(memory);
        adds("event of " + id, "SUCCEEDED", memory);
    }

    static Map<String, Object> memory(String id, String user, String text) {
        return Map.of("id", id, "user_id", user, "memory", text, "event", "ADD");
    }

    @SafeVarargs
    final void adds(String event, String status, Map<String, Object>... results) {
        events.add(
                Map.of(
                        "id",
                        event,
                        "event_type",
                        "ADD",
                        "status",
                        status,
                        "results",
                        List.of(results)));
    }

    private Map<String, Object> search(HttpExchange exchange) throws IOException {
        var filters = json.readTree(exchange.getRequestBody()).path("filters");
        var user = filters.path("user_id").asString("*");
        List<String> ids = new ArrayList<>();
        for (var part : filters.path("AND")) {
            user = part.path("user_id").asString(user);
            part.path("memory_ids").forEach(id -> ids.add(id.asString()));
        }
        var owner = user;
        return Map.of(
                "results",
                found.stream()
                        .filter(memory -> owner.equals("*") || owner.equals(memory.get("user_id")))
                        .filter(memory -> ids.isEmpty() || ids.contains(memory.get("id")))
                        .toList());
    }

    private List<Map<String, Object>> eventsOf(HttpExchange exchange) {
        var query = exchange.getRequestURI().getQuery();
        return events.stream()
                .filter(event ->
                        !query.contains("status=")
                                || query.contains("status=" + event.get("status")))
                .toList();
    }

    private static Map<String, Object> page(List<Map<String, Object>> items) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("count", items.size());
        page.put("next", null);
        page.put("previous", null);
        page.put("results", items);
        return page;
    }

    private Map<String, Object> one(HttpExchange exchange) {
        var path = exchange.getRequestURI().getPath();
        return listed.stream()
                .filter(memory -> path.contains((String) memory.get("id")))
                .findFirst()
                .orElse(Map.of());
    }

    /// An empty object stands for "not found".
    private void reply(HttpExchange exchange, Map<String, Object> body) throws IOException {
        try (exchange) {
            var bytes = json.writeValueAsBytes(body);
            exchange.sendResponseHeaders(body.isEmpty() ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
