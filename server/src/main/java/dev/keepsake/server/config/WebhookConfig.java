package dev.keepsake.server.config;

import java.time.Duration;

/// Calls to other servers when memories change.
///
/// @param allowsPrivateTargets whether private networks and this machine may be called
/// @param retention how long the log of deliveries reaches back
public record WebhookConfig(boolean allowsPrivateTargets, Duration retention) {

    static WebhookConfig from(Values values) {
        return new WebhookConfig(
                values.read(
                        "webhooks.allow-private-targets",
                        Kind.yesNo(),
                        "true",
                        "Whether webhooks may call private networks and this machine. Link-local addresses and metadata services are never called."),
                Duration.ofDays(
                        values.read(
                                "webhooks.retention-days",
                                Kind.wholeNumber(1, 36_500),
                                "30",
                                "Days after which deliveries leave the log of their webhook.")));
    }
}
