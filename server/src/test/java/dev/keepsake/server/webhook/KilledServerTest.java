package dev.keepsake.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.keepsake.server.ServerUnderTest;
import dev.keepsake.server.SpedUpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server that is killed again and again while it tells receivers of every temper. Whatever it
/// acknowledged is told at least once, and nobody is called who must not be. More rounds:
/// `-Dkeepsake.webhooks.kill.rounds=50`.
class KilledServerTest {

    private static final int ROUNDS = Integer.getInteger("keepsake.webhooks.kill.rounds", 3);
    private static final int MEMORIES_IN_A_ROUND = 25;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir private Path temporary;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> acknowledged = new TreeSet<>();
    private final Set<String> deleted = new TreeSet<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Receiver> receivers = new ArrayList<>();
    private @Nullable SpedUpServer running;

    @AfterEach
    void stop() {
        over.countDown();
        if (running != null) {
            running.kill();
        }
        receivers.forEach(Receiver::close);
        http.close();
    }

    @Test
    void everythingAcknowledgedIsToldAtLeastOnceAndNobodyForbiddenIsCalled() throws Exception {
        var folder = temporary.resolve("data");
        var forbidden = receiver(0, Receiver.status(200));
        var steady = receiver(0, Receiver.status(200));
        var moody = receiver(0, new Moody(forbidden.url()));
        var mortal = Receiver.start(Receiver.status(200));
        var port = mortal.port();
        Set<String> toldToTheMortal = new TreeSet<>();

        var server = start(folder);
        for (var receiver : List.of(steady, moody, mortal)) {
            listen(server, receiver.url());
        }
        // an address that is never called, and that would lead back here
        listen(server, "http://0.0.0.0:" + forbidden.port() + "/hook");

        for (var round = 0; round < ROUNDS; round++) {
            for (var n = 0; n < MEMORIES_IN_A_ROUND; n++) {
                change(server, round, n);
                if (n == MEMORIES_IN_A_ROUND / 2) {
                    mortal.close();
                    toldToTheMortal.addAll(told(mortal));
                }
            }
            server.kill();
            mortal = Receiver.start(port, Receiver.status(200));
            server = start(folder);
        }

        var last = mortal;
        var owed = owed();
        awaitAll("steady", owed, () -> told(steady));
        awaitAll("moody", owed, () -> told(moody));
        awaitAll(
                "mortal",
                owed,
                () -> {
                    Set<String> all = new TreeSet<>(toldToTheMortal);
                    all.addAll(told(last));
                    return all;
                });
        last.close();
        assertThat(forbidden.calls()).isEmpty();
        assertThat(owed).hasSizeGreaterThan(ROUNDS * MEMORIES_IN_A_ROUND);
    }

    private SpedUpServer start(Path folder) throws IOException {
        var server = SpedUpServer.start(folder);
        running = server;
        return server;
    }

    private void change(SpedUpServer server, int round, int n) throws Exception {
        var added =
                send(
                        server,
                        "POST",
                        "/v1/memories/",
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"Number %d of %d\"}],\"user_id\":\"ana\",\"infer\":false,\"async_mode\":false}"
                                .formatted(n, round));
        var id = added.findValue("id").asString();
        acknowledged.add(id);
        if (n % 3 == 0) {
            send(server, "DELETE", "/v1/memories/" + id + "/", "");
            deleted.add(id);
        }
    }

    private Set<String> owed() {
        Set<String> owed = new TreeSet<>();
        acknowledged.forEach(id -> owed.add("ADD " + id));
        deleted.forEach(id -> owed.add("DELETE " + id));
        return owed;
    }

    private void listen(SpedUpServer server, String url) throws Exception {
        var project = send(server, "GET", "/v1/ping/", "").get("project_id").asString();
        send(
                server,
                "POST",
                "/api/v1/webhooks/projects/" + project + "/",
                "{\"url\":\"%s\",\"name\":\"n\",\"event_types\":[\"memory_add\",\"memory_delete\"]}"
                        .formatted(url));
    }

    private JsonNode send(SpedUpServer server, String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", "Token " + ServerUnderTest.KEY)
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        var response = http.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JSON.readTree(response.body());
    }

    private Receiver receiver(int port, Receiver.Manner manner) {
        var receiver = Receiver.start(port, manner);
        receivers.add(receiver);
        return receiver;
    }

    /// What was taken with a 2xx.
    private static Set<String> told(Receiver receiver) {
        return receiver.taken().stream()
                .map(call -> JSON.readTree(call.body()).get("event_details"))
                .map(each -> each.get("event").asString() + " " + each.get("id").asString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private interface Told {
        Set<String> now();
    }

    private static void awaitAll(String who, Set<String> owed, Told told) throws Exception {
        var deadline = Instant.now().plus(PATIENCE);
        while (!told.now().containsAll(owed) && Instant.now().isBefore(deadline)) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(told.now()).as(who).containsAll(owed);
    }

    /// Takes every delivery in the end, but mistreats each once before: it fails, redirects to
    /// somebody who must not be called, hangs, or hangs up.
    private final class Moody implements Receiver.Manner {
        private final String elsewhere;
        private final AtomicInteger turn = new AtomicInteger();
        private final Map<String, Boolean> mistreated =
                new java.util.concurrent.ConcurrentHashMap<>();

        Moody(String elsewhere) {
            this.elsewhere = elsewhere;
        }

        @Override
        public void answer(HttpExchange exchange) throws IOException {
            var delivery = exchange.getRequestHeaders().getFirst("X-Mem0-Delivery");
            if (mistreated.putIfAbsent(delivery, true) != null) {
                Receiver.status(200).answer(exchange);
                return;
            }
            switch (turn.getAndIncrement() % 8) {
                case 0 -> hang(exchange);
                case 1, 2 ->
                        Receiver.status(302, "", Map.of("Location", elsewhere)).answer(exchange);
                case 3, 4 -> exchange.close();
                default -> Receiver.status(500).answer(exchange);
            }
        }

        private void hang(HttpExchange exchange) {
            try {
                over.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                exchange.close();
            }
        }
    }
}
