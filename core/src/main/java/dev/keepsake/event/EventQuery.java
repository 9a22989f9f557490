package dev.keepsake.event;

import dev.keepsake.memory.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which events of a project are wanted; null and absent ids do not constrain.
///
/// @param from inclusive, on creation
/// @param until exclusive, on creation
public record EventQuery(
        @Nullable EventType type,
        @Nullable EventStatus status,
        Scope scope,
        @Nullable Instant from,
        @Nullable Instant until) {

    public static final EventQuery ALL = new EventQuery(null, null, Scope.NONE, null, null);
}
