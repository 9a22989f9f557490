package dev.keepsake.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What refuses in a shape of its own to clients refuses to the dashboard as everything else there.
class ConsoleRefusalsTest {

    private static final String LOGIN =
            "{\"email\":\"dana@example.org\",\"password\":\"correct horse battery staple\"}";

    @TempDir private Path folder;

    @Test
    void everyRefusalHasASentenceAndACode() {
        try (var server = ServerUnderTest.start(folder, Map.of())) {
            var login = server.send("POST", "/console/api/session/", LOGIN, Map.of());
            var cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
            var token = String.valueOf(Json.object(Json.read(login.body())).get("csrf_token"));
            var session = Map.of("Cookie", cookie, "X-CSRF-Token", token);

            var ping = Json.object(Json.read(server.send("GET", "/v1/ping/", "").body()));
            var project = "?project_id=" + ping.get("project_id");

            var array = server.send("GET", "/console/api/v1/memories/" + project, "", session);
            assertThat(array.statusCode()).isEqualTo(400);
            assertThat(array.body())
                    .isEqualTo(
                            "{\"detail\":\"One of the filters: app_id, user_id, agent_id, run_id is required!\",\"code\":\"invalid\"}");

            var byField = server.send("POST", "/console/api/v1/agents/" + project, "{}", session);
            assertThat(byField.statusCode()).isEqualTo(400);
            assertThat(byField.body())
                    .isEqualTo(
                            "{\"detail\":\"agent_id: This field is required.\",\"code\":\"invalid\"}");
        }
    }
}
