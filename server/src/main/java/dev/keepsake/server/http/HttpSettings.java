package dev.keepsake.server.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the server is reached.
///
/// @param host the address to bind
/// @param port 0 for any free one
/// @param maxBodyBytes larger requests are refused with 413
/// @param publicBaseUrl how clients reach the server, for links; null to read it off each request
/// @param trustedProxies addresses or CIDR ranges that may set `X-Forwarded-*`
/// @param allowedOrigins browser origins that may call; `*` for all
/// @param exposeEmail whether ping tells the caller's email
public record HttpSettings(
        String host,
        int port,
        long maxBodyBytes,
        @Nullable String publicBaseUrl,
        List<String> trustedProxies,
        List<String> allowedOrigins,
        boolean exposeEmail) {

    public HttpSettings {
        trustedProxies = List.copyOf(trustedProxies);
        allowedOrigins = List.copyOf(allowedOrigins);
    }
}
