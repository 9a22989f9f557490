package dev.keepsake.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The server as people run it: a process of its own, on a free port, over a temporary folder, with
/// one bootstrapped account and key; and the same server behind a proxy that strips a path prefix.
final class RunningServer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TAIL = 60;
    private static final String EMAIL = "compat@example.org";
    private static final String PASSWORD = "correct horse battery staple";
    private static final String API_KEY = "m0-" + "Compat0123456789".repeat(3).substring(0, 43);

    private final Process process;
    private final Path log;
    private final int port;
    private final PrefixProxy proxy;

    private RunningServer(Process process, Path log, int port, PrefixProxy proxy) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.proxy = proxy;
    }

    /// Starts the server and waits until it says it is ready.
    ///
    /// @throws AssertionError with the server's log if it ends or is not ready within a minute
    static RunningServer start() {
        return start(Map.of());
    }

    /// @param settings more environment variables for it
    static RunningServer start(Map<String, String> settings) {
        try {
            var folder = Clients.emptyFolder("server");
            var log = folder.resolve("server.log");
            int port = freePort();
            var process = launch(folder, log, port, settings);
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            var base = URI.create("http://127.0.0.1:" + port);
            var server = new RunningServer(process, log, port, PrefixProxy.start("/mem0", base));
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String baseUrl() {
        return "http://127.0.0.1:" + port;
    }

    String prefixedUrl() {
        return proxy.url();
    }

    String apiKey() {
        return API_KEY;
    }

    String email() {
        return EMAIL;
    }

    String password() {
        return PASSWORD;
    }

    /// Where the server writes what it has to say.
    Path log() {
        return log;
    }

    /// The last lines the server wrote.
    String logTail() {
        try {
            var lines = Files.readAllLines(log);
            var tail = lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
            return "Server log (" + log + "):\n" + String.join("\n", tail);
        } catch (IOException e) {
            return "No server log: " + e.getMessage();
        }
    }

    /// Asks the server to end, as an operator would, and checks that it does so cleanly.
    void stop() {
        proxy.close();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "The server did not end within %s of SIGTERM.%n%s"
                                .formatted(PATIENCE, logTail()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        deleteData();
        assertThat(process.exitValue()).as("exit code after SIGTERM%n%s", logTail()).isZero();
    }

    // The log stays for whoever looks into a failure; the data would only pile up.
    private void deleteData() {
        try (var files = Files.walk(log.resolveSibling("data"))) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process launch(Path folder, Path log, int port, Map<String, String> settings)
            throws IOException {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of(System.getProperty("keepsake.jvm.flags", "").split(" ")));
        words.removeIf(String::isBlank);
        words.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.keepsake.server.Main",
                        "serve"));
        var builder =
                new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.redirectOutput(log.toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("KEEPSAKE_"));
        environment.put("KEEPSAKE_PORT", Integer.toString(port));
        environment.put("KEEPSAKE_DATA", folder.resolve("data").toString());
        environment.put("KEEPSAKE_BOOTSTRAP_EMAIL", EMAIL);
        environment.put("KEEPSAKE_BOOTSTRAP_PASSWORD", PASSWORD);
        environment.put("KEEPSAKE_BOOTSTRAP_API_KEY", API_KEY);
        environment.putAll(settings);
        return builder.start();
    }

    private void awaitReady() throws IOException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            while (!isReady(http)) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError(
                            "The server ended with exit code %d before it was ready.%n%s"
                                    .formatted(process.exitValue(), logTail()));
                }
                if (System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new AssertionError(
                            "The server was not ready within %s.%n%s"
                                    .formatted(PATIENCE, logTail()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean isReady(HttpClient http) throws InterruptedException {
        var readiness = HttpRequest.newBuilder(URI.create(baseUrl() + "/readyz"));
        var request = readiness.timeout(Duration.ofSeconds(5)).build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
