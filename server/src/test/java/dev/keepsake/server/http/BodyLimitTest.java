package dev.keepsake.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BodyLimitTest {

    private static final int LIMIT = 1 << 20;

    @TempDir Path data;
    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(data, Map.of("KEEPSAKE_LIMITS_MAX_BODY_MIB", "1"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aBodyOfTheLargestSizeIsRead() {
        assertThat(server.send("POST", "/v3/memories/", list(LIMIT)).statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyOneByteLargerIsRefused() {
        var reply = server.send("POST", "/v3/memories/", list(LIMIT + 1));

        assertThat(reply.statusCode()).isEqualTo(413);
        assertThat(reply.body())
                .isEqualTo(
                        "{\"error\":\"The request body is larger than 1048576 bytes.\","
                                + "\"detail\":\"The request body is larger than 1048576 bytes.\"}");
    }

    @Test
    void aBodyOfUndeclaredSizeIsRefusedOnceItIsTooLong() throws Exception {
        assertThat(chunked(LIMIT).statusCode()).isEqualTo(200);
        assertThat(chunked(LIMIT + 1).statusCode()).isEqualTo(413);
    }

    /// Nobody has to send gigabytes to learn that they are not wanted.
    @Test
    void aDeclaredSizeIsRefusedBeforeTheBodyComes() throws IOException {
        try (var socket = new Socket("127.0.0.1", server.url().getPort())) {
            var head =
                    """
                    POST /v3/memories/ HTTP/1.1
                    Host: localhost
                    Authorization: Token %s
                    Content-Length: 99999999999

                    """
                            .formatted(ServerUnderTest.KEY)
                            .replace("\n", "\r\n");
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            var reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));

            assertThat(reader.readLine()).contains(" 413 ");
        }
    }

    /// The next request on the connection must not fall into a server that hangs up unannounced.
    @ParameterizedTest
    @ValueSource(ints = {1, 100_000, 3_000_000})
    void aBodyThatNobodyReadsLeavesTheConnectionUsable(int size) throws IOException {
        var refused = request("POST", "/v1/ping/", size);
        var next = request("GET", "/v1/ping/", 0);

        var replies = replies(refused + "x".repeat(size) + next);

        assertThat(replies).startsWith("HTTP/1.1 405 ").contains("HTTP/1.1 200 OK");
        assertThat(replies).doesNotContain("Connection: close");
    }

    @Test
    void aLargeBodyThatNobodyReadsEndsTheConnectionWithAWord() throws IOException {
        var size = 11 << 20;

        var replies = replies(request("POST", "/v1/ping/", size));

        assertThat(replies).startsWith("HTTP/1.1 405 ").contains("Connection: close");
    }

    /// Everything that comes until the server hangs up or has answered twice.
    private String replies(String requests) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.url().getPort())) {
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            var replies = new StringBuilder();
            var bytes = new byte[8192];
            for (var read = socket.getInputStream().read(bytes);
                    read > 0;
                    read = socket.getInputStream().read(bytes)) {
                replies.append(new String(bytes, 0, read, StandardCharsets.US_ASCII));
                if (replies.indexOf("HTTP/1.1 200") > 0 && replies.indexOf("org_id") > 0) {
                    break;
                }
            }
            return replies.toString();
        }
    }

    private static String request(String method, String path, int length) {
        return "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Token %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(method, path, ServerUnderTest.KEY, length);
    }

    private java.net.http.HttpResponse<String> chunked(int size)
            throws IOException, InterruptedException {
        var bytes = list(size).getBytes(StandardCharsets.UTF_8);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/v3/memories/"))
                            .header("Authorization", "Token " + ServerUnderTest.KEY)
                            .POST(
                                    BodyPublishers.ofInputStream(
                                            () -> new ByteArrayInputStream(bytes)))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    /// A valid request for a list, padded to a size.
    private static String list(int bytes) {
        var head = "{\"filters\":{\"user_id\":\"ana\"},\"ignored\":\"";
        return head + "x".repeat(bytes - head.length() - 2) + "\"}";
    }
}
