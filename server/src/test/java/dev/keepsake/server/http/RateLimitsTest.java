package dev.keepsake.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RateLimitsTest {

    @TempDir Path data;

    @Test
    void whoHasUsedUpItsKeyIsToldWhenToComeBack() {
        try (var server = start(Map.of("KEEPSAKE_RATE_LIMIT_PER_KEY", "2"))) {
            var first = server.send("GET", "/v1/stats/", "");
            server.send("GET", "/v1/stats/", "");
            var third = server.send("GET", "/v1/stats/", "");

            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(first.headers().firstValue("X-RateLimit-Remaining")).hasValue("1");
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.body())
                    .startsWith(
                            "{\"detail\":\"Too many requests from this API key: at most 2 a minute.");
            assertThat(third.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(third.headers().firstValue("X-RateLimit-Limit")).hasValue("2");
            assertThat(third.headers().firstValue("X-RateLimit-Remaining")).hasValue("0");
            assertThat(header(third, "X-RateLimit-Reset")).isBetween(31L, 60L);
            assertThat(header(third, "Retry-After")).isBetween(1L, 30L);
        }
    }

    @Test
    void pingAndHealthAreNeverRefused() {
        try (var server =
                start(
                        Map.of(
                                "KEEPSAKE_RATE_LIMIT_PER_KEY", "1",
                                "KEEPSAKE_RATE_LIMIT_PER_ADDRESS", "1"))) {
            for (var path : new String[] {"/v1/ping/", "//v1/ping", "/healthz", "/readyz"}) {
                assertThat(server.send("GET", path, "").statusCode()).as(path).isEqualTo(200);
                assertThat(server.send("GET", path, "").statusCode()).as(path).isEqualTo(200);
            }
        }
    }

    @Test
    void anAddressThatTriesKeysIsStoppedBeforeTheyAreChecked() {
        try (var server = start(Map.of("KEEPSAKE_RATE_LIMIT_PER_ADDRESS", "3"))) {
            for (var attempt = 0; attempt < 3; attempt++) {
                assertThat(statsAs(server, Map.of("Authorization", "Token m0-wrong")).statusCode())
                        .isEqualTo(401);
            }

            var right = server.send("GET", "/v1/stats/", "");

            assertThat(right.statusCode()).isEqualTo(429);
            assertThat(right.body()).contains("Too many requests from this address");
        }
    }

    @Test
    void addressesBehindATrustedProxyAreCountedApart() {
        try (var server =
                start(
                        Map.of(
                                "KEEPSAKE_RATE_LIMIT_PER_ADDRESS", "1",
                                "KEEPSAKE_TRUSTED_PROXIES", "127.0.0.1"))) {
            assertThat(from(server, "192.0.2.1").statusCode()).isEqualTo(200);
            assertThat(from(server, "192.0.2.2").statusCode()).isEqualTo(200);
            assertThat(from(server, "192.0.2.1").statusCode()).isEqualTo(429);
            assertThat(from(server, "2001:db8:1:2::1").statusCode()).isEqualTo(200);
            assertThat(from(server, "2001:db8:1:2:ffff::9").statusCode()).isEqualTo(429);
            assertThat(from(server, "2001:db8:1:3::1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aForwardedAddressFromAnybodyElseCountsForNothing() {
        try (var server = start(Map.of("KEEPSAKE_RATE_LIMIT_PER_ADDRESS", "1"))) {
            assertThat(from(server, "192.0.2.1").statusCode()).isEqualTo(200);
            assertThat(from(server, "192.0.2.2").statusCode()).isEqualTo(429);
        }
    }

    @Test
    void aBurstIsLetThroughAndNoMore() {
        try (var server =
                start(
                        Map.of(
                                "KEEPSAKE_RATE_LIMIT_PER_KEY", "60",
                                "KEEPSAKE_RATE_LIMIT_PER_KEY_BURST", "1"))) {
            assertThat(server.send("GET", "/v1/stats/", "").statusCode()).isEqualTo(200);
            var second = server.send("GET", "/v1/stats/", "");

            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(header(second, "Retry-After")).isEqualTo(1);
        }
    }

    @Test
    void withoutSettingsNobodyIsCounted() {
        try (var server = start(Map.of())) {
            var reply = server.send("GET", "/v1/stats/", "");

            assertThat(reply.headers().map()).doesNotContainKey("x-ratelimit-limit");
        }
    }

    private ServerUnderTest start(Map<String, String> settings) {
        return ServerUnderTest.start(data, settings);
    }

    private static HttpResponse<String> from(ServerUnderTest server, String address) {
        return statsAs(
                server,
                Map.of(
                        "Authorization",
                        "Token " + ServerUnderTest.KEY,
                        "X-Forwarded-For",
                        address));
    }

    private static HttpResponse<String> statsAs(
            ServerUnderTest server, Map<String, String> headers) {
        return server.send("GET", "/v1/stats/", "", headers);
    }

    private static long header(HttpResponse<String> response, String name) {
        return response.headers().firstValueAsLong(name).orElseThrow();
    }
}
