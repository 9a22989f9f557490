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
