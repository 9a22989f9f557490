package dev.keepsake.ingest;

import java.time.LocalDate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One kind of time phrase.
///
/// @param movable whether it may move from the beginning of a clause to its end
record DateRule(Pattern pattern, Reading reading, boolean movable) {

    /// What a phrase means on one day.
    @FunctionalInterface
    interface Reading {
        /// @param base the day on which it was said
        /// @param isPast whether the clause tells of the past
        /// @return null when the words turn out not to be a time
        @Nullable Meaning of(LocalDate base, MatchResult match, boolean isPast);
    }

    /// @param phrase the absolute wording
    /// @param span the days that it names; null when they cannot be told
    record Meaning(String phrase, Dated.@Nullable Span span) {}
}
