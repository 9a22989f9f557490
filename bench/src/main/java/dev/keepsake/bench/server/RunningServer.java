package dev.keepsake.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A server process over a data folder, on a free port, with one account and a known key. Killed
/// when this JVM ends before it.
public final class RunningServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TAIL = 40;

    private final ServerProgram program;
    private final Path folder;
    private final Process process;
    private final URI base;
    private final Path log;
    private final MemoryApi api;
    private final Thread lastResort;

    private RunningServer(ServerProgram program, Path folder, Process process, URI base, Path log) {
        this.program = program;
        this.folder = folder;
        this.process = process;
        this.base = base;
        this.log = log;
        this.api = new MemoryApi(base, key());
        this.lastResort = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /// Starts the process and does not wait for it.
    ///
    /// @param folder gets the data and the log; the same folder again has the same memories
    public static RunningServer launch(ServerProgram program, Path folder) {
        try {
            Files.createDirectories(folder);
            var log = folder.resolve("server.log");
            int port = freePort();
            var builder =
                    new ProcessBuilder(program.words())
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            var environment = builder.environment();
            cleanEnvironment(program, folder, environment);
            environment.put("KEEPSAKE_PORT", Integer.toString(port));
            environment.put("KEEPSAKE_BOOTSTRAP_EMAIL", "bench@example.org");
            environment.put("KEEPSAKE_BOOTSTRAP_PASSWORD", "correct horse battery staple");
            environment.put("KEEPSAKE_BOOTSTRAP_API_KEY", key());
            var base = URI.create("http://127.0.0.1:" + port);
            return new RunningServer(program, folder, builder.start(), base, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// That of the process, without settings for other servers.
    private static void cleanEnvironment(
            ServerProgram program, Path folder, Map<String, String> environment) {
        environment
                .keySet()
                .removeIf(name -> name.startsWith("KEEPSAKE_") && !name.equals("KEEPSAKE_AOT"));
        environment.putAll(program.environment());
        environment.put("KEEPSAKE_DATA", folder.resolve("data").toString());
    }

    /// Writes everything that the project holds to a file, as an operator does with `keepsake
    /// export`.
    ///
    /// @throws IllegalStateException with what it said when that fails
    public void export(Path file) throws InterruptedException {
        try {
            var said = Files.createTempFile(folder, "export", ".log");
            var builder =
                    new ProcessBuilder(program.words("export", "--out", file.toString()))
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile());
            cleanEnvironment(program, folder, builder.environment());
            if (builder.start().waitFor() != 0) {
                throw new IllegalStateException("export failed\n" + Files.readString(said));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts the process and waits until it takes requests.
    ///
    /// @throws IllegalStateException with the end of its log when it does not
    public static RunningServer start(ServerProgram program, Path folder)
            throws InterruptedException {
        var server = launch(program, folder);
        var isUp = false;
        try {
            server.awaitReady();
            isUp = true;
            return server;
        } finally {
            if (!isUp) {
                server.kill();
            }
        }
    }

    private static String key() {
        return "m0-" + "Bench0123456789".repeat(3).substring(0, 43);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public void awaitReady() throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!api.isReady()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "the server ended with status " + process.exitValue() + "\n" + logTail());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the server is not ready\n" + logTail());
            }
            Thread.sleep(5);
        }
    }

    public MemoryApi api() {
        return api;
    }

    public URI base() {
        return base;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Empty where the system does not tell it.
    public Optional<Memory> memory() {
        return Memory.of(process.pid());
    }

    /// Ends it at once, as `kill -9` does, and waits until it is gone.
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        forget();
    }

    /// Asks it to end, as an operator does, and waits.
    ///
    /// @throws IllegalStateException when it does not end, or not with status 0
    public void stop() throws InterruptedException {
        process.destroy();
        var ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        forget();
        if (!ended || process.exitValue() != 0) {
            var how = ended ? "ended with status " + process.exitValue() : "did not end";
            throw new IllegalStateException("after SIGTERM the server " + how + "\n" + logTail());
        }
    }

    private void forget() {
        api.close();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    /// The last lines that the server wrote.
    public String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    /// Makes sure that no process is left.
    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroyForcibly();
        }
        api.close();
    }
}
