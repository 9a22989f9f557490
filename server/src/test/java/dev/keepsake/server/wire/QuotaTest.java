package dev.keepsake.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How quotas show on the wire; what they count is tested in the core.
class QuotaTest {

    @TempDir Path data;

    @Test
    void anAddThatDoesNotFitIsAnsweredWith413() {
        try (var server = start("KEEPSAKE_QUOTA_MEMORIES", 1)) {
            assertThat(add(server).statusCode()).isEqualTo(200);

            var refused = add(server);

            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(refused.body())
                    .isEqualTo(
                            "{\"error\":\"%1$s\",\"detail\":\"%1$s\"}"
                                    .formatted(
                                            "Quota exceeded: this project may have 1 memories."
                                                    + " Delete some, or ask for more."));
        }
    }

    @Test
    void addsAndRetrievalsOfTheMonthRunOut() {
        try (var server = start("KEEPSAKE_QUOTA_ADDS_PER_MONTH", 1)) {
            assertThat(add(server).statusCode()).isEqualTo(200);
            assertThat(add(server).statusCode()).isEqualTo(413);
        }
        try (var server = start("KEEPSAKE_QUOTA_RETRIEVALS_PER_MONTH", 2)) {
            assertThat(search(server).statusCode()).isEqualTo(200);
            assertThat(server.send("GET", "/v1/memories/?user_id=ana", "").statusCode())
                    .isEqualTo(200);
            assertThat(search(server).statusCode()).isEqualTo(413);
        }
    }

    @Test
    void theStatisticsTellTheQuotaOfRetrievals() {
        try (var server = start("KEEPSAKE_QUOTA_RETRIEVALS_PER_MONTH", 50)) {
            assertThat(server.send("GET", "/v1/stats/", "").body())
                    .contains("\"total_retrieval_events_limit\":50");
        }
    }

    private ServerUnderTest start(String setting, int value) {
        return ServerUnderTest.start(data, Map.of(setting, String.valueOf(value)));
    }

    private static HttpResponse<String> add(ServerUnderTest server) {
        return server.send(
                "POST",
                "/v3/memories/add/",
                "{\"messages\": \"I like tea.\", \"user_id\": \"ana\", \"infer\": false}");
    }

    private static HttpResponse<String> search(ServerUnderTest server) {
        return server.send(
                "POST",
                "/v3/memories/search/",
                "{\"query\": \"tea\", \"filters\": {\"user_id\": \"ana\"}}");
    }
}
