package dev.keepsake.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.RequestEntry;
import dev.keepsake.server.ServerUnderTest;
import dev.keepsake.storage.RequestQuery;
import dev.keepsake.storage.embedded.EmbeddedStorage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The request log as it lies on disk once a server has ended.
class RequestLogHistoryTest {

    private static final String KEY = "Token " + ServerUnderTest.KEY;

    @TempDir Path data;

    @Test
    void aRequestIsNotedWithItsRouteItsStatusAndWhoAsked() {
        var reply =
                log(server ->
                                server.send(
                                        "GET",
                                        "/v1/memories/user/ana-17/",
                                        "",
                                        Map.of(
                                                "Authorization", KEY,
                                                "X-Mem0-Source", "CLI",
                                                "X-Mem0-Client-Language", "node",
                                                "X-Mem0-Client-Version", "0.2.13")))
                        .getFirst();

        assertThat(reply.method()).isEqualTo("GET");
        assertThat(reply.path()).isEqualTo("/v1/memories/{entity_type}/{entity_id}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.latency()).isPositive();
        assertThat(reply.key()).isNotNull();
        assertThat(reply.account()).isNotNull();
        assertThat(reply.organization()).isNotNull();
        assertThat(reply.project()).isNotNull();
        assertThat(reply.client()).isEqualTo("source=CLI; node 0.2.13");
        assertThat(reply.address()).isEqualTo("127.0.0.1");
    }

    @Test
    void whoProvesNothingIsNotedAsNobody() {
        var reply =
                log(server -> server.send("GET", "/v1/stats/", "", Map.of("X-API-Key", "m0-x")))
                        .getFirst();

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.key()).isNull();
        assertThat(reply.account()).isNull();
        assertThat(reply.project()).isNull();
    }

    @Test
    void nothingThatAUserWroteIsNoted() {
        var entries =
                log(server -> {
                    server.send("GET", "/v1/memories/user/zxq-saffron/?q=zxq-saffron", "");
                    server.send("GET", "/zxq-saffron", "");
                    server.send(
                            "POST",
                            "/v3/memories/search/",
                            "{\"query\": \"zxq-saffron\", \"filters\": {\"user_id\": \"zxq-saffron\"}}");
                });

        assertThat(entries).hasSize(3);
        assertThat(entries.toString()).doesNotContain("saffron", ServerUnderTest.KEY);
    }

    @Test
    void probesAreLeftOutAndRefusalsAreNot() {
        var entries =
                log(server -> {
                    server.send("GET", "/healthz", "");
                    server.send("GET", "/readyz", "");
                    server.send("DELETE", "/v1/stats/", "");
                });

        assertThat(entries).extracting(RequestEntry::status).containsExactly(405);
    }

    private List<RequestEntry> log(Consumer<ServerUnderTest> use) {
        try (var server = ServerUnderTest.start(data, Map.of())) {
            use.accept(server);
        }
        try (var storage = EmbeddedStorage.open(data, Clock.systemUTC())) {
            return storage.audit().requests(RequestQuery.first(100));
        }
    }
}
