package dev.keepsake.server.config;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the server is reached.
///
/// @param port 0 for any that is free
/// @param publicBaseUrl null to take it from each request
/// @param trustedProxies whose `X-Forwarded-*` headers are believed
/// @param allowedOrigins of browsers; empty for none, `*` for all
/// @param exposeEmail whether ping tells the account's email
public record HttpConfig(
        String host,
        int port,
        @Nullable URI publicBaseUrl,
        int maxBodyMib,
        List<AddressRange> trustedProxies,
        List<String> allowedOrigins,
        boolean exposeEmail) {

    static HttpConfig from(Values values) {
        return new HttpConfig(
                values.read(
                        "host",
                        Kind.text(),
                        "127.0.0.1",
                        "Address to listen on. `0.0.0.0` lets other machines in; put a proxy with TLS before it."),
                values.read(
                        "port",
                        Kind.wholeNumber(0, 65_535),
                        "8420",
                        "Port to listen on; `0` takes any free one."),
                values.find(
                        "public-base-url",
                        Kind.url(),
                        "from the request",
                        "How clients reach the server, for absolute links."),
                values.read(
                        "limits.max-body-mib",
                        Kind.wholeNumber(1, 1024),
                        "32",
                        "Largest request body in MiB; more is answered with 413."),
                orEmpty(
                        values.find(
                                "trusted-proxies",
                                Kind.list(Kind.addressRange()),
                                "none",
                                "Who may set `X-Forwarded-*` headers.")),
                orEmpty(
                        values.find(
                                "cors.allowed-origins",
                                Kind.list(Kind.origin()),
                                "none",
                                "Web pages whose scripts may call the server.")),
                values.read(
                        "ping.expose-email",
                        Kind.yesNo(),
                        "true",
                        "Whether `/v1/ping/` tells the email of the key's account. Clients send it to their own telemetry."));
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
