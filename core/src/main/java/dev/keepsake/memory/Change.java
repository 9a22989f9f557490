package dev.keepsake.memory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One step in the life of one memory. Changes carry whole states, before and after, so that the
/// log of them can answer how things stood at any instant.
public sealed interface Change {

    MemoryId memoryId();

    /// A new memory.
    ///
    /// @param input the messages that it came from
    /// @param note why, for memories that nobody asked for by name (`synthesis`); shown in the
    ///   history
    record Added(Stored after, List<Message> input, Map<String, @Nullable Object> note)
            implements Change {
        public Added {
            input = List.copyOf(input);
            note = Collections.unmodifiableMap(new LinkedHashMap<>(note));
        }

        public Added(Stored after, List<Message> input) {
            this(after, input, Map.of());
        }

        @Override
        public MemoryId memoryId() {
            return after.memory().id();
        }
    }

    /// A memory whose state changed. Applying it fails when the stored state is no longer `before`.
    ///
    /// @param note why, for changes that nobody asked for by name (`lifecycle`, `synthesis`); shown
    ///   in the history
    record Updated(
            Memory before, Stored after, List<Message> input, Map<String, @Nullable Object> note)
            implements Change {
        public Updated {
            input = List.copyOf(input);
            note = Collections.unmodifiableMap(new LinkedHashMap<>(note));
            requireSameIdentity(before, after.memory());
        }

        @Override
        public MemoryId memoryId() {
            return before.id();
        }
    }

    /// A memory gone. Applying it fails when the stored state is no longer `before`.
    record Deleted(Memory before) implements Change {
        @Override
        public MemoryId memoryId() {
            return before.id();
        }
    }

    /// A state change that the history does not tell, such as categories assigned after the add.
    /// The change log holds it, because the index and past states need it.
    record Annotated(Memory before, Memory after) implements Change {
        public Annotated {
            requireSameIdentity(before, after);
            if (!before.text().equals(after.text())) {
                throw new IllegalArgumentException("an annotation keeps the text");
            }
        }

        @Override
        public MemoryId memoryId() {
            return before.id();
        }
    }

    /// A memory stays whose it is: what is kept of its past belongs to the same entities, so that
    /// nothing of somebody else's is erased with them.
    private static void requireSameIdentity(Memory before, Memory after) {
        if (!before.id().equals(after.id()) || !before.scope().equals(after.scope())) {
            throw new IllegalArgumentException("a change keeps the id and the scope of its memory");
        }
    }
}
