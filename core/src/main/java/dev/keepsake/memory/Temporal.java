package dev.keepsake.memory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When what a memory tells happened or holds (engine contract 6.1). Internal: ranking reads it,
/// replies do not show it.
///
/// @param start inclusive; null when unknown
/// @param end exclusive; null when open or unknown
public record Temporal(
        Type type,
        Status status,
        @Nullable Instant start,
        @Nullable Instant end,
        Precision precision) {

    public enum Type {
        EVENT,
        STATE,
        PLAN,
        PREFERENCE,
        RELATIONSHIP,
        ABSENCE
    }

    public enum Status {
        COMPLETED,
        ONGOING,
        FUTURE,
        UNKNOWN
    }

    public enum Precision {
        INSTANT,
        DAY,
        WEEK,
        MONTH,
        QUARTER,
        SEASON,
        YEAR,
        UNKNOWN
    }
}
