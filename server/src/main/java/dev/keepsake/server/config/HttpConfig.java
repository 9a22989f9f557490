package dev.keepsake.server.config;

import dev.keepsake.server.http.HttpSettings;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the server is reached.
final class HttpConfig {

    private HttpConfig() {}

    static HttpSettings from(Values values) {
        return new HttpSettings(
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
                bytes(
                        values.read(
                                "limits.max-body-mib",
                                Kind.wholeNumber(1, 1024),
                                "32",
                                "Largest request body in MiB; more is answered with 413.")),
                text(
                        values.find(
                                "public-base-url",
                                Kind.url(),
                                "from the request",
                                "How clients reach the server, for absolute links.")),
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

    private static long bytes(int mebibytes) {
        return (long) mebibytes << 20;
    }

    private static @Nullable String text(@Nullable URI address) {
        return address == null ? null : address.toString();
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
