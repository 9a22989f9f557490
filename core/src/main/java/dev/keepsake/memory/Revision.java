package dev.keepsake.memory;

import dev.keepsake.event.EventId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One entry of a memory's history; it never changes and outlives the memory, unless the memory's
/// entity is erased: then what it tells is [redacted][#redacted].
///
/// @param at when the entry was written, whatever times the memory itself claims
/// @param before null for [Kind#ADD]
/// @param after null for [Kind#DELETE]
/// @param cause the event that made the change
public record Revision(
        UUID id,
        MemoryId memoryId,
        Kind kind,
        Instant at,
        @Nullable Memory before,
        @Nullable Memory after,
        List<Message> input,
        Map<String, @Nullable Object> note,
        EventId cause) {

    /// What happened. [#ANNOTATE] never shows in a history.
    public enum Kind {
        ADD,
        UPDATE,
        DELETE,
        ANNOTATE
    }

    public Revision {
        input = List.copyOf(input);
        note = Collections.unmodifiableMap(new LinkedHashMap<>(note));
        if ((before == null) != (kind == Kind.ADD) || (after == null) != (kind == Kind.DELETE)) {
            throw new IllegalArgumentException("states do not fit " + kind);
        }
    }

    /// What is left of this entry when the entity of its memory is erased: mark, ids and instants,
    /// but no text, message, metadata or entity id (engine contract 8).
    public Revision redacted() {
        return new Revision(
                id,
                memoryId,
                kind,
                at,
                before == null ? null : before.redacted(),
                after == null ? null : after.redacted(),
                List.of(),
                Map.of(),
                cause);
    }

    /// The same without the messages that it came from.
    public Revision withoutInput() {
        return new Revision(id, memoryId, kind, at, before, after, List.of(), note, cause);
    }

    /// The state that identifies this entry's scope: after the change, or before it when the memory
    /// is gone.
    public Memory subject() {
        if (after != null) {
            return after;
        }
        if (before != null) {
            return before;
        }
        throw new IllegalStateException("a revision has a state");
    }
}
