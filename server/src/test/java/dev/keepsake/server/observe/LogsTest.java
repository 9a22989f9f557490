package dev.keepsake.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.failure.Failure;
import dev.keepsake.server.config.LogConfig;
import dev.keepsake.server.config.LogConfig.Format;
import dev.keepsake.server.config.LogConfig.Weight;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LogsTest {

    private static final System.Logger LOG = System.getLogger("dev.keepsake.test.Sample");
    private static final org.slf4j.Logger LIBRARY =
            org.slf4j.LoggerFactory.getLogger("org.example.Library");

    @Test
    void aLineOfTextTellsTimeWeightAndPlace() {
        var logged = logged(Format.TEXT, Weight.INFO, () -> LOG.log(Level.INFO, "ready {0}", 7));

        assertThat(logged).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z INFO  Sample: ready 7\n");
    }

    @Test
    void aLineOfJsonIsAnObject() {
        var logged =
                logged(
                        Format.JSON,
                        Weight.INFO,
                        () ->
                                LOG.log(
                                        Level.WARNING,
                                        "a \"quote\"\nand a break",
                                        new IOException("disk")));

        assertThat(logged).containsOnlyOnce("\n").endsWith("}\n");
        var line = JsonMapper.shared().readTree(logged);
        assertThat(line.get("level").asString()).isEqualTo("WARN");
        assertThat(line.get("logger").asString()).isEqualTo("Sample");
        assertThat(line.get("message").asString()).isEqualTo("a \"quote\"\nand a break");
        assertThat(line.get("error").asString()).startsWith("java.io.IOException: disk\n\tat ");
        assertThat(line.has("request_id")).isFalse();
    }

    /// Otherwise whoever is told about could write lines of their own.
    @Test
    void aBreakInAMessageMakesNoLine() {
        var logged =
                logged(Format.TEXT, Weight.INFO, () -> LOG.log(Level.INFO, "x\r\n2026 INFO: y"));

        assertThat(logged).containsOnlyOnce("\n").contains("x\\r\\n2026 INFO: y");
    }

    @Test
    void whatIsLighterThanWantedIsLeftOut() {
        assertThat(logged(Format.TEXT, Weight.INFO, LogsTest::sayEverything))
                .contains("an error", "a warning", "a notice")
                .doesNotContain("a detail");
        assertThat(logged(Format.TEXT, Weight.ERROR, LogsTest::sayEverything))
                .contains("an error")
                .doesNotContain("a warning");
        assertThat(logged(Format.TEXT, Weight.DEBUG, LogsTest::sayEverything)).contains("a detail");
    }

    /// Even where everything of ours is wanted: they would tell headers.
    @Test
    void librariesSpeakUpOnlyWhenSomethingIsWrong() {
        var logged =
                logged(
                        Format.TEXT,
                        Weight.DEBUG,
                        () -> {
                            LIBRARY.debug("a header");
                            LIBRARY.info("a start");
                            LIBRARY.warn("a fault");
                        });

        assertThat(logged).contains("WARN  Library: a fault").doesNotContain("a header", "a start");
    }

    @Test
    void messagesThatMayQuoteUsersAreWithheld() {
        var fault =
                new IllegalStateException(
                        "no room for: Ana likes saffron", new SQLException("disk full"));

        var logged = logged(Format.TEXT, Weight.INFO, () -> LOG.log(Level.ERROR, "failed", fault));

        assertThat(logged)
                .contains("java.lang.IllegalStateException: (message withheld)\n\tat ")
                .contains("Caused by: java.sql.SQLException: disk full\n\tat ")
                .doesNotContain("saffron");
        assertThat(logged(Format.TEXT, Weight.DEBUG, () -> LOG.log(Level.ERROR, "failed", fault)))
                .contains("saffron");
    }

    @Test
    void messagesThatKeepsakeWordedForOperatorsAreTold() {
        var fault = new Failure.StorageFailed("the disk is full");

        assertThat(logged(Format.TEXT, Weight.INFO, () -> LOG.log(Level.ERROR, "failed", fault)))
                .contains("StorageFailed: the disk is full");
        assertThat(
                        logged(
                                Format.TEXT,
                                Weight.INFO,
                                () ->
                                        LOG.log(
                                                Level.ERROR,
                                                "failed",
                                                new Failure.Invalid("saffron: no such field"))))
                .doesNotContain("saffron");
    }

    @Test
    void aCollectorThatIsAwayTakesOneLine() {
        var exporter = System.getLogger("io.opentelemetry.exporter.Http");
        var away = new IllegalStateException(new IOException("Connection refused"));

        assertThat(
                        logged(
                                Format.TEXT,
                                Weight.INFO,
                                () -> exporter.log(Level.ERROR, "Failed to export.", away)))
                .containsOnlyOnce("\n")
                .endsWith("Http: Failed to export. java.io.IOException: Connection refused\n");
    }

    private static void sayEverything() {
        LOG.log(Level.ERROR, "an error");
        LOG.log(Level.WARNING, "a warning");
        LOG.log(Level.INFO, "a notice");
        LOG.log(Level.DEBUG, "a detail");
    }

    private static String logged(Format format, Weight weight, Runnable work) {
        var bytes = new ByteArrayOutputStream();
        try (var _ =
                Logs.to(
                        new PrintStream(bytes, true, StandardCharsets.UTF_8),
                        new LogConfig(format, weight, false))) {
            work.run();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
