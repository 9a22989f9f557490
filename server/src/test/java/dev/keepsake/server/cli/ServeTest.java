package dev.keepsake.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ServeTest {

    @TempDir Path folder;

    @Test
    @Timeout(60)
    void aTerminationSignalClosesTheServerAndEndsWithStatusZero()
            throws IOException, InterruptedException {
        var process = serve();
        try (var output = process.inputReader()) {
            assertThat(output.readLine()).startsWith("Keepsake").contains("http://127.0.0.1:8420");

            // by its handle: destroying the Process itself would also close its output
            process.toHandle().destroy();

            assertThat(output.lines().toList()).endsWith("closed", "stopped");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private Process serve() throws IOException {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServeProcess.class.getName());
        builder.environment().keySet().removeIf(name -> name.startsWith("KEEPSAKE_"));
        builder.environment().put("KEEPSAKE_DATA", folder.toString());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
