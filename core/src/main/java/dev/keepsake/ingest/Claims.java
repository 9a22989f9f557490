package dev.keepsake.ingest;

import dev.keepsake.memory.MemoryId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the extractor says about a draft and stored memories. [Consolidation] judges it.
///
/// @param linked memories about the same thing
/// @param supersedes memories that it makes outdated
/// @param duplicateOf a memory that already says it
/// @param absorbs memories that it says everything of, and more
record Claims(
        List<MemoryId> linked,
        List<MemoryId> supersedes,
        @Nullable MemoryId duplicateOf,
        List<MemoryId> absorbs) {

    static final Claims NONE = new Claims(List.of(), List.of(), null, List.of());

    Claims {
        linked = List.copyOf(linked);
        supersedes = List.copyOf(supersedes);
        absorbs = List.copyOf(absorbs);
    }
}
