package dev.keepsake.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A program to run to its end: where, with which additions to the environment, and for how long at
/// most.
record Command(
        List<String> words, Path folder, Map<String, String> environment, Duration patience) {

    /// How a program ended, and what it printed on both streams.
    record Ending(int exitCode, String output) {}

    Command(List<String> words, Path folder) {
        this(words, folder, Map.of(), Duration.ofMinutes(10));
    }

    /// Runs the program.
    ///
    /// @return its ending, or nothing when there is no such program
    /// @throws IllegalStateException if it takes longer than the patience; it and its children are
    ///   killed
    Optional<Ending> run() {
        try {
            var output = Files.createTempFile("keepsake-command", ".txt");
            try {
                return start(output).map(process -> await(process, output));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Process> start(Path output) {
        var builder =
                new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.redirectInput(Path.of("/dev/null").toFile()).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            return Optional.of(builder.start());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Ending await(Process process, Path output) {
        try {
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IllegalStateException(
                        "%s did not end within %s:%n%s".formatted(words, patience, read(output)));
            }
            return new Ending(process.exitValue(), read(output));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + words, e);
        }
    }

    private static String read(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
