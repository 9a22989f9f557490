package dev.keepsake.server.wire;

import dev.keepsake.server.ServerUnderTest;
import dev.keepsake.server.http.Json;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Talks to a running server the way a client does that adds and then looks what came of it.
@SuppressWarnings("unchecked")
record Adds(ServerUnderTest server) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    HttpResponse<String> post(String path, String body) {
        return server.send("POST", path, body);
    }

    /// Adds and waits for the event's end.
    Map<String, @Nullable Object> add(String body) {
        var response = post("/v3/memories/add/", body);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + ": " + response.body());
        }
        return event(String.valueOf(object(response).get("event_id")));
    }

    Map<String, @Nullable Object> event(String id) {
        var end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            var event = object(server.send("GET", "/v1/event/" + id + "/", ""));
            if (List.of("SUCCEEDED", "FAILED").contains(String.valueOf(event.get("status")))) {
                return event;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the event did not end: " + id);
    }

    /// What a list with a filter shows, newest first.
    List<Map<String, @Nullable Object>> listed(String filters) {
        var response = post("/v3/memories/", "{\"filters\": " + filters + "}");
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + ": " + response.body());
        }
        return (List<Map<String, @Nullable Object>>)
                Objects.requireNonNull(object(response).get("results"));
    }

    List<String> texts(String filters) {
        return listed(filters).stream().map(each -> String.valueOf(each.get("memory"))).toList();
    }

    Map<String, @Nullable Object> memory(Object id) {
        return object(server.send("GET", "/v1/memories/" + id + "/", ""));
    }

    /// What an event or a reply says was stored.
    static List<Map<String, @Nullable Object>> results(Map<String, @Nullable Object> said) {
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(said.get("results"));
    }

    static Map<String, @Nullable Object> metadata(Map<String, @Nullable Object> event) {
        return (Map<String, @Nullable Object>)
                Optional.ofNullable(event.get("metadata")).orElse(Map.of());
    }

    static Map<String, @Nullable Object> object(HttpResponse<String> response) {
        return Objects.requireNonNull(Json.object(Json.read(response.body())));
    }
}
