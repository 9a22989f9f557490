package dev.keepsake.server.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keepsake.account.Credential;
import dev.keepsake.account.Identity;
import dev.keepsake.account.KeyId;
import io.github.bucket4j.Bucket;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Refuses with 429 whoever asks too often (management contract 18.7). The address is counted
/// before the key is looked at, so that nobody tries keys quickly; the key afterwards, wherever it
/// is used from. Each node counts for itself. Safe for many threads.
///
/// Ping is never refused, because the command-line client takes a refusal for a broken key, and
/// neither is what watches over the server.
public final class RateLimits {

    /// Nobody is refused.
    public static final RateLimits NONE = new RateLimits(null, null);

    private static final Set<String> FREE = Set.of("/v1/ping", "/healthz", "/readyz", "/metrics");

    private final @Nullable Limiter<KeyId> keys;
    private final @Nullable Limiter<String> addresses;

    /// @param perKey null for none
    /// @param perAddress null for none
    public RateLimits(@Nullable RateLimit perKey, @Nullable RateLimit perAddress) {
        this.keys = perKey == null ? null : new Limiter<>(perKey);
        this.addresses = perAddress == null ? null : new Limiter<>(perAddress);
    }

    /// @throws Refusal when the address has used up what it may
    void admit(Context context, Endpoint endpoint, String address) {
        if (addresses != null && !FREE.contains(endpoint.path())) {
            addresses.take(network(address), context, endpoint, "this address");
        }
    }

    /// Sessions of the dashboard count by their address alone.
    ///
    /// @throws Refusal when the key has used up what it may
    void admit(Context context, Endpoint endpoint, Identity identity) {
        if (keys != null
                && !FREE.contains(endpoint.path())
                && identity.credential() instanceof Credential.Key(var id, _)) {
            keys.take(id, context, endpoint, "this API key");
        }
    }

    /// A version 6 address stands for the network of 64 bits that it is in: whoever has one address
    /// usually has all of these.
    static String network(String address) {
        try {
            var bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length == 16 ? HexFormat.of().formatHex(Arrays.copyOf(bytes, 8)) : address;
        } catch (IllegalArgumentException _) {
            // a proxy that is trusted wrote something else; it stands for itself
            return address;
        }
    }

    /// The buckets of one kind. One that was left alone until it was full again is forgotten, and
    /// so are the least used of more than [#MOST]: memory is bounded, whoever asks.
    private static final class Limiter<K> {

        private static final int MOST = 50_000;

        private final RateLimit limit;
        private final Cache<K, Bucket> buckets;

        Limiter(RateLimit limit) {
            this.limit = limit;
            this.buckets =
                    Caffeine.newBuilder()
                            .maximumSize(MOST)
                            .expireAfterAccess(timeToFill(limit).plusSeconds(1))
                            .build();
        }

        private static Duration timeToFill(RateLimit limit) {
            return Duration.ofMinutes(1).multipliedBy(limit.burst()).dividedBy(limit.perMinute());
        }

        void take(K who, Context context, Endpoint endpoint, String name) {
            var probe = buckets.get(who, _ -> bucket()).tryConsumeAndReturnRemaining(1);
            context.header("X-RateLimit-Limit", String.valueOf(limit.burst()));
            context.header("X-RateLimit-Remaining", String.valueOf(probe.getRemainingTokens()));
            context.header("X-RateLimit-Reset", seconds(probe.getNanosToWaitForReset()));
            if (!probe.isConsumed()) {
                var wait = seconds(probe.getNanosToWaitForRefill());
                context.header("Retry-After", wait);
                throw new Refusal(429, body(endpoint, name, wait));
            }
        }

        private Bucket bucket() {
            return Bucket.builder()
                    .addLimit(bandwidth ->
                            bandwidth
                                    .capacity(limit.burst())
                                    .refillGreedy(limit.perMinute(), Duration.ofMinutes(1)))
                    .withNanosecondPrecision()
                    .build();
        }

        /// Rounded up, so that who waits this long is let in.
        private static String seconds(long nanos) {
            return String.valueOf(Math.max(1, Math.ceilDiv(nanos, 1_000_000_000L)));
        }

        private Map<String, Object> body(Endpoint endpoint, String name, String wait) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put(
                    "detail",
                    "Too many requests from %s: at most %d a minute. Try again in %s s."
                            .formatted(name, limit.perMinute(), wait));
            if (endpoint.errors() == Endpoint.ErrorStyle.CODE) {
                body.put("code", "rate_limited");
            }
            return body;
        }
    }
}
