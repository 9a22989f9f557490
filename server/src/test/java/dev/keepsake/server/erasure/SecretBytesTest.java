package dev.keepsake.server.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Credentials that stand in what is added, imported, changed and searched for are in no byte of
/// the data folder, not even while the server runs.
@Timeout(300)
final class SecretBytesTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    /// In two parts, or scanners of source code would take them for real ones.
    private static final List<String> SECRETS =
            List.of(
                    "AKIA" + "IOSFODNN7PLANTED",
                    "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a",
                    "zqxplanted77",
                    "4111 1111" + " 1111 1111",
                    "DE89 3704 0044" + " 0532 0130 00");

    private static final String SPOKEN =
            "My deploy key is %s and the token is %s. My password is %s. I pay with %s from %s. I live in Graz."
                    .formatted(SECRETS.toArray());

    @TempDir private Path data;

    @Test
    void noByteOfASecretIsKept() throws IOException {
        try (var server = ServerUnderTest.start(data, Map.of())) {
            speak(server);
            assertNothingKept();
            assertThat(server.send("GET", "/v1/events/?page_size=100", "").body())
                    .contains("[secret: password]")
                    .contains("credentials were found and masked");
        }
        assertNothingKept();
    }

    @Test
    void whereTheProjectHasItSoTheyStay() throws IOException {
        try (var server = ServerUnderTest.start(data, Map.of())) {
            var ping = JSON.readTree(server.send("GET", "/v1/ping/", "").body());
            var project =
                    "/api/v1/orgs/organizations/%s/projects/%s/"
                            .formatted(
                                    ping.get("org_id").asString(),
                                    ping.get("project_id").asString());
            server.send("PATCH", project, "{\"store_secrets\": true}");

            speak(server);

            for (var secret : SECRETS) {
                assertThat(Bytes.holding(data, secret)).as(secret).isNotEmpty();
            }
        }
    }

    private static void speak(ServerUnderTest server) {
        var inferred = Map.of("messages", SPOKEN, "user_id", "ana", "async_mode", false);
        send(server, "POST", "/v3/memories/add/", inferred);
        var asArray =
                Map.of(
                        "messages",
                        List.of(
                                Map.of(
                                        "role",
                                        "user",
                                        "content",
                                        List.of(Map.of("type", "text", "text", SPOKEN)))),
                        "user_id",
                        "ana",
                        "async_mode",
                        false);
        send(server, "POST", "/v1/memories/", asArray);
        send(
                server,
                "POST",
                "/v3/memories/add/",
                Map.of("messages", SPOKEN, "user_id", "ana", "infer", false));
        send(
                server,
                "POST",
                "/v3/memories/add/",
                Map.of(
                        "messages",
                        "…",
                        "deduced_memories",
                        List.of(SPOKEN),
                        "user_id",
                        "ben",
                        "infer",
                        false));
        send(
                server,
                "POST",
                "/v3/memories/search/",
                Map.of("query", SPOKEN, "filters", Map.of("user_id", "ana")));
        var listed = server.send("GET", "/v1/memories/?user_id=ben", "").body();
        var id = JSON.readTree(listed).findValue("id").asString();
        send(server, "PUT", "/v1/memories/" + id + "/", Map.of("text", SPOKEN + " And more."));
        send(
                server,
                "PUT",
                "/v1/batch/",
                Map.of("memories", List.of(Map.of("memory_id", id, "text", SPOKEN))));
    }

    private static void send(
            ServerUnderTest server, String method, String path, Map<String, ?> body) {
        var reply = server.send(method, path, JSON.writeValueAsString(body));
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    }

    private void assertNothingKept() throws IOException {
        for (var secret : SECRETS) {
            assertThat(Bytes.holding(data, secret)).as(secret).isEmpty();
        }
    }
}
