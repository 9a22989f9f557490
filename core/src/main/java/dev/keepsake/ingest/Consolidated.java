package dev.keepsake.ingest;

import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Lineage;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Temporal;
import dev.keepsake.memory.Transition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What becomes of the drafts of one add, and of what was stored before.
///
/// @param kept the drafts to store, in order
/// @param moved stored memories that a kept draft replaces
/// @param dropped how many drafts say nothing new
record Consolidated(List<Kept> kept, List<Moved> moved, int dropped) {

    static final Consolidated NOTHING = new Consolidated(List.of(), List.of(), 0);

    Consolidated {
        kept = List.copyOf(kept);
        moved = List.copyOf(moved);
    }

    /// @param replacedBy a memory that outdates it from the start; null when it is current
    /// @param inherited labels of the memories that it absorbs
    record Kept(
            MemoryId id,
            Draft draft,
            Encoding encoding,
            List<MemoryId> linked,
            @Nullable MemoryId replacedBy,
            List<String> inherited) {

        Lineage lineage() {
            var state = replacedBy == null ? Lifecycle.ACTIVE : Lifecycle.SUPERSEDED;
            return new Lineage(state, replacedBy, false, linked, List.of());
        }
    }

    /// @param by the memory that replaces it
    record Moved(Memory memory, Lifecycle to, MemoryId by, String reason, String rule) {

        /// @param instant from which on the newer fact holds
        Transition transition(Instant instant) {
            var after = memory.withLineage(memory.lineage().moved(to, by));
            if (to == Lifecycle.SUPERSEDED) {
                after = after.withTemporal(ended(memory.temporal(), instant));
            }
            return new Transition(memory, after, by, reason, rule);
        }

        /// What held until further notice held until then.
        private static @Nullable Temporal ended(@Nullable Temporal temporal, Instant instant) {
            if (temporal == null) {
                return new Temporal(
                        Temporal.Type.STATE,
                        Temporal.Status.COMPLETED,
                        null,
                        instant,
                        Temporal.Precision.UNKNOWN);
            }
            var isOpen =
                    temporal.end() == null
                            && (temporal.start() == null || temporal.start().isBefore(instant));
            return isOpen
                    ? new Temporal(
                            temporal.type(),
                            Temporal.Status.COMPLETED,
                            temporal.start(),
                            instant,
                            temporal.precision())
                    : temporal;
        }

        /// As the event tells it.
        Map<String, @Nullable Object> told() {
            return told(memory.id(), to, by);
        }

        static Map<String, @Nullable Object> told(MemoryId id, Lifecycle to, MemoryId by) {
            Map<String, @Nullable Object> told = new LinkedHashMap<>();
            told.put("id", id.toString());
            told.put("to", Filter.foldCase(to.name()));
            told.put("by", by.toString());
            return told;
        }
    }
}
