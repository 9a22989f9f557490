package dev.keepsake.storage.document;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Instants as microseconds since 1970 in UTC, which is what the wire can say and what is stored.
public final class Micros {

    private Micros() {}

    /// Cut to the microsecond before.
    ///
    /// @throws ArithmeticException beyond some 290,000 years from 1970
    public static long of(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                instant.getNano() / 1_000);
    }

    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
