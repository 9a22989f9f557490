package dev.keepsake.server.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Proves to a receiver who sent a payload, and when: `t=<seconds>,v1=<hex>`, where the hex is the
/// HMAC-SHA256 of `t + "." + body` under the webhook's secret; one `v1` for each secret while there
/// are two.
final class Signature {

    private Signature() {}

    static String of(byte[] body, List<String> secrets, Instant at) {
        var seconds = Long.toString(at.getEpochSecond());
        return "t="
                + seconds
                + secrets.stream()
                        .map(secret -> ",v1=" + hmac(secret, seconds, body))
                        .collect(Collectors.joining());
    }

    private static String hmac(String secret, String seconds, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
