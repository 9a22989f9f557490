package dev.keepsake.ingest;

import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Origin;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Temporal;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A memory about to be stored, before it has an id: its text, whose it is, and the messages that
/// it rests on.
record Draft(
        String text,
        Scope scope,
        Origin origin,
        List<Message> input,
        List<MemoryId> linked,
        @Nullable MemoryId duplicateOf,
        @Nullable Temporal temporal) {

    Draft {
        input = List.copyOf(input);
        linked = List.copyOf(linked);
    }

    static Draft of(String text, Scope scope, Origin origin, List<Message> input) {
        return new Draft(text, scope, origin, input, List.of(), null, null);
    }

    Draft withTemporal(@Nullable Temporal newTemporal) {
        return new Draft(text, scope, origin, input, linked, duplicateOf, newTemporal);
    }

    /// The same, with a claimed duplicate taken for a memory about the same thing.
    Draft withoutDuplicate() {
        if (duplicateOf == null) {
            return this;
        }
        var links = new LinkedHashSet<>(linked);
        links.add(duplicateOf);
        return new Draft(text, scope, origin, input, List.copyOf(links), null, temporal);
    }

    String hash() {
        return Memory.hashOf(text);
    }
}
