package dev.keepsake.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.bench.crash.CrashRun;
import dev.keepsake.bench.server.ServerProgram;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the server while clients add, change and delete. A few rounds by default;
/// `-Dkeepsake.crash.rounds=200` makes it longer, and `-Dkeepsake.crash.seed` repeats the choices
/// of a run that failed, though not its timing.
class CrashTest {

    /// Little memory and quick to start: what is tested here is not speed.
    private static final List<String> JVM =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @Test
    void whatWasAcknowledgedSurvivesBeingKilled(@TempDir Path folder) throws Exception {
        var rounds = Integer.getInteger("keepsake.crash.rounds", 6);
        var seed = Long.getLong("keepsake.crash.seed", System.nanoTime() % 1_000_000);
        System.out.println("crash test: " + rounds + " rounds, seed " + seed);
        var program = ServerProgram.classPath(System.getProperty("java.class.path"), JVM);

        var result = new CrashRun(program, folder, seed).run(rounds);

        assertThat(result.problems()).as("seed %d", seed).isEmpty();
        assertThat(result.kills()).isGreaterThanOrEqualTo(rounds);
        assertThat(result.acknowledged()).isPositive();
    }
}
