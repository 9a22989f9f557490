package dev.keepsake.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuarantineRoutesTest {

    @TempDir private Path data;
    private ServerUnderTest server;
    private Browser dana;
    private String project;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Map.of("KEEPSAKE_TRUSTED_PROXIES", "127.0.0.1"));
        dana = Browser.ofDana(server);
        project = "project_id=" + dana.project();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatWasRefusedIsListedReleasedAndDismissed() {
        add("ana", "My password is hunter2 and my PIN is 4711.");
        add("ben", "My password is swordfish");

        var all = dana.get("/quarantine/?" + project);
        assertThat(all.body().get("count").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(all.body().at("/verdicts/secret").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(all.raw().body()).doesNotContain("hunter2").doesNotContain("4711");
        var bens = dana.get("/quarantine/?verdict=secret&user_id=ben&" + project);
        assertThat(bens.body().get("count").asInt()).isEqualTo(1);
        assertThat(bens.text("/results/0/memory"))
                .isEqualTo("User's password is [secret: password]");
        assertThat(bens.text("/results/0/messages/0/content"))
                .isEqualTo("My password is [secret: password]");
        assertThat(dana.get("/quarantine/?verdict=echo&" + project).body().get("count").asInt())
                .isZero();
        var id = bens.text("/results/0/id");
        assertThat(dana.get("/quarantine/" + id + "/?" + project).body())
                .isEqualTo(bens.body().at("/results/0"));

        var released = dana.post("/quarantine/" + id + "/release/?" + project, "");

        assertThat(released.status()).isEqualTo(200);
        var memory = dana.get("/v1/memories/" + released.text("/memory_id") + "/?" + project);
        assertThat(memory.text("/memory")).isEqualTo("User's password is [secret: password]");
        assertThat(memory.text("/user_id")).isEqualTo("ben");
        assertThat(dana.get("/quarantine/" + id + "/?" + project).status()).isEqualTo(404);
        var event = dana.get("/v1/event/" + released.text("/event_id") + "/?" + project);
        assertThat(event.text("/payload/released/quarantine_id")).isEqualTo(id);

        var first = dana.get("/quarantine/?" + project).text("/results/0/id");
        assertThat(dana.delete("/quarantine/" + first + "/?" + project).status()).isEqualTo(200);
        assertThat(dana.delete("/quarantine/" + first + "/?" + project).status()).isEqualTo(404);
        assertThat(dana.delete("/quarantine/?" + project).status()).isEqualTo(400);
        assertThat(dana.delete("/quarantine/?all=true&" + project).status()).isEqualTo(200);
        assertThat(dana.get("/quarantine/?" + project).body().get("count").asInt()).isZero();
    }

    @Test
    void oddRequestsAreRefused() {
        assertThat(dana.get("/quarantine/?verdict=nonsense&" + project).status()).isEqualTo(400);
        assertThat(dana.get("/quarantine/?page=0&" + project).status()).isEqualTo(404);
        assertThat(dana.get("/quarantine/x/?" + project).status()).isEqualTo(404);
        assertThat(dana.post("/quarantine/x/release/?" + project, "").status()).isEqualTo(404);
        assertThat(new Browser(server).get("/quarantine/?" + project).status()).isEqualTo(401);
        assertThat(server.send("GET", "/console/api/quarantine/", "").statusCode()).isEqualTo(401);
    }

    private void add(String user, String text) {
        var reply =
                dana.post(
                        "/v3/memories/add/?" + project,
                        "{\"messages\": \"%s\", \"user_id\": \"%s\", \"async_mode\": false}"
                                .formatted(text, user));
        assertThat(reply.status()).isEqualTo(200);
    }
}
