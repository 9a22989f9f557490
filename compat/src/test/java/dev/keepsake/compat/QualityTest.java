package dev.keepsake.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.bench.quality.QualityRun;
import dev.keepsake.bench.server.ServerProgram;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gates of `bench/fixtures` that are met, so that they stay met. Only the half that may be
/// looked at; `docs/quality.md` has the figures of both.
class QualityTest {

    private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseSerialGC");

    @Test
    void memoriesAreAsGoodAsTheyWere(@TempDir Path folder) throws Exception {
        var program = ServerProgram.classPath(System.getProperty("java.class.path"), JVM);
        var fixtures = Path.of("..", "bench", "fixtures").toAbsolutePath().normalize();

        var report = new QualityRun(program, fixtures, folder).runDev();

        assertThat(report.figure("determinism: rows that differ")).isZero();
        assertThat(report.figure("compatible pairs: superseded")).isZero();
        assertThat(report.figure("compatible pairs: merged")).isZero();
        assertThat(report.figure("conversations: precision")).isGreaterThanOrEqualTo(0.85);
        assertThat(report.figure("conversations: recall")).isGreaterThanOrEqualTo(0.65);
        assertThat(report.figure("finding: hit@5")).isGreaterThanOrEqualTo(0.9);
        assertThat(report.figure("finding: lost against meaning alone")).isLessThanOrEqualTo(1);
        assertThat(report.figure("dates: phrases exact")).isGreaterThanOrEqualTo(0.9);
    }
}
