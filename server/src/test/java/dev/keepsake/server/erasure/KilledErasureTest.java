package dev.keepsake.server.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import dev.keepsake.server.SpedUpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server that is killed again and again while it erases. Every deletion that it acknowledged
/// ends with a receipt, and nothing is left. More rounds: `-Dkeepsake.erasure.kill.rounds=50`.
@Timeout(300)
class KilledErasureTest {

    private static final String WORD = "zqxplanted";
    private static final int ROUNDS = Integer.getInteger("keepsake.erasure.kill.rounds", 3);
    private static final int USERS = 12;
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir private Path temporary;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> deletions = new ArrayList<>();
    private @Nullable SpedUpServer running;

    @AfterEach
    void stop() {
        if (running != null) {
            running.kill();
        }
        http.close();
    }

    @Test
    void everyAcknowledgedDeletionIsFinishedByWhoeverComesNext() throws Exception {
        var random = new Random(7);
        var folder = temporary.resolve("data");
        var server = start(folder);
        for (var round = 0; round < ROUNDS; round++) {
            for (var user = 0; user < USERS; user++) {
                remember(server, WORD + "-" + round + "-" + user);
            }
            for (var user = 0; user < USERS; user++) {
                var name = WORD + "-" + round + "-" + user;
                deletions.add(
                        send(server, "DELETE", "/v2/entities/user/" + name + "/", "")
                                .get("event_id")
                                .asString());
            }
            // somewhere in the erasures, or in the compaction after them
            TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
            server.kill();
            server = start(folder);
        }

        for (var deletion : deletions) {
            var event = await(server, deletion);
            assertThat(event.get("status").asString()).as("%s", event).isEqualTo("SUCCEEDED");
            assertThat(event.at("/metadata/receipt/residue/found").asInt()).isZero();
            assertThat(event.at("/metadata/receipt/erased/memories").asInt()).isEqualTo(1);
            assertThat(event.at("/metadata/receipt/erased/history").asInt()).isEqualTo(3);
        }
        server.kill();
        // a server that is stopped in peace compacts what was erased before it started
        ServerUnderTest.start(folder, Map.of()).close();
        assertThat(Bytes.holding(folder, WORD)).isEmpty();
    }

    private SpedUpServer start(Path folder) throws IOException {
        var server = SpedUpServer.start(folder);
        running = server;
        return server;
    }

    private void remember(SpedUpServer server, String name) throws Exception {
        var added =
                send(
                        server,
                        "POST",
                        "/v3/memories/add/",
                        "{\"messages\": \"%1$s likes tea\", \"user_id\": \"%1$s\", \"infer\": false}"
                                .formatted(name));
        var id = added.get("results").get(0).get("id").asString();
        send(server, "PUT", "/v1/memories/" + id + "/", "{\"text\": \"%s\"}".formatted(name));
        send(
                server,
                "POST",
                "/v3/memories/search/",
                "{\"query\": \"%1$s\", \"filters\": {\"user_id\": \"%1$s\"}}".formatted(name));
    }

    private JsonNode await(SpedUpServer server, String event) throws Exception {
        var until = Instant.now().plus(Duration.ofSeconds(60));
        var shown = send(server, "GET", "/v1/event/" + event + "/", "");
        while (shown.get("completed_at").isNull() && Instant.now().isBefore(until)) {
            TimeUnit.MILLISECONDS.sleep(20);
            shown = send(server, "GET", "/v1/event/" + event + "/", "");
        }
        return shown;
    }

    private JsonNode send(SpedUpServer server, String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", "Token " + ServerUnderTest.KEY)
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        var response = http.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JSON.readTree(response.body());
    }
}
