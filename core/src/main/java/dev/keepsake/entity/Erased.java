package dev.keepsake.entity;

import dev.keepsake.memory.MemoryId;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What the erasure of an entity did, and what it found afterwards.
///
/// @param memories every memory that ever carried its id
/// @param erased how many of each kind of thing went, in all runs of this erasure
/// @param texts how many texts were looked for
/// @param left how many of each kind of thing still speak of it
/// @param pending how many notices are still to be delivered, and tell nothing after that
public record Erased(
        Doomed entity,
        Set<MemoryId> memories,
        Map<String, Long> erased,
        long texts,
        Map<String, Long> left,
        long pending) {

    public Erased {
        memories = Set.copyOf(memories);
        erased = Collections.unmodifiableMap(new TreeMap<>(erased));
        left = Collections.unmodifiableMap(new TreeMap<>(left));
    }
}
