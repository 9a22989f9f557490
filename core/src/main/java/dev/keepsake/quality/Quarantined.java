package dev.keepsake.quality;

import dev.keepsake.event.EventId;
import dev.keepsake.memory.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the gate refused, with all that is needed to let it in after all.
///
/// @param proposal as the extractor worded it; secrets are masked
/// @param judgement why it was refused
/// @param asked the ids of the add, of which the proposal's scope has some
/// @param terms what its memory would have come with
/// @param event of the add
/// @param at when it was refused
public record Quarantined(
        QuarantineId id,
        Proposal proposal,
        Judgement judgement,
        Scope asked,
        Terms terms,
        EventId event,
        Instant at) {

    public Quarantined {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /// What the add said of all its memories.
    ///
    /// @param categories null to leave classification to Keepsake
    /// @param expiration null for the project's default
    /// @param timestamp backdates creation; null for when it is let in
    public record Terms(
            Map<String, @Nullable Object> metadata,
            @Nullable List<String> categories,
            boolean immutable,
            @Nullable LocalDate expiration,
            @Nullable Instant timestamp) {

        public static final Terms PLAIN = new Terms(Map.of(), null, false, null, null);

        public Terms {
            metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
            categories = categories == null ? null : List.copyOf(categories);
        }
    }
}
