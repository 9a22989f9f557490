package dev.keepsake.server;

import dev.keepsake.server.config.Configuration;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// A server in a process of its own, which can be killed, and for which time runs faster, so that
/// it tries again soon what should be tried again in minutes.
public final class SpedUpServer {

    private static final int TIMES = 60;
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    private final Process process;
    private final URI url;

    private SpedUpServer(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /// Starts and waits until it is ready.
    public static SpedUpServer start(Path folder) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(ProcessHandle.current().info().command().orElseThrow());
        words.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules=jdk.incubator.vector",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpedUpServer.class.getName()));
        var builder = new ProcessBuilder(words);
        builder.redirectError(folder.resolveSibling("server.log").toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("KEEPSAKE_"));
        environment.put("KEEPSAKE_DATA", folder.toString());
        environment.put("KEEPSAKE_PORT", "0");
        environment.put("KEEPSAKE_BOOTSTRAP_EMAIL", "dana@example.org");
        environment.put("KEEPSAKE_BOOTSTRAP_PASSWORD", "correct horse battery staple");
        environment.put("KEEPSAKE_BOOTSTRAP_API_KEY", ServerUnderTest.KEY);
        var process = builder.start();
        return new SpedUpServer(process, address(process.inputReader(StandardCharsets.UTF_8)));
    }

    private static URI address(BufferedReader said) throws IOException {
        for (var line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("serving ")) {
                return URI.create(line.substring("serving ".length()));
            }
        }
        throw new IOException("the server did not start");
    }

    public URI url() {
        return url;
    }

    /// Ends it without a chance to tidy up.
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    public static void main(String[] arguments) {
        var running =
                new Wiring(new FastClock(ZoneOffset.UTC))
                        .start(Configuration.load(null, System.getenv()));
        System.out.println("serving " + running.baseUrl());
    }

    /// The same in every process.
    private static final class FastClock extends Clock {
        private final ZoneId zone;

        FastClock(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new FastClock(other);
        }

        @Override
        public Instant instant() {
            return SINCE.plus(Duration.between(SINCE, Instant.now()).multipliedBy(TIMES));
        }
    }
}
