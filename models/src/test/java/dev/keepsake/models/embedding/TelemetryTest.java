package dev.keepsake.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTest {

    @TempDir Path home;
    @TempDir Path libraries;

    /// The reporting of ONNX Runtime begins with a database in the user's home. It also reads the
    /// command line, and would crash on this one.
    @Test
    @Timeout(60)
    void theRuntimeReportsNothing() throws IOException, InterruptedException {
        var process = embed("x".repeat(10_000));
        try (var output = process.inputReader()) {
            assertThat(output.lines()).contains("384");
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }

        try (var files = Files.walk(home)) {
            assertThat(files).noneMatch(file -> file.endsWith(".onnxruntime"));
        }
    }

    private Process embed(String padding) throws IOException {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddingProcess.class.getName(),
                        libraries.toString(),
                        padding);
        var environment = builder.environment();
        environment.remove("ORT_DISABLE_TELEMETRY");
        environment.put("HOME", home.toString());
        environment.put("XDG_CACHE_HOME", home.resolve("cache").toString());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
