package dev.keepsake.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.Callers;
import dev.keepsake.account.Keys;
import dev.keepsake.failure.Failure;
import dev.keepsake.server.config.LogConfig;
import dev.keepsake.server.observe.Logs;
import dev.keepsake.storage.InMemoryStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What goes around a request, with operations that fail in every way.
@Timeout(60)
class RequestFilterTest {

    private static final String SECRET = "Ana likes saffron";

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final BlockingQueue<Answered> answers = new LinkedBlockingQueue<>();
    private final InMemoryStorage storage = new InMemoryStorage(Clock.systemUTC());
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable HttpServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        client.close();
        storage.close();
    }

    @Test
    void anIdFromATrustedProxyIsKept() {
        start(List.of("127.0.0.1"));

        assertThat(requestId(get("/fine", "req-17:a/b=c"))).isEqualTo("req-17:a/b=c");
    }

    @Test
    void anIdFromAnybodyElseIsReplaced() {
        start(List.of());

        assertThat(requestId(get("/fine", "req-17"))).hasSize(36).isNotEqualTo("req-17");
    }

    @Test
    void anIdThatIsNoneIsReplaced() {
        start(List.of("127.0.0.1"));

        assertThat(requestId(get("/fine", "two words"))).hasSize(36);
        assertThat(requestId(get("/fine", "x".repeat(129)))).hasSize(36);
    }

    @Test
    void whatIsLoggedOfARequestCarriesItsId() throws InterruptedException {
        try (var _ = capture()) {
            start(List.of());
            var reply = get("/fault", null);

            assertThat(reply.statusCode()).isEqualTo(500);
            assertThat(reply.body()).isEqualTo("{\"detail\":\"Internal server error.\"}");
            assertThat(log()).contains("[request " + requestId(reply) + "]");
            assertThat(answer()).returns(requestId(reply), Answered::id);
        }
    }

    @Test
    void noFaultPutsWhatAUserWroteIntoTheLog() {
        try (var _ = capture()) {
            start(List.of());
            for (var path :
                    List.of(
                            "/fault",
                            "/exhausted",
                            "/storage",
                            "/invalid",
                            "/fault/" + "saffron")) {
                get(path, null);
            }

            assertThat(log())
                    .contains("IllegalArgumentException: (message withheld)")
                    .contains("StackOverflowError")
                    .contains("a request failed: GET /fault/{secret}")
                    .doesNotContain("saffron");
        }
    }

    @Test
    void anErrorThatIsNoExceptionIsAnsweredToo() throws InterruptedException {
        try (var _ = capture()) {
            start(List.of());
            var reply = get("/exhausted", null);

            assertThat(reply.statusCode()).isEqualTo(500);
            assertThat(reply.body()).isEqualTo("{\"detail\":\"Internal server error.\"}");
            assertThat(answer().status()).isEqualTo(500);
        }
    }

    @Test
    void watchersLearnTheTemplateAndTheStatus() throws InterruptedException {
        start(List.of());
        get("/fine", null);

        var answered = answer();
        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.method()).isEqualTo("GET");
        assertThat(answered.endpoint()).isNotNull();
        assertThat(answered.endpoint().path()).isEqualTo("/fine");
        assertThat(answered.address()).isEqualTo("127.0.0.1");
        assertThat(answered.client()).startsWith("Java-http-client/");
        assertThat(answered.latency()).isPositive();
    }

    @Test
    void watchersLearnNothingOfAPathThatNoRouteFits() throws InterruptedException {
        start(List.of());
        get("/nowhere/saffron", null);

        assertThat(answer().endpoint()).isNull();
    }

    @Test
    void aProxyMayWriteALineOfItsOwnAfterWhatTheClientForged() throws Exception {
        start(List.of("127.0.0.1"));

        raw("127.0.0.1", "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-For: 203.0.113.9\r\n");

        assertThat(answer().address()).isEqualTo("203.0.113.9");
    }

    @Test
    void proxiesOfTheNewerProtocolAreKnown() throws Exception {
        start("::1", List.of("::1"));

        assertThat(raw("::1", "X-Forwarded-For: 2001:db8::7\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(answer().address()).isEqualTo("2001:db8::7");
    }

    @Test
    void callersOfTheNewerProtocolAreServedWhereProxiesAreOfTheOlder() throws Exception {
        start("::1", List.of("10.0.0.0/8"));

        assertThat(raw("::1", "X-Forwarded-For: 2001:db8::7\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(answer().address()).doesNotContain("2001");
    }

    private String raw(String host, String headers) throws IOException {
        try (var socket = new Socket(host, server.port())) {
            var request =
                    "GET /fine HTTP/1.1\r\nHost: test\r\n" + headers + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void start(List<String> proxies) {
        start("127.0.0.1", proxies);
    }

    private void start(String host, List<String> proxies) {
        var settings = new HttpSettings(host, 0, 1 << 20, null, proxies, List.of(), true);
        var callers = new Callers(storage.accounts(), new Keys(new byte[32]), Clock.systemUTC());
        var door =
                new Door(
                        callers,
                        (_, _) -> {
                            throw new Failure.Unauthenticated("no sessions here");
                        },
                        settings,
                        RateLimits.NONE);
        server =
                HttpServer.start(
                        settings,
                        door,
                        List.of(RequestFilterTest::endpoints),
                        List.of(RequestWatcher.ofAnswers(answers::add)));
    }

    private static List<Endpoint> endpoints() {
        return List.of(
                Endpoint.open("GET", "/fine", call -> call.reply(List.of())),
                Endpoint.open(
                        "GET",
                        "/fault",
                        _ -> {
                            throw new IllegalArgumentException(SECRET);
                        }),
                Endpoint.open(
                        "GET",
                        "/fault/{secret}",
                        call -> {
                            throw new IllegalStateException(call.path("secret"));
                        }),
                Endpoint.open(
                        "GET",
                        "/exhausted",
                        _ -> {
                            throw new StackOverflowError(SECRET);
                        }),
                Endpoint.open(
                        "GET",
                        "/storage",
                        _ -> {
                            throw new Failure.StorageFailed(
                                    "cannot write", new IllegalStateException(SECRET));
                        }),
                Endpoint.open(
                        "GET",
                        "/invalid",
                        _ -> {
                            throw new Failure.Invalid(SECRET);
                        }));
    }

    private HttpResponse<String> get(String path, @Nullable String id) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .header("Authorization", "Token m0-saffron")
                        .method("GET", BodyPublishers.noBody());
        if (id != null) {
            request.header("X-Request-Id", id);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Answered answer() throws InterruptedException {
        var answered = answers.poll(30, TimeUnit.SECONDS);
        assertThat(answered).isNotNull();
        return answered;
    }

    private static String requestId(HttpResponse<String> reply) {
        return reply.headers().firstValue("X-Request-Id").orElseThrow();
    }

    private Logs capture() {
        return Logs.to(new PrintStream(log, true, StandardCharsets.UTF_8), LogConfig.STANDARD);
    }

    private String log() {
        return log.toString(StandardCharsets.UTF_8);
    }
}
