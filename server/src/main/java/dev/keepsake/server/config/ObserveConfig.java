package dev.keepsake.server.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What the operator gets to see.
///
/// @param metrics null to show none
/// @param tracing null to trace nothing
public record ObserveConfig(LogConfig logs, @Nullable Metrics metrics, @Nullable Tracing tracing) {

    /// @param token that a scraper must show; null to show everybody
    public record Metrics(@Nullable Secret token) {}

    /// @param endpoint base address of the collector
    public record Tracing(URI endpoint, String serviceName) {}

    static ObserveConfig from(Values values) {
        var metrics = metrics(values);
        var tracing = tracing(values);
        return new ObserveConfig(LogConfig.from(values, tracing != null), metrics, tracing);
    }

    private static @Nullable Metrics metrics(Values values) {
        var enabled =
                values.read(
                        "metrics.enabled",
                        Kind.yesNo(),
                        "false",
                        "Whether `GET /metrics` tells numbers in the format of Prometheus.");
        var token =
                values.find(
                        "metrics.token",
                        Rules.ANY_SECRET,
                        "none: whoever reaches the port may read them",
                        "What a scraper must send as `Authorization: Bearer`.");
        Rules.require(
                token == null || enabled, "metrics.token is given, but metrics.enabled is false");
        return enabled ? new Metrics(token) : null;
    }

    private static @Nullable Tracing tracing(Values values) {
        var endpoint =
                values.find(
                        "otel.endpoint",
                        Kind.url(),
                        "none: nothing is traced",
                        "OpenTelemetry collector that gets traces as OTLP over HTTP; the address that ends before `/v1/traces`.");
        var name =
                values.read(
                        "otel.service-name",
                        Kind.text(),
                        "keepsake",
                        "The name that traces are filed under.");
        return endpoint == null ? null : new Tracing(endpoint, name);
    }
}
