package dev.keepsake.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.server.ServerUnderTest;
import dev.keepsake.webhook.Carrier;
import dev.keepsake.webhook.Carrier.Verdict;
import dev.keepsake.webhook.DeliveryId;
import dev.keepsake.webhook.Notice;
import dev.keepsake.webhook.WebhookEvent;
import dev.keepsake.webhook.WebhookId;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

    private static final Map<String, String> ON = Map.of("KEEPSAKE_METRICS_ENABLED", "true");
    private static final String ADD =
            """
            {"messages": [{"role": "user", "content": "Ana grows saffron."}], "user_id": "ana-17",
             "infer": false}
            """;
    private static final String SEARCH =
            """
            {"query": "what does she grow", "filters": {"user_id": "ana-17"}}
            """;

    @TempDir Path data;

    @Test
    void nobodyIsShownNumbersUnlessTheOperatorWantsIt() {
        try (var server = ServerUnderTest.start(data, Map.of())) {
            assertThat(server.send("GET", "/metrics", "", Map.of()).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void whatTheServerDoesIsCounted() {
        try (var server = ServerUnderTest.start(data, ON)) {
            server.send("POST", "/v3/memories/add/", ADD);
            server.send("POST", "/v3/memories/search/", SEARCH);
            server.send("POST", "/v3/memories/search/", SEARCH);
            server.send("GET", "/v1/memories/nonsense/", "");

            var metrics = scraped(server);

            assertThat(value(metrics, requests("POST", "/v3/memories/search", 200))).isEqualTo(2);
            assertThat(value(metrics, requests("GET", "/v1/memories/{memory_id}", 400)))
                    .isEqualTo(1);
            assertThat(value(metrics, "keepsake_memories")).isEqualTo(1);
            assertThat(value(metrics, "keepsake_queue_backlog")).isZero();
            assertThat(value(metrics, "keepsake_queue_oldest_seconds")).isZero();
            assertThat(value(metrics, "keepsake_index_lag")).isZero();
            assertThat(value(metrics, "keepsake_graph_lag")).isNotNegative();
            assertThat(value(metrics, "keepsake_journal_backlog")).isNotNegative();
            assertThat(value(metrics, "keepsake_request_log_dropped_total")).isZero();
            assertThat(value(metrics, ok("keepsake_ingest_duration_seconds_count"))).isEqualTo(1);
            // the memory and both questions; labels and names have theirs when they need them
            assertThat(value(metrics, ok("keepsake_embedding_duration_seconds_count")))
                    .isGreaterThanOrEqualTo(3);
            assertThat(value(metrics, ok("keepsake_search_gather_duration_seconds_count")))
                    .isEqualTo(2);
            assertThat(value(metrics, ok("keepsake_storage_apply_duration_seconds_count")))
                    .isEqualTo(1);
            assertThat(metrics)
                    .anyMatch(line -> line.startsWith("keepsake_build_info{java="))
                    .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
                    .anyMatch(line -> line.startsWith("jvm_gc_"))
                    .anyMatch(line -> line.startsWith("jvm_threads_live_threads"));
        }
    }

    @Test
    void everyLineIsOneThatPrometheusReads() {
        try (var server = ServerUnderTest.start(data, ON)) {
            server.send("POST", "/v3/memories/add/", ADD);

            assertThat(scraped(server))
                    .allMatch(line ->
                            line.matches(
                                    "# (HELP|TYPE) .+|[a-z0-9_]+(\\{[^{}]*(\\{[a-z_]+}[^{}]*)*})? (NaN|[-+0-9.eE]+)"));
        }
    }

    /// A label that users choose would make a series for each of them, and tell who they are.
    @Test
    void nothingThatAUserNamesBecomesALabel() {
        try (var server = ServerUnderTest.start(data, ON)) {
            server.send("POST", "/v3/memories/add/", ADD);
            server.send("POST", "/v3/memories/search/", SEARCH);
            server.send("GET", "/v1/memories/user/ana-17/", "");
            server.send("GET", "/nowhere/ana-17/", "");
            server.send("BREW", "/v1/stats/", "");

            var metrics = String.join("\n", scraped(server));

            assertThat(metrics)
                    .doesNotContain("ana-17", "saffron", "grow", "BREW", ServerUnderTest.KEY)
                    .contains("method=\"OTHER\"", "route=\"(no route)\"");
        }
    }

    @Test
    void attemptsToDeliverWebhooksAreCountedByWhatBecameOfThem() {
        try (var metrics = new Metrics("1")) {
            var answers =
                    List.of(new Verdict.Taken(), new Verdict.Later(null), new Verdict.Taken())
                            .iterator();
            var carrier =
                    new CountedCarrier(
                            _ -> new Carrier.Answer((Verdict) answers.next(), 200, "ok"), metrics);
            for (var i = 0; i < 3; i++) {
                assertThat(carrier.carry(parcel()).response()).isEqualTo("ok");
            }

            var lines = Arrays.asList(metrics.scrape().split("\n"));
            assertThat(value(lines, "keepsake_webhook_attempts_total{outcome=\"taken\"}"))
                    .isEqualTo(2);
            assertThat(value(lines, "keepsake_webhook_attempts_total{outcome=\"later\"}"))
                    .isEqualTo(1);
        }
    }

    private static Carrier.Parcel parcel() {
        return new Carrier.Parcel(
                new WebhookId("wh_0123456789012345678901"),
                "https://receiver.example.org",
                DeliveryId.random(),
                WebhookEvent.MEMORY_ADD,
                new Notice(MemoryId.random(), "", List.of(), Scope.NONE, Instant.EPOCH),
                null,
                1,
                List.of("secret"),
                Instant.EPOCH,
                false);
    }

    @Test
    void whereATokenIsSetOnlyItOpens() {
        var settings =
                Map.of("KEEPSAKE_METRICS_ENABLED", "true", "KEEPSAKE_METRICS_TOKEN", "let me see");
        try (var server = ServerUnderTest.start(data, settings)) {
            assertThat(scrape(server, Map.of()).statusCode()).isEqualTo(401);
            assertThat(scrape(server, bearer("let me sea")).statusCode()).isEqualTo(401);
            assertThat(scrape(server, bearer(ServerUnderTest.KEY)).statusCode()).isEqualTo(401);
            assertThat(scrape(server, bearer("let me see")).statusCode()).isEqualTo(200);
        }
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> scrape(
            ServerUnderTest server, Map<String, String> headers) {
        return server.send("GET", "/metrics", "", headers);
    }

    private static List<String> scraped(ServerUnderTest server) {
        var reply = scrape(server, Map.of());
        assertThat(reply.headers().firstValue("Content-Type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8");
        return Arrays.asList(reply.body().split("\n"));
    }

    private static String requests(String method, String route, int status) {
        return "keepsake_http_request_duration_seconds_count{method=\"%s\",route=\"%s\",status=\"%d\"}"
                .formatted(method, route, status);
    }

    private static String ok(String name) {
        return name + "{outcome=\"ok\"}";
    }

    private static double value(List<String> metrics, String series) {
        return metrics.stream()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no series " + series));
    }
}
