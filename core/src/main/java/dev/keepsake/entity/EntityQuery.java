package dev.keepsake.entity;

import dev.keepsake.memory.EntityKind;
import org.jspecify.annotations.Nullable;

/// Which entities of a project are wanted; null does not constrain.
///
/// @param part of the name, in any case
public record EntityQuery(@Nullable EntityKind kind, @Nullable String part) {

    public static final EntityQuery ALL = new EntityQuery(null, null);
}
