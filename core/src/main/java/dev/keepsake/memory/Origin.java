package dev.keepsake.memory;

import org.jspecify.annotations.Nullable;

/// Where a memory came from, as far as it is known.
///
/// @param actor the speaker's name
/// @param role the message role of a direct import
/// @param attributedTo who stated an extracted fact
/// @param memoryType null or `procedural_memory`
public record Origin(
        @Nullable String actor,
        @Nullable String role,
        @Nullable Attribution attributedTo,
        @Nullable String memoryType) {

    public static final Origin UNKNOWN = new Origin(null, null, null, null);
}
