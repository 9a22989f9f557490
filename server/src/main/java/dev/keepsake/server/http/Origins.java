package dev.keepsake.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/// Finds out where a request came from: from the headers of proxies that are trusted, else from the
/// connection. Safe for many threads.
final class Origins {

    private final @Nullable String publicBaseUrl;
    private final Addresses proxies;

    Origins(HttpSettings settings) {
        this.publicBaseUrl = settings.publicBaseUrl();
        this.proxies = new Addresses(settings.trustedProxies());
    }

    /// Whether what this request says of itself was said by a trusted proxy.
    boolean trusts(HttpServletRequest request) {
        return proxies.containsIfAddress(peer(request));
    }

    Call.Origin of(HttpServletRequest request) {
        var trusted = trusts(request);
        return new Call.Origin(address(request, trusted), baseUrl(request, trusted));
    }

    /// The rightmost address that no trusted proxy wrote about another trusted one.
    private String address(HttpServletRequest request, boolean trusted) {
        var peer = peer(request);
        var forwarded = trusted ? forwardedFor(request) : "";
        if (forwarded.isBlank()) {
            return peer;
        }
        var hops = forwarded.split(",");
        for (var at = hops.length - 1; at > 0; at--) {
            if (!proxies.containsIfAddress(hops[at].strip())) {
                return hops[at].strip();
            }
        }
        return hops[0].strip();
    }

    /// Without the brackets that Jetty puts around an IPv6 address.
    private static String peer(HttpServletRequest request) {
        var address = request.getRemoteAddr();
        return address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address;
    }

    /// All lines of the header in their order: some proxies write a line of their own after what a
    /// client sent.
    private static String forwardedFor(HttpServletRequest request) {
        return String.join(",", Collections.list(request.getHeaders("X-Forwarded-For")));
    }

    private String baseUrl(HttpServletRequest request, boolean trusted) {
        if (publicBaseUrl != null) {
            return publicBaseUrl.replaceFirst("/+$", "");
        }
        var scheme = forwarded(request, trusted, "X-Forwarded-Proto", request.getScheme());
        var host = forwarded(request, trusted, "X-Forwarded-Host", hostOf(request));
        var prefix = forwarded(request, trusted, "X-Forwarded-Prefix", "").replaceFirst("/+$", "");
        return scheme + "://" + host + prefix;
    }

    private static String hostOf(HttpServletRequest request) {
        var host = request.getHeader("Host");
        return host == null ? request.getServerName() + ":" + request.getServerPort() : host;
    }

    private static String forwarded(
            HttpServletRequest request, boolean trusted, String header, String otherwise) {
        var value = trusted ? request.getHeader(header) : null;
        return value == null || value.isBlank() ? otherwise : value.split(",", 2)[0].strip();
    }
}
