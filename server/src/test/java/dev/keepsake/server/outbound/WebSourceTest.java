package dev.keepsake.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keepsake.models.media.UnreadableMedia;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fetching from a real server on this machine, the only address that is allowed here.
class WebSourceTest {

    private static final int MOST = 100_000;
    private static final TargetRules RULES =
            new TargetRules(false, List.of(TargetRules.Range.of("127.0.0.1")));

    private final Map<String, Manner> manners = new ConcurrentHashMap<>();
    private final List<String> visited = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private HttpServer server;
    private WebSource source;

    private interface Manner {
        void answer(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    var path = exchange.getRequestURI().getPath();
                    visited.add(path);
                    manners.getOrDefault(path, says(404, "no")).answer(exchange);
                });
        server.start();
        source = source(CheckedNames.of(RULES), Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() throws IOException {
        closing.countDown();
        source.close();
        server.stop(0);
    }

    @Test
    void whatLiesAtAnAddressIsFetched() throws Exception {
        manners.put("/a b/ü", says(200, "Pump P2"));

        assertThat(fetched("/a%20b/ü?x=1#part")).isEqualTo("Pump P2");
    }

    @Test
    void threeRedirectsAreFollowed() throws Exception {
        manners.put("/1", redirects(301, "/2"));
        manners.put("/2", redirects(302, url("/3")));
        manners.put("/3", redirects(307, "4?x=1"));
        manners.put("/4", says(200, "there"));

        assertThat(fetched("/1")).isEqualTo("there");
        manners.put("/0", redirects(303, "/1"));
        assertThatThrownBy(() -> fetched("/0"))
                .isInstanceOf(UnreadableMedia.class)
                .hasMessage("redirects more than 3 times");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.2",
                "127.1",
                "2130706433",
                "localhost",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "0.0.0.0",
                "169.254.169.254",
                "10.0.0.1",
                "192.168.0.1",
                "[fe80::1]",
                "[fd00::1]"
            })
    void privateAddressesAreRefused(String host) throws IOException {
        try (var strict = source(CheckedNames.of(new TargetRules(false)), Duration.ofSeconds(30))) {
            assertThatThrownBy(() -> strict.fetch("http://" + host + ":" + port() + "/"))
                    .hasMessage("its address is one that must not be fetched from");
        }
        assertThat(visited).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "[::1]", "0.0.0.0", "169.254.169.254", "10.0.0.1"})
    void aRedirectLeadsToNoPrivateAddress(String host) {
        manners.put("/in", redirects(302, "http://" + host + ":" + port() + "/secret"));
        manners.put("/secret", says(200, "secret"));

        assertThatThrownBy(() -> fetched("/in"))
                .hasMessage("its address is one that must not be fetched from");
        assertThat(visited).containsExactly("/in");
    }

    @Test
    void whatANameStandsForIsChecked() throws IOException {
        var names =
                new CheckedNames(
                        new TargetRules(false),
                        host -> new InetAddress[] {InetAddress.getByName("10.1.2.3")});
        try (var misled = source(names, Duration.ofSeconds(30))) {
            assertThatThrownBy(() -> misled.fetch("http://pictures.example.org/a.png"))
                    .hasMessage("its address is one that must not be fetched from");
        }
    }

    @Test
    void anUnknownHostIsNamedAsTheReason() throws IOException {
        var names =
                new CheckedNames(
                        RULES,
                        host -> {
                            throw new UnknownHostException(host);
                        });
        try (var lost = source(names, Duration.ofSeconds(30))) {
            assertThatThrownBy(() -> lost.fetch("http://nowhere.example.org/"))
                    .hasMessage("its host is unknown");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://127.0.0.1/",
                "javascript:alert(1)",
                "",
                "http://",
                "https:///etc/passwd",
                "http://[::1"
            })
    void redirectsLeadToWebAddressesOnly(String location) {
        manners.put("/in", redirects(302, location));

        assertThatThrownBy(() -> fetched("/in")).isInstanceOf(UnreadableMedia.class);
        assertThat(visited).containsExactly("/in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://", "http:///a", "http://a b/", "http://[::1", "http://exa mple/"})
    void anAddressThatIsNoneIsRefused(String url) {
        assertThatThrownBy(() -> source.fetch(url)).isInstanceOf(UnreadableMedia.class);
    }

    @Test
    void whatIsTooLargeIsNotRead() {
        manners.put("/told", says(200, "x".repeat(MOST + 1)));
        manners.put(
                "/endless",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    while (closing.getCount() > 0) {
                        exchange.getResponseBody().write(new byte[8192]);
                    }
                });
        manners.put("/just", says(200, "x".repeat(MOST)));

        assertThatThrownBy(() -> fetched("/told")).hasMessage("is larger than 100000 bytes");
        assertThatThrownBy(() -> fetched("/endless")).hasMessage("is larger than 100000 bytes");
        assertThat(catching("/just")).hasSize(MOST);
    }

    @Test
    void whatComesPackedIsNotUnpacked() {
        manners.put(
                "/a",
                exchange -> {
                    exchange.getResponseHeaders().add("Content-Encoding", "gzip");
                    says(200, "bomb").answer(exchange);
                });

        assertThatThrownBy(() -> fetched("/a")).hasMessage("came packed");
    }

    @Test
    void whatNeverEndsIsGivenUp() throws IOException {
        manners.put(
                "/slow",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    try {
                        closing.await();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                });
        try (var impatient = source(CheckedNames.of(RULES), Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> impatient.fetch(url("/slow")))
                    .isInstanceOf(UnreadableMedia.class);
        }
    }

    @Test
    void anAnswerThatIsNoneIsToldByItsStatus() {
        manners.put("/empty", says(200, ""));

        assertThatThrownBy(() -> fetched("/gone")).hasMessage("was answered with 404");
        assertThatThrownBy(() -> fetched("/empty")).hasMessage("is empty");
    }

    private static WebSource source(CheckedNames names, Duration patience) {
        return new WebSource("1.2.3", names, MOST, patience);
    }

    private String fetched(String path) throws UnreadableMedia {
        return new String(source.fetch(url(path)), StandardCharsets.UTF_8);
    }

    private String catching(String path) {
        try {
            return fetched(path);
        } catch (UnreadableMedia unreadable) {
            return unreadable.reason();
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static Manner says(int status, String body) {
        return exchange -> {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    private static Manner redirects(int status, String location) {
        return exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        };
    }
}
