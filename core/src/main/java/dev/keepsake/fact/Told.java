package dev.keepsake.fact;

import dev.keepsake.memory.Temporal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A statement and when it was made.
///
/// @param when the time that it tells of, as far as that is known
/// @param observed when it was made
public record Told(StatedFacts facts, @Nullable Temporal when, Instant observed) {

    /// Whether both tell of times, and of different ones; or one of a time that had not come yet
    /// when the other was made.
    boolean isApart(Told other) {
        var start = start();
        var otherStart = other.start();
        if (start != null && otherStart != null) {
            return isBefore(end(), otherStart) || isBefore(other.end(), start);
        }
        return start != null && start.isAfter(other.observed)
                || otherStart != null && otherStart.isAfter(observed);
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
