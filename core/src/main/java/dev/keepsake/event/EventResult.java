package dev.keepsake.event;

import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import org.jspecify.annotations.Nullable;

/// What an operation did to, or found of, one memory.
///
/// @param effect null for reads
/// @param text the memory's text where the event tells it
/// @param scope the memory's scope for adds, else [Scope#NONE]
/// @param score only for searches
public record EventResult(
        MemoryId id,
        @Nullable Effect effect,
        @Nullable String text,
        Scope scope,
        @Nullable Double score) {

    /// `NOOP` is an exact repeat of a direct import, with the id of the memory that was there.
    public enum Effect {
        ADD,
        UPDATE,
        DELETE,
        NOOP
    }

    public static EventResult of(MemoryId id, Effect effect, @Nullable String text, Scope scope) {
        return new EventResult(id, effect, text, scope, null);
    }

    public static EventResult deleted(MemoryId id) {
        return new EventResult(id, Effect.DELETE, null, Scope.NONE, null);
    }

    public static EventResult found(MemoryId id, String text, @Nullable Double score) {
        return new EventResult(id, null, text, Scope.NONE, score);
    }
}
