package dev.keepsake.server.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A word that stands in everything that was ever said by, about and to somebody is in no byte of
/// the data folder once they were deleted and the server has stopped.
@Timeout(300)
class ErasedBytesTest {

    /// Neither in any model nor in any dictionary, and its stem is itself.
    private static final String WORD = "zqxplanted";

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir private Path data;

    @Test
    void nothingIsLeftOfADeletedUser() throws IOException {
        try (var server = start()) {
            fill(server, "");
            send(
                    server,
                    "POST",
                    "/v1/users/",
                    "{\"user_id\": \"%1$s\", \"metadata\": {\"%1$s\": 1}}");
            send(
                    server,
                    "POST",
                    "/v3/memories/add/",
                    "{\"messages\": \"I like tea\", \"user_id\": \"ben\", \"infer\": false}");
            assertThat(Bytes.holding(data, WORD)).isNotEmpty();
            assertThat(Bytes.holding(data, WORD)).anyMatch(file -> file.startsWith("keepsake.db"));

            var deletion = send(server, "DELETE", "/v2/entities/user/%s/", "");
            var event = await(server, deletion.get("event_id").asString());

            assertThat(event.get("status").asString()).isEqualTo("SUCCEEDED");
            assertThat(event.toString()).doesNotContain(WORD);
            assertThat(event.at("/metadata/receipt/residue/found").asInt()).isZero();
            assertThat(event.at("/metadata/receipt/residue/texts_looked_for").asInt()).isPositive();
            assertThat(event.at("/metadata/receipt/erased/events").asInt()).isGreaterThan(5);
            assertThat(send(server, "GET", "/v1/events/?page_size=1000", "").toString())
                    .doesNotContain(WORD);
            assertThat(send(server, "GET", "/v1/memories/events/?limit=1000", "").toString())
                    .doesNotContain(WORD);
        }

        assertThat(Bytes.holding(data, WORD)).isEmpty();
        try (var server = start()) {
            assertThat(send(server, "GET", "/v1/memories/user/ben/", "").get("count").asInt())
                    .isEqualTo(1);
        }
    }

    /// What clients do to delete everybody: they list once, without pages, and delete what they
    /// see.
    @Test
    void whoeverDeletesEverybodyLeavesNobody() throws IOException {
        try (var server = start()) {
            for (var n = 0; n < 250; n++) {
                send(
                        server,
                        "POST",
                        "/v3/memories/add/",
                        "{\"messages\": \"%1$s likes tea\", \"user_id\": \"%1$s "
                                + n
                                + "\", \"infer\": false}");
            }
            var listed = send(server, "GET", "/v1/entities/", "").get("results");
            assertThat(listed).hasSize(250);

            for (var entity : listed) {
                var name = entity.get("name").asString().replace(" ", "%%20");
                send(server, "DELETE", "/v2/entities/user/" + name + "/", "");
            }

            var left = send(server, "GET", "/v1/entities/", "");
            assertThat(left.get("count").asInt()).isZero();
            assertThat(left.get("total_users").asInt()).isZero();
            assertThat(send(server, "GET", "/v1/stats/", "").get("total_memories").asInt())
                    .isZero();
        }

        assertThat(Bytes.holding(data, WORD)).isEmpty();
    }

    @Test
    void nothingIsLeftOfARemovedProject() throws IOException {
        try (var server = start()) {
            var organization = send(server, "GET", "/v1/ping/", "").get("org_id").asString();
            var projects = "/api/v1/orgs/organizations/" + organization + "/projects/";
            var project =
                    send(server, "POST", projects, "{\"name\": \"second\"}")
                            .get("project_id")
                            .asString();
            fill(server, ", \"project_id\": \"" + project + "\"");
            assertThat(Bytes.holding(data, WORD)).isNotEmpty();

            send(server, "DELETE", projects + project + "/", "");
        }

        assertThat(Bytes.holding(data, WORD)).isEmpty();
    }

    @Test
    void nothingIsLeftOfARemovedOrganization() throws IOException {
        try (var server = start()) {
            var organization =
                    send(server, "POST", "/api/v1/orgs/organizations/", "{\"name\": \"second\"}")
                            .get("org_id")
                            .asString();
            var organizations = "/api/v1/orgs/organizations/" + organization + "/";
            var project =
                    send(server, "GET", organizations + "projects/", "")
                            .get(0)
                            .get("project_id")
                            .asString();
            fill(server, ", \"project_id\": \"" + project + "\"");
            assertThat(Bytes.holding(data, WORD)).isNotEmpty();

            send(server, "DELETE", organizations, "");
        }

        assertThat(Bytes.holding(data, WORD)).isEmpty();
    }

    private ServerUnderTest start() {
        return ServerUnderTest.start(data, Map.of());
    }

    /// Says the word in every place that takes one.
    ///
    /// @param where members of a body that say which project
    private void fill(ServerUnderTest server, String where) {
        var add =
                send(
                        server,
                        "POST",
                        "/v3/memories/add/",
                        "{\"messages\": \"%1$s likes tea\", \"user_id\": \"%1$s\", \"infer\": false,"
                                + " \"metadata\": {\"%1$s\": \"%1$s\", \"deep\": [{\"%1$s\": 1}]},"
                                + " \"categories\": [\"%1$s\"]"
                                + where
                                + "}");
        var id = add.get("results").get(0).get("id").asString();
        var query = where.isEmpty() ? "" : "?" + where.replaceAll("[ ,\"]", "").replace(":", "=");
        for (var text : new String[] {"now %1$s likes milk", "hardly anything", "%1$s again"}) {
            send(
                    server,
                    "PUT",
                    "/v1/memories/" + id + "/" + query,
                    "{\"text\": \"" + text + "\", \"metadata\": {\"%1$s\": 2}}");
        }
        send(
                server,
                "POST",
                "/v3/memories/add/",
                "{\"messages\": [{\"role\": \"user\", \"name\": \"%1$s\", \"content\": \"I moved to"
                        + " %1$s last March.\"}, {\"role\": \"assistant\", \"content\": \"I"
                        + " recommend the museum there.\"}], \"user_id\": \"%1$s\", \"agent_id\":"
                        + " \"guide\", \"run_id\": \"a tour\", \"async_mode\": false"
                        + where
                        + "}");
        send(
                server,
                "POST",
                "/v3/memories/add/",
                "{\"messages\": \"They read '%1$s' twice\", \"user_id\": \"%1$s\", \"infer\":"
                        + " false"
                        + where
                        + "}");
        awaitName(server, where);
        for (var filters :
                new String[] {
                    "{\"user_id\": \"%1$s\"}",
                    "{\"OR\": [{\"user_id\": \"%1$s\"}, {\"user_id\": \"ben\"}]}",
                    "{\"user_id\": {\"in\": [\"ben\", \"%1$s\"]}}"
                }) {
            var body = "\"filters\": " + filters + where + "}";
            send(server, "POST", "/v3/memories/search/", "{\"query\": \"where is %1$s\", " + body);
            send(server, "POST", "/v3/memories/", "{" + body);
        }
        send(
                server,
                "POST",
                "/v1/feedback/",
                "{\"memory_id\": \""
                        + id
                        + "\", \"feedback\": \"NEGATIVE\", \"feedback_reason\": \"no %1$s\""
                        + where
                        + "}");
        var gone =
                send(
                        server,
                        "POST",
                        "/v3/memories/add/",
                        "{\"messages\": \"%1$s is gone soon\", \"user_id\": \"%1$s\", \"infer\":"
                                + " false"
                                + where
                                + "}");
        send(
                server,
                "DELETE",
                "/v1/memories/" + gone.get("results").get(0).get("id").asString() + "/" + query,
                "");
        // one that may still wait in line when the deletion comes
        send(
                server,
                "POST",
                "/v3/memories/add/",
                "{\"messages\": \"I think of %1$s every day.\", \"user_id\": \"%1$s\""
                        + where
                        + "}");
    }

    /// Returns once the word is a node of the graph.
    private static void awaitName(ServerUnderTest server, String where) {
        var ask = "{\"user_id\": \"%1$s\", \"entity_type\": \"QUOTED\"" + where + "}";
        var until = Instant.now().plus(Duration.ofSeconds(60));
        var nodes = send(server, "POST", "/v1/graph/", ask).get("nodes");
        while (nodes.isEmpty() && Instant.now().isBefore(until)) {
            Thread.onSpinWait();
            nodes = send(server, "POST", "/v1/graph/", ask).get("nodes");
        }
        assertThat(nodes.get(0).get("label").asString()).isEqualTo(WORD);
    }

    /// @param path and body with `%1$s` or `%s` for the word
    private static JsonNode send(ServerUnderTest server, String method, String path, String body) {
        var response = server.send(method, path.formatted(WORD), body.formatted(WORD));
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JSON.readTree(response.body());
    }

    private static JsonNode await(ServerUnderTest server, String event) {
        var until = Instant.now().plus(Duration.ofSeconds(60));
        var shown = send(server, "GET", "/v1/event/" + event + "/", "");
        while (shown.get("completed_at").isNull() && Instant.now().isBefore(until)) {
            Thread.onSpinWait();
            shown = send(server, "GET", "/v1/event/" + event + "/", "");
        }
        return shown;
    }
}
