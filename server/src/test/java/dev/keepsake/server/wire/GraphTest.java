package dev.keepsake.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.Neighbour;
import dev.keepsake.server.ServerUnderTest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The graph of a running server, with the real tagger and embedder.
class GraphTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir private Path data;
    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Map.of(), Neighbour.BEN);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void G13_aSearchTellsWhatANameAdded() {
        add("ana", "Tomas joined Lena's team at Novo Foods");
        add("ana", "A new team was put together for the warehouse");

        var hits =
                body(
                        server.send(
                                "POST",
                                "/v3/memories/search/",
                                """
                                {"query": "who is on Lena's team?", "filters": {"user_id": "ana"}}
                                """));

        var first = hits.get("results").get(0);
        assertThat(first.get("memory").asString()).startsWith("Tomas");
        assertThat(first.at("/score_breakdown/entity").asDouble()).isGreaterThan(0.15);
        assertThat(hits.get("results").get(1).at("/score_breakdown/entity").asDouble())
                .isLessThan(0.15);
    }

    @Test
    void thePictureHasNamesMemoriesAndWhatTheyShare() {
        add("ana", "Tomas joined Novo Foods");
        add("ana", "Priya left Novo Foods");
        add("ana", "slept well");
        add("ben", "Tomas likes tea");

        var graph = graph("{\"filters\": {\"user_id\": \"ana\"}}");

        assertThat(labels(graph, "entity")).containsExactly("Novo Foods", "Priya", "Tomas");
        assertThat(graph.at("/nodes/0/degree").asInt()).isEqualTo(2);
        assertThat(labels(graph, "memory"))
                .containsExactlyInAnyOrder(
                        "Tomas joined Novo Foods", "Priya left Novo Foods", "slept well");
        // four mentions and two pairs of names
        assertThat(graph.get("edges")).hasSize(6);
    }

    @Test
    void aPictureCanBeNarrowed() {
        add("ana", "Tomas joined Novo Foods to lead battery research");
        add("ana", "slept well");

        assertThat(labels(graph("{\"user_id\": \"ana\", \"q\": \"NOVO\"}"), "entity"))
                .containsExactly("Novo Foods");
        assertThat(labels(graph("{\"user_id\": \"ana\", \"q\": \"NOVO\"}"), "memory")).hasSize(1);
        assertThat(labels(graph("{\"user_id\": \"ana\", \"entity_type\": \"topic\"}"), "entity"))
                .containsExactly("battery research");
        assertThat(labels(graph("{\"user_id\": \"ana\", \"q\": \"%\"}"), "entity")).isEmpty();
        assertThat(labels(graph("{\"user_id\": \"ana\", \"max_entities\": 1}"), "entity"))
                .hasSize(1);
        assertThat(labels(graph("{\"user_id\": \"ana\", \"max_memories\": 1}"), "memory"))
                .hasSize(1);
    }

    @Test
    void anotherProjectSeesNothing() {
        add("ana", "Tomas joined Novo Foods");

        var response =
                server.send(
                        "POST",
                        "/v1/graph/",
                        "{\"user_id\": \"ana\"}",
                        Neighbour.BEN.authorization());

        assertThat(response.body()).isEqualTo("{\"nodes\":[],\"edges\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"filters\": {}}",
                "{\"filters\": {\"created_at\": {\"gte\": \"2020-01-01\"}}}",
                "{\"filters\": {\"NOT\": {\"user_id\": \"ana\"}}}",
                "{\"user_id\": \"ana\", \"entity_type\": \"PERSON\"}",
                "{\"user_id\": \"ana\", \"entity_type\": 7}",
                "{\"user_id\": \"ana\", \"q\": [\"a\"]}",
                "{\"user_id\": \"ana\", \"max_entities\": 2001}",
                "{\"user_id\": \"ana\", \"max_memories\": 0}"
            })
    void whatMakesNoSenseIsRefused(String body) {
        assertThat(server.send("POST", "/v1/graph/", body).statusCode()).isEqualTo(400);
    }

    // --- pieces

    /// Returns once the memory is linked.
    private void add(String user, String text) {
        var added =
                body(
                        server.send(
                                "POST",
                                "/v3/memories/add/",
                                JSON.writeValueAsString(
                                        Map.of(
                                                "messages",
                                                text,
                                                "user_id",
                                                user,
                                                "infer",
                                                false))));
        var event = "/v1/event/" + added.get("event_id").asString() + "/";
        var until = Instant.now().plus(Duration.ofSeconds(60));
        while (!"SUCCEEDED"
                        .equals(
                                body(server.send("GET", event, ""))
                                        .path("graph_status")
                                        .asString(""))
                && Instant.now().isBefore(until)) {
            Thread.onSpinWait();
        }
    }

    private JsonNode graph(String body) {
        return body(server.send("POST", "/v1/graph/", body));
    }

    private static JsonNode body(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static List<String> labels(JsonNode graph, String type) {
        List<String> labels = new ArrayList<>();
        for (var node : graph.get("nodes")) {
            if (node.get("type").asString().equals(type)) {
                labels.add(node.get("label").asString());
            }
        }
        return labels;
    }
}
