package dev.keepsake.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import dev.keepsake.server.config.LogConfig;
import dev.keepsake.server.config.LogConfig.Format;
import dev.keepsake.server.config.LogConfig.Weight;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What users write stays out of the log, whatever is done with it.
@Timeout(120)
class DiscretionTest {

    private static final String WORD = "zxq-saffron";

    @TempDir Path data;

    @ParameterizedTest
    @EnumSource(Format.class)
    void theLogTellsNoTextNoKeyAndNoQuery(Format format) {
        var log = log(new LogConfig(format, Weight.INFO, false), this::useEverything);

        assertThat(log).doesNotContain(WORD, ServerUnderTest.KEY, "m0-" + WORD);
    }

    @Test
    void atDebugRequestsAreToldByTheirRoutes() {
        var log = log(new LogConfig(Format.TEXT, Weight.DEBUG, false), this::useEverything);

        assertThat(log)
                .contains("POST /v3/memories/add 200 in ")
                .contains("GET /v1/memories/{entity_type}/{entity_id} 200 in ")
                .contains("(no route) 404 in ")
                .containsPattern(
                        "POST /v3/memories/search 200 .* key \\p{XDigit}{8}-.* \\[request ")
                .doesNotContain(WORD, ServerUnderTest.KEY, "m0-" + WORD);
    }

    private void useEverything() {
        try (var server = ServerUnderTest.start(data, Map.of("KEEPSAKE_METRICS_ENABLED", "true"))) {
            var said = "{\"messages\": \"I love " + WORD + ".\", \"user_id\": \"" + WORD + "\"";
            server.send("POST", "/v3/memories/add/", said + ", \"infer\": false}");
            server.send("POST", "/v3/memories/add/", said + ", \"async_mode\": false}");
            server.send("POST", "/v3/memories/add/", said + ", \"metadata\": \"" + WORD + "\"}");
            server.send("POST", "/v3/memories/add/", "{\"" + WORD);
            server.send("POST", "/v3/memories/search/", search("{\"user_id\": \"" + WORD + "\"}"));
            server.send("POST", "/v3/memories/search/", search("{\"" + WORD + "\": 1}"));
            server.send("GET", "/v1/memories/user/" + WORD + "/", "");
            server.send("GET", "/v1/memories/" + WORD + "/", "");
            server.send("GET", "/" + WORD + "?query=" + WORD, "");
            server.send("GET", "/v1/stats/", "", Map.of("Authorization", "Token m0-" + WORD));
            server.send("GET", "/v1/stats/?" + WORD, "", Map.of("X-Mem0-Source", WORD));
        }
    }

    private static String search(String filters) {
        return "{\"query\": \"" + WORD + "\", \"filters\": " + filters + "}";
    }

    private static String log(LogConfig config, Runnable work) {
        var bytes = new ByteArrayOutputStream();
        try (var _ = Logs.to(new PrintStream(bytes, true, StandardCharsets.UTF_8), config)) {
            work.run();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
