package dev.keepsake.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What no well-behaved client sends: the answer is a JSON error, and the server goes on.
class HostileRequestsTest {

    private static final String ADD = "/v3/memories/add/";
    private static final String SEARCH = "/v3/memories/search/";

    @TempDir private static Path folder;
    private static ServerUnderTest server;

    @BeforeAll
    static void start() {
        server = ServerUnderTest.start(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/memories/?user_id=%zz",
                "/v1/memories/?user_id=%",
                "/v1/memories/?user_id=dana&x=%4",
                "/v1/memories/?%zz&user_id=dana",
                "/v1/memories/?user_id=%ff",
                "/v1/memories/?user_id=%c0%ae",
                "/v1/memories/?user_id=%ed%a0%80",
                "/v1/memories/user/%zz/",
                "/v1/memories/user/100%/",
                "/v1/memories/user/%u0041/",
                "/v1/memories/user/%ff/",
                "/v1/memories/user/%00/",
                "/%u0041",
            })
    void brokenPercentEscapesAreRefused(String target) {
        var reply = raw("GET", target);

        assertThat(reply).startsWith("HTTP/1.1 400 ");
        assertThat(reply).contains("Content-Type: application/json").contains("{\"detail\":\"");
    }

    @Test
    void theRefusalSaysWhatIsWrongWithAQuery() {
        assertThat(raw("GET", "/v1/memories/?user_id=%zz")).contains("percent");
    }

    @Test
    void aBrokenQueryDeletesNothing() {
        server.send("POST", ADD, "{\"messages\":\"tea\",\"user_id\":\"\ufffd\",\"infer\":false}");

        assertThat(raw("DELETE", "/v1/memories/?user_id=%ff")).startsWith("HTTP/1.1 400 ");
        assertThat(server.send("GET", "/v1/memories/?user_id=%EF%BF%BD", "").body())
                .contains("tea");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/memories/?user_id=100%25&source=a+b%20c",
                "/v1/memories/user/100%25/",
                "/v1/memories/user/a%2Fb%3F%23%5C%3B%20%C3%A9%F0%9F%8D%B5/",
                "/v1/memories/user/a;b=c/",
                "/v1/memories/?user_id=[object%20Object]",
                "/v1/memories/?user_id=dana&&=&=x&y",
            })
    void unusualTargetsAreRead(String target) {
        assertThat(raw("GET", target)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {9_000, 20_000, 200_000})
    void longTargetsAreRefused(int length) {
        assertThat(raw("GET", "/v1/memories/?user_id=" + "a".repeat(length)))
                .containsPattern("^HTTP/1.1 4\\d\\d ")
                .contains("Content-Type: application/json");
    }

    static Stream<Arguments> wrongBodies() {
        return Stream.of(
                Arguments.of("a text", ADD, "\"hello\""),
                Arguments.of("nothing but null", ADD, "null"),
                Arguments.of("two objects", ADD, "{}{}"),
                Arguments.of("no number", SEARCH, "{\"query\":\"x\",\"threshold\":NaN}"),
                Arguments.of("no end", SEARCH, "{\"query\":\"x\",\"threshold\":-Infinity}"),
                Arguments.of("half a pair in a name", ADD, "{\"messages\":\"x\",\"\\ud800\":1}"),
                Arguments.of(
                        "half a pair in an id",
                        ADD,
                        "{\"messages\":\"x\",\"user_id\":\"\\ud800\"}"),
                Arguments.of(
                        "ten thousand lists",
                        ADD,
                        "{\"messages\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"),
                Arguments.of(
                        "ten thousand objects",
                        ADD,
                        "{\"messages\":\"x\",\"user_id\":\"u\",\"metadata\":"
                                + "{\"a\":".repeat(10_000)
                                + "1"
                                + "}".repeat(10_001)),
                Arguments.of(
                        "ten thousand filters",
                        SEARCH,
                        "{\"query\":\"x\",\"filters\":"
                                + "{\"NOT\":".repeat(10_000)
                                + "{\"user_id\":\"u\"}"
                                + "}".repeat(10_001)),
                Arguments.of(
                        "a number of ten thousand digits",
                        SEARCH,
                        "{\"query\":\"x\",\"top_k\":" + "9".repeat(10_000) + "}"),
                Arguments.of(
                        "a number beyond all numbers",
                        SEARCH,
                        "{\"query\":\"x\",\"filters\":{\"user_id\":\"u\"},\"top_k\":1e999999999}"),
                Arguments.of(
                        "a threshold beyond all numbers",
                        SEARCH,
                        "{\"query\":\"x\",\"filters\":{\"user_id\":\"u\"},\"threshold\":1e999999999}"),
                Arguments.of(
                        "an instant beyond all time",
                        ADD,
                        "{\"messages\":\"x\",\"user_id\":\"u\",\"timestamp\":1e999999999}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongBodies")
    void wrongBodiesAreRefused(String name, String path, String body) {
        var reply = server.send("POST", path, body);

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("\"detail\"").doesNotContain("StreamRead", "ReadFeature");
    }

    static Stream<Arguments> oddMetadata() {
        return Stream.of(
                Arguments.of("{\"n\":1e999999999,\"m\":-1e-999999999}"),
                Arguments.of("{\"n\":123456789012345678901234567890.5}"),
                Arguments.of("{\"half\":\"a\\ud800b\",\"none\":\"\\u0000\"}"),
                Arguments.of("{\"\\u0000\":{\"\":[]},\"again\":1,\"again\":2}"),
                Arguments.of("{\"deep\":" + "[".repeat(400) + "]".repeat(400) + "}"));
    }

    @ParameterizedTest
    @MethodSource("oddMetadata")
    void oddValuesComeBackAsTheyWere(String metadata) {
        var text = "kept \\u0000 \\ud83c whole " + Math.abs(metadata.hashCode());
        var added =
                server.send(
                        "POST",
                        ADD,
                        "{\"messages\":\"%s\",\"user_id\":\"odd\",\"infer\":false,\"metadata\":%s}"
                                .formatted(text, metadata));
        assertThat(added.statusCode()).isEqualTo(200);

        var result = Json.object(Json.read(added.body()));
        var id =
                String.valueOf(
                        ((Map<?, ?>) ((java.util.List<?>) result.get("results")).getFirst())
                                .get("id"));
        var read = Json.object(Json.read(server.send("GET", "/v1/memories/" + id, "").body()));

        assertThat(read.get("memory")).isEqualTo(Json.read("\"" + text + "\""));
        assertThat(read.get("metadata")).isEqualTo(Json.read(metadata));
    }

    /// The whole reply to a request that Java's own client would refuse to send.
    private static String raw(String method, String target) {
        try (var socket = new Socket("127.0.0.1", server.url().getPort())) {
            var request =
                    "%s %s HTTP/1.1\r\nHost: test\r\nAuthorization: Token %s\r\nConnection: close\r\n\r\n"
                            .formatted(method, target, ServerUnderTest.KEY);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
