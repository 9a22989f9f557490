package dev.keepsake.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientHeadersTest {

    @Test
    void theKnownHeadersAreJoined() {
        assertThat(
                        line(
                                Map.of(
                                        "X-Mem0-Source", "CLI",
                                        "X-Application", "other",
                                        "X-Mem0-Client-Language", "node",
                                        "X-Mem0-Client-Version", "0.2.13",
                                        "X-Mem0-Caller-Type", "agent",
                                        "User-Agent", "undici")))
                .isEqualTo("source=CLI; node 0.2.13; caller=agent");
    }

    @Test
    void withoutThemTheUserAgentTells() {
        assertThat(line(Map.of("User-Agent", "python-httpx/0.28.1")))
                .isEqualTo("python-httpx/0.28.1");
        assertThat(line(Map.of())).isEmpty();
    }

    @Test
    void aKeyInTheWrongHeaderIsNotKept() {
        var key = "m0-" + "a1".repeat(20);

        assertThat(line(Map.of("X-Mem0-Client", "x " + key + " y"))).isEqualTo("x m0-… y");
    }

    @Test
    void longAndUnprintableValuesAreTamed() {
        assertThat(line(Map.of("User-Agent", "a\u0007b\u00e9c" + "z".repeat(10_000))))
                .startsWith("a b czz")
                .hasSize(80);
    }

    private static String line(Map<String, String> headers) {
        return ClientHeaders.line(headers::get);
    }
}
