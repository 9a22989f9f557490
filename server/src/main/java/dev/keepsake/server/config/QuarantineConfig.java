package dev.keepsake.server.config;

import java.time.Duration;

/// What the quality gate refused.
///
/// @param capacity how much of it a project keeps
/// @param retention for how long
public record QuarantineConfig(int capacity, Duration retention) {

    static QuarantineConfig from(Values values) {
        return new QuarantineConfig(
                values.read(
                        "quarantine.capacity",
                        Kind.wholeNumber(0, 100_000),
                        "1000",
                        "Refused memories that the quarantine of a project holds; the oldest beyond drop out. 0 keeps none."),
                Duration.ofDays(
                        values.read(
                                "quarantine.retention-days",
                                Kind.wholeNumber(1, 36_500),
                                "30",
                                "Days after which refused memories leave the quarantine.")));
    }
}
