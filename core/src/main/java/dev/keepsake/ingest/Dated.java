package dev.keepsake.ingest;

import dev.keepsake.memory.Temporal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// A text whose time words are absolute.
///
/// @param span the first time that it names; null when it names none
record Dated(String text, @Nullable Span span) {

    /// Whole calendar days.
    ///
    /// @param start the first day
    /// @param end the day after the last; null when open
    record Span(LocalDate start, @Nullable LocalDate end, Temporal.Precision precision) {

        static Span day(LocalDate day) {
            return new Span(day, day.plusDays(1), Temporal.Precision.DAY);
        }

        /// Whether the day comes before the end.
        boolean isOpenOn(LocalDate day) {
            return end == null || end.isAfter(day);
        }

        /// Dates are kept as plain dates, so their instants are midnights of UTC.
        Instant startInstant() {
            return start.atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        @Nullable Instant endInstant() {
            return end == null ? null : end.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }
}
