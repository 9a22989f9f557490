package dev.keepsake.dream;

import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Stored;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Memories of one user that lie close together.
///
/// @param rows the most central first
/// @param similarity the mean of all pairs
public record Cluster(List<Stored> rows, double similarity) {

    public Cluster {
        rows = List.copyOf(rows);
    }

    public List<Memory> memories() {
        return rows.stream().map(Stored::memory).toList();
    }

    Set<MemoryId> ids() {
        return rows.stream().map(row -> row.memory().id()).collect(Collectors.toUnmodifiableSet());
    }
}
