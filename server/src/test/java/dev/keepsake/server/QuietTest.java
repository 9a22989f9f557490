package dev.keepsake.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The server calls nobody of its own accord, and neither does anything that it is built from.
@Timeout(120)
class QuietTest {

    @TempDir Path data;

    /// Sees what native libraries do, too, but only while it lasts.
    @Test
    @EnabledOnOs(OS.LINUX)
    void noSocketOfTheProcessLeadsAnywhereElse() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        var watching = new Thread(() -> watch(seen));
        watching.setDaemon(true);
        watching.start();
        try {
            useTheServer();
        } finally {
            watching.interrupt();
        }

        assertThat(seen).as("the watch saw the test's own connections").isNotEmpty();
        assertThat(seen).allMatch(QuietTest::isLocal);
    }

    /// Sees every connection that Java's usual ways make, however short.
    @Test
    void nobodyAsksHowToReachAnotherMachine() {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        var before = ProxySelector.getDefault();
        ProxySelector.setDefault(
                new ProxySelector() {
                    @Override
                    public List<java.net.Proxy> select(URI uri) {
                        asked.add(uri.getHost());
                        return List.of(java.net.Proxy.NO_PROXY);
                    }

                    @Override
                    public void connectFailed(URI uri, SocketAddress address, IOException failed) {
                        asked.add(uri.getHost());
                    }
                });
        try {
            useTheServer();
        } finally {
            ProxySelector.setDefault(before);
        }

        assertThat(asked).isSubsetOf("127.0.0.1", "localhost");
    }

    private void useTheServer() {
        try (var server = ServerUnderTest.start(data, Map.of("KEEPSAKE_METRICS_ENABLED", "true"))) {
            server.send(
                    "POST",
                    "/v3/memories/add/",
                    "{\"messages\": \"I like tea.\", \"user_id\": \"ana\", \"async_mode\": false}");
            server.send(
                    "POST",
                    "/v3/memories/search/",
                    "{\"query\": \"tea\", \"filters\": {\"user_id\": \"ana\"}}");
            server.send("GET", "/metrics", "");
        }
    }

    private static void watch(Set<String> seen) {
        while (!Thread.currentThread().isInterrupted()) {
            var own = ownSockets();
            for (var table : List.of("tcp", "tcp6", "udp", "udp6")) {
                lines(Path.of("/proc/self/net", table))
                        .map(line -> line.strip().split("\\s+"))
                        .filter(columns -> columns.length > 9 && own.contains(columns[9]))
                        .map(columns -> columns[2])
                        .forEach(seen::add);
            }
        }
    }

    /// The numbers of the sockets that this process holds.
    private static Set<String> ownSockets() {
        Set<String> numbers = new HashSet<>();
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            for (var file : files.collect(Collectors.toList())) {
                var target = target(file);
                if (target.startsWith("socket:[")) {
                    numbers.add(target.substring(8, target.length() - 1));
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return numbers;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static java.util.stream.Stream<String> lines(Path file) {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().skip(1)
                    : java.util.stream.Stream.of();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A remote end as the kernel writes it: nobody (a listener), 127.*, or ::1 and its mapped kin.
    private static boolean isLocal(String remote) {
        var address = remote.split(":")[0];
        return address.matches("0+")
                || address.matches("[0-9A-F]{6}7F")
                || address.equals("00000000000000000000000001000000")
                || address.matches("0{16}FFFF0000[0-9A-F]{6}7F");
    }
}
