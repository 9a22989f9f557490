package dev.keepsake.bench.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The calls of a client, as any client makes them. Safe for many threads.
///
/// Every method throws [Refused] when the server answers with an error, and IOException when it
/// does not answer: then nobody knows whether the request was carried out.
public final class MemoryApi implements AutoCloseable {

    /// The most results of a search and the most rows of a page.
    public static final int MOST = 1000;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int BETWEEN_LOOKS_MILLIS = 5;

    private final URI base;
    private final String key;
    private final HttpClient http;
    private final JsonMapper json = JsonMapper.shared();

    /// What became of one text of a direct import.
    ///
    /// @param isNew false when the scope had this text already
    public record Stored(String id, String text, boolean isNew) {}

    /// A memory as lists and searches show it.
    ///
    /// @param state `active`, `superseded` or `merged`
    /// @param replacedBy the memory that took its place; empty for none
    /// @param categories empty as long as nobody has sorted it
    public record Remembered(
            String id,
            String text,
            String user,
            String state,
            String replacedBy,
            List<String> categories) {}

    /// A hit.
    ///
    /// @param semantic how near its meaning is, before anything else is added
    public record Scored(Remembered memory, double semantic) {}

    /// @param results what an add stored; empty for other types
    /// @param metadata what the server notes about its work; null for nothing
    public record Event(String id, String status, List<Stored> results, JsonNode metadata) {
        public boolean hasEnded() {
            return status.equals("SUCCEEDED") || status.equals("FAILED");
        }
    }

    /// An entry of a memory's history.
    ///
    /// @param input the messages that it came from; the wire names no speakers
    public record Revision(String kind, List<Message> input) {}

    public MemoryApi(URI base, String key) {
        this.base = base;
        this.key = key;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /// Whether the server takes requests; false as well when there is none.
    public boolean isReady() throws InterruptedException {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(base + "/readyz"))
                            .timeout(Duration.ofSeconds(5))
                            .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    /// Stores messages word for word (`infer: false`); results in the order of the messages,
    /// without the blank ones.
    public List<Stored> add(Add add) throws IOException, InterruptedException {
        var reply = send("POST", "/v3/memories/add/", add.toWire(false));
        return each(reply.path("results"), MemoryApi::stored);
    }

    /// Has memories made of messages some time later (`infer: true`).
    ///
    /// @return the id of the event
    public String addInferred(Add add) throws IOException, InterruptedException {
        return send("POST", "/v3/memories/add/", add.toWire(true)).path("event_id").asString();
    }

    /// The hits, best first.
    public List<Remembered> search(String query, Map<String, Object> filters, int topK)
            throws IOException, InterruptedException {
        return search(Map.of("query", query, "filters", filters, "top_k", topK));
    }

    /// @param body of the request
    public List<Remembered> search(Map<String, Object> body)
            throws IOException, InterruptedException {
        return each(
                send("POST", "/v3/memories/search/", body).path("results"), MemoryApi::remembered);
    }

    /// The hits with the signals of their scores, best first; none is held back for a low score.
    public List<Scored> searchWithParts(String query, Map<String, Object> filters, int topK)
            throws IOException, InterruptedException {
        var reply =
                send(
                        "POST",
                        "/v3/memories/search/",
                        Map.of("query", query, "filters", filters, "top_k", topK, "threshold", 0));
        return each(reply.path("results"), MemoryApi::scored);
    }

    /// Every memory that matches, page after page, newest first; without merged ones.
    public List<Remembered> list(Map<String, Object> filters)
            throws IOException, InterruptedException {
        return listed(Map.of("filters", filters));
    }

    /// As [#list], with merged ones.
    public List<Remembered> listWithMerged(Map<String, Object> filters)
            throws IOException, InterruptedException {
        return listed(Map.of("filters", filters, "include_merged", true));
    }

    private List<Remembered> listed(Map<String, Object> body)
            throws IOException, InterruptedException {
        return allPages(
                page ->
                        send(
                                "POST",
                                "/v3/memories/?page=%d&page_size=%d".formatted(page, MOST),
                                body),
                MemoryApi::remembered);
    }

    /// What became of a memory, oldest first.
    public List<Revision> history(String id) throws IOException, InterruptedException {
        return each(send("GET", "/v1/memories/" + id + "/history/"), MemoryApi::revision);
    }

    /// Every event of a kind, newest first.
    public List<Event> events(String query) throws IOException, InterruptedException {
        return allPages(
                page ->
                        send(
                                "GET",
                                "/v1/events/?page=%d&page_size=%d&%s".formatted(page, MOST, query)),
                MemoryApi::event);
    }

    /// How many events there are of a kind.
    public int countEvents(String query) throws IOException, InterruptedException {
        return send("GET", "/v1/events/?page_size=1&" + query).path("count").asInt();
    }

    public Event event(String id) throws IOException, InterruptedException {
        return event(send("GET", "/v1/event/" + id + "/"));
    }

    /// The event once it has succeeded or failed.
    ///
    /// @throws IllegalStateException when it has done neither after a long time
    public Event awaitEvent(String id) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var event = event(id);
        while (!event.hasEnded()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("event " + id + " is still " + event.status());
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
            event = event(id);
        }
        return event;
    }

    /// The memory, or empty when there is none of this id.
    public Optional<Remembered> find(String id) throws IOException, InterruptedException {
        try {
            return Optional.of(remembered(send("GET", "/v1/memories/" + id + "/")));
        } catch (Refused refused) {
            if (refused.status() == 404) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    public void update(String id, String text) throws IOException, InterruptedException {
        send("PUT", "/v1/memories/" + id + "/", Map.of("text", text));
    }

    public void delete(String id) throws IOException, InterruptedException {
        send("DELETE", "/v1/memories/" + id + "/");
    }

    @FunctionalInterface
    private interface Pages {
        JsonNode get(int page) throws IOException, InterruptedException;
    }

    private <T> List<T> allPages(Pages pages, Function<JsonNode, T> item)
            throws IOException, InterruptedException {
        List<T> all = new ArrayList<>();
        var page = pages.get(1);
        all.addAll(each(page.path("results"), item));
        for (int number = 2; !page.path("next").isNull(); number++) {
            page = pages.get(number);
            all.addAll(each(page.path("results"), item));
        }
        return all;
    }

    private static <T> List<T> each(JsonNode array, Function<JsonNode, T> item) {
        List<T> items = new ArrayList<>(array.size());
        array.forEach(node -> items.add(item.apply(node)));
        return items;
    }

    private static Stored stored(JsonNode node) {
        return new Stored(
                node.path("id").asString(),
                node.path("memory").asString(),
                "ADD".equals(node.path("event").asString()));
    }

    private static Remembered remembered(JsonNode node) {
        return new Remembered(
                node.path("id").asString(),
                node.path("memory").asString(),
                node.path("user_id").asString(""),
                node.path("lifecycle_state").asString(""),
                node.path("replaced_by").asString(""),
                each(node.path("categories"), JsonNode::asString));
    }

    private static Scored scored(JsonNode node) {
        return new Scored(
                remembered(node), node.path("score_breakdown").path("semantic").asDouble(0));
    }

    private static Revision revision(JsonNode node) {
        return new Revision(
                node.path("event").asString(),
                each(
                        node.path("input"),
                        message ->
                                new Message(
                                        message.path("role").asString(),
                                        null,
                                        message.path("content").asString())));
    }

    private static Event event(JsonNode node) {
        var results =
                "ADD".equals(node.path("event_type").asString())
                        ? each(node.path("results"), MemoryApi::stored)
                        : List.<Stored>of();
        return new Event(
                node.path("id").asString(),
                node.path("status").asString(),
                results,
                node.path("metadata"));
    }

    private JsonNode send(String method, String path) throws IOException, InterruptedException {
        return send(method, path, BodyPublishers.noBody());
    }

    private JsonNode send(String method, String path, Map<String, Object> body)
            throws IOException, InterruptedException {
        return send(method, path, BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
    }

    private JsonNode send(String method, String path, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Token " + key)
                        .header("Content-Type", "application/json")
                        .method(method, body)
                        .build();
        var reply = http.send(request, BodyHandlers.ofByteArray());
        if (reply.statusCode() != 200) {
            throw new Refused(
                    method + " " + path,
                    reply.statusCode(),
                    new String(reply.body(), StandardCharsets.UTF_8));
        }
        return json.readTree(reply.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
