package dev.keepsake.server.config;

import java.time.Duration;

/// Structured exports.
///
/// @param retention how long one can be fetched
public record ExportConfig(Duration retention) {

    static ExportConfig from(Values values) {
        return new ExportConfig(
                Duration.ofDays(
                        values.read(
                                "export.retention_d",
                                Kind.wholeNumber(1, 36_500),
                                "7",
                                "Days for which a structured export can be fetched.")));
    }
}
