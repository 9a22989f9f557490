package dev.keepsake.edit;

import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Temporal;
import dev.keepsake.memory.Transition;
import dev.keepsake.storage.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes memories current again, or hands them to the next successor. What was dated as over when
/// it was superseded is open again. Safe for many threads.
final class Restoration {

    private final MemoryStore memories;

    Restoration(MemoryStore memories) {
        this.memories = memories;
    }

    /// @param replaced superseded or merged memories
    /// @param heir the memory that replaces each from now on, or null when none does
    /// @throws Failure.Conflict when one of them is deleted meanwhile
    List<Change> changes(
            ProjectId project,
            List<Memory> replaced,
            Function<Memory, @Nullable MemoryId> heir,
            String reason) {
        var ids = replaced.stream().map(Memory::id).toList();
        var encodings = memories.encodings(project, ids);
        List<Change> changes = new ArrayList<>();
        for (var memory : replaced) {
            var encoding = encodings.get(memory.id());
            if (encoding == null) {
                throw new Failure.Conflict("memory " + memory.id() + " was deleted meanwhile");
            }
            changes.add(transition(project, memory, heir.apply(memory), reason).change(encoding));
        }
        return changes;
    }

    private Transition transition(
            ProjectId project, Memory memory, @Nullable MemoryId heir, String reason) {
        var state = heir == null ? Lifecycle.ACTIVE : memory.lineage().state();
        var after = memory.withLineage(memory.lineage().moved(state, heir));
        if (heir == null && memory.lineage().state() == Lifecycle.SUPERSEDED) {
            after = after.withTemporal(reopened(project, memory));
        }
        return new Transition(memory, after, heir, reason, null);
    }

    /// The dates from before the memory was superseded, unless they were changed since.
    private @Nullable Temporal reopened(ProjectId project, Memory memory) {
        var history =
                memories.histories(project, List.of(memory.id()))
                        .getOrDefault(memory.id(), List.of());
        for (var entry : history.reversed()) {
            var before = entry.before();
            var after = entry.after();
            if (entry.kind() == Revision.Kind.UPDATE
                    && before != null
                    && after != null
                    && before.lineage().state() == Lifecycle.ACTIVE
                    && after.lineage().state() == Lifecycle.SUPERSEDED) {
                return Objects.equals(after.temporal(), memory.temporal())
                        ? before.temporal()
                        : memory.temporal();
            }
        }
        return memory.temporal();
    }
}
