package dev.keepsake.entity;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventId;
import dev.keepsake.memory.MemoryId;
import java.time.Instant;
import java.util.List;

/// A deleted entity of which something may be left.
///
/// @param number of this note; grows
/// @param event of the deletion
/// @param at when it was deleted
/// @param deleted how many memories were deleted with it
/// @param shown the first of them
public record Doomed(
        long number,
        ProjectId project,
        EntityKey key,
        EventId event,
        Instant at,
        long deleted,
        List<MemoryId> shown) {

    public Doomed {
        shown = List.copyOf(shown);
    }
}
