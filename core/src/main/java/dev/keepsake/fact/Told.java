package dev.keepsake.fact;

import dev.keepsake.memory.Temporal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A statement and when it was made.
///
/// @param when the time that it tells of, as far as that is known
/// @param observed when it was made
public record Told(StatedFacts facts, @Nullable Temporal when, Instant observed) {

    private static final Duration ONE_DAY = Duration.ofDays(1);

    /// Whether both tell of times, and of different ones; or one of a time that had not come yet
    /// when the other was made.
    boolean isApart(Told other) {
        var start = start();
        var otherStart = other.start();
        if (start != null && otherStart != null) {
            return isBefore(end(), otherStart) || isBefore(other.end(), start);
        }
        return isEventAfter(other.observed) || other.isEventAfter(observed);
    }

    private boolean isEventAfter(Instant instant) {
        return when != null
                && when.type() == Temporal.Type.EVENT
                && when.start() != null
                && when.start().isAfter(instant);
    }

    /// Whether both tell of one time, or were made on one day.
    boolean isOfTimeOf(Told other) {
        var isDated = start() != null && other.start() != null;
        return isDated
                ? !isApart(other)
                : Duration.between(observed, other.observed).abs().compareTo(ONE_DAY) < 0;
    }

    /// Whether it was over, by what it tells, when an instant came.
    boolean isOverBefore(Instant instant) {
        var end = end();
        return end != null && end.isBefore(instant);
    }

    @Nullable Instant start() {
        return when == null ? null : when.start();
    }

    private @Nullable Instant end() {
        return when == null ? null : when.end();
    }

    private static boolean isBefore(@Nullable Instant end, Instant start) {
        return end != null && !end.isAfter(start);
    }
}
