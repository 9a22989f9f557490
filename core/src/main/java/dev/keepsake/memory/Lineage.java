package dev.keepsake.memory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a memory relates to others.
///
/// @param state its place in the life cycle
/// @param replacedBy the superseding or canonical memory, one step on
/// @param synthesized whether it is a pattern found by background synthesis
/// @param linked memories about the same thing, chosen at extraction
/// @param sources the evidence of a pattern
public record Lineage(
        Lifecycle state,
        @Nullable MemoryId replacedBy,
        boolean synthesized,
        List<MemoryId> linked,
        List<MemoryId> sources) {

    public static final Lineage FRESH =
            new Lineage(Lifecycle.ACTIVE, null, false, List.of(), List.of());

    public Lineage {
        linked = List.copyOf(linked);
        sources = List.copyOf(sources);
    }

    public Lineage moved(Lifecycle to, @Nullable MemoryId by) {
        return new Lineage(to, by, synthesized, linked, sources);
    }
}
