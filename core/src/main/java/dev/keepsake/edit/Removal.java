package dev.keepsake.edit;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.MemoryStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes memories out, with what follows for those that they had replaced. Safe for many threads.
public final class Removal {

    private static final int AT_ONCE = 500;

    private final MemoryStore memories;
    private final InstantSource clock;
    private final Restoration restoration;
    private final PatternSources patterns;

    public Removal(MemoryStore memories, InstantSource clock) {
        this.memories = memories;
        this.clock = clock;
        this.restoration = new Restoration(memories);
        this.patterns = new PatternSources(memories);
    }

    /// Deletes whatever matches, in any state, some hundred in a transaction, and goes on until
    /// nothing matches. The caller records the event.
    ///
    /// @param gone told of each deleted memory once its deletion is durable
    public void ofMatching(ProjectId project, Filter filter, Consumer<Memory> gone) {
        for (var page = matching(project, filter);
                !page.isEmpty();
                page = matching(project, filter)) {
            if (tryDelete(project, byId(page))) {
                page.forEach(gone);
            }
        }
    }

    private List<Memory> matching(ProjectId project, Filter filter) {
        return memories.list(project, filter, Page.Ask.first(AT_ONCE)).items();
    }

    private static Map<MemoryId, Memory> byId(List<Memory> all) {
        Map<MemoryId, Memory> byId = new LinkedHashMap<>();
        all.forEach(memory -> byId.put(memory.id(), memory));
        return byId;
    }

    private boolean tryDelete(ProjectId project, Map<MemoryId, Memory> doomed) {
        try {
            memories.apply(
                    project,
                    new ChangeSet(
                            clock.instant(),
                            changes(project, doomed),
                            null,
                            new ChangeSet.Settlement.Unrecorded(EventId.random())));
            return true;
        } catch (Failure.Conflict _) {
            // somebody changed one of them; the next look sees how it stands now
            return false;
        }
    }

    /// The deletions and what follows for the memories that the deleted ones had replaced: they
    /// inherit the successor, or become current again when there is none left. Patterns lose what
    /// they rested on.
    ///
    /// @throws Failure.Conflict when one of those is deleted meanwhile
    List<Change> changes(ProjectId project, Map<MemoryId, Memory> doomed) {
        List<Change> changes = new ArrayList<>();
        doomed.values().forEach(memory -> changes.add(new Change.Deleted(memory)));
        changes.addAll(patterns.afterDeletionOf(project, doomed));
        var orphans =
                memories.replacedBy(project, doomed.keySet()).stream()
                        .filter(memory -> !doomed.containsKey(memory.id()))
                        .toList();
        changes.addAll(
                restoration.changes(
                        project,
                        orphans,
                        orphan -> survivor(orphan.lineage().replacedBy(), doomed),
                        "successor deleted"));
        return changes;
    }

    private static @Nullable MemoryId survivor(
            @Nullable MemoryId id, Map<MemoryId, Memory> doomed) {
        var next = id;
        while (next != null && doomed.containsKey(next)) {
            next = Objects.requireNonNull(doomed.get(next)).lineage().replacedBy();
        }
        return next;
    }
}
