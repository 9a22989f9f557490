package dev.keepsake.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What browsers send on behalf of pages that are not ours, and what no browser sends.
class ForeignPagesTest {

    private static final String LOGIN =
            "{\"email\":\"dana@example.org\",\"password\":\"correct horse battery staple\"}";

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a^b.example.org", "a|b", "_", "a_b:1", "[::1]:80", "x\"y", "a/b"})
    void aStrangeHostNameBreaksNoLogin(String host) {
        try (var server = ServerUnderTest.start(folder, Map.of())) {
            var reply = raw(server, "POST", "/console/api/session", "Host: " + host, LOGIN);

            assertThat(reply).containsPattern("^HTTP/1.1 (200|400) ");
            if (reply.startsWith("HTTP/1.1 200 ")) {
                assertThat(reply).contains("/console; Max-Age=").contains("; HttpOnly; ");
            }
        }
    }

    @Test
    void whereNobodyIsAskedForAKeyAForeignPageStillChangesNothing() {
        try (var server =
                ServerUnderTest.start(
                        folder,
                        Map.of(
                                "KEEPSAKE_AUTH_DISABLED", "true",
                                "KEEPSAKE_HOST", "127.0.0.1",
                                "KEEPSAKE_CORS_ALLOWED_ORIGINS", "https://app.example.org"))) {
            var foreign = "Host: t\r\nSec-Fetch-Site: cross-site\r\nOrigin: https://";
            var account = "{\"email\":\"eve@example.org\",\"name\":\"Eve\"}";
            var path = "/console/api/accounts";

            assertThat(raw(server, "POST", path, foreign + "evil.example", account))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(raw(server, "DELETE", "/v1/memories/?user_id=dana", foreign + "a", ""))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(raw(server, "POST", path, foreign + "app.example.org", account))
                    .startsWith("HTTP/1.1 201 ");
            assertThat(raw(server, "DELETE", "/v1/memories/?user_id=dana", "Host: t", ""))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    private static String raw(
            ServerUnderTest server, String method, String path, String headers, String body) {
        try (var socket = new Socket("127.0.0.1", server.url().getPort())) {
            var request =
                    "%s %s HTTP/1.1\r\n%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                            .formatted(method, path, headers, body.length(), body);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
