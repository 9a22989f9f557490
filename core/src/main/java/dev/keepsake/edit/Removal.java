package dev.keepsake.edit;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Stored;
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

    public Removal(MemoryStore memories, InstantSource clock) {
        this.memories = memories;
        this.clock = clock;
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
    /// inherit the successor, or become current again when there is none left.
    ///
    /// @throws Failure.Conflict when one of those is deleted meanwhile
    List<Change> changes(ProjectId project, Map<MemoryId, Memory> doomed) {
        List<Change> changes = new ArrayList<>();
        doomed.values().forEach(memory -> changes.add(new Change.Deleted(memory)));
        var orphans =
                memories.replacedBy(project, doomed.keySet()).stream()
                        .filter(memory -> !doomed.containsKey(memory.id()))
                        .toList();
        var encodings = memories.encodings(project, orphans.stream().map(Memory::id).toList());
        for (var orphan : orphans) {
            var heir = survivor(orphan.lineage().replacedBy(), doomed);
            var state = heir == null ? Lifecycle.ACTIVE : orphan.lineage().state();
            var after = orphan.withLineage(orphan.lineage().moved(state, heir));
            var encoding = encodings.get(orphan.id());
            if (encoding == null) {
                throw new Failure.Conflict("memory " + orphan.id() + " was deleted meanwhile");
            }
            changes.add(
                    new Change.Updated(
                            orphan,
                            new Stored(after, encoding),
                            List.of(),
                            restoration(orphan, state, heir)));
        }
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

    private static Map<String, @Nullable Object> restoration(
            Memory orphan, Lifecycle to, @Nullable MemoryId heir) {
        Map<String, @Nullable Object> lifecycle = new LinkedHashMap<>();
        lifecycle.put("from", Filter.foldCase(orphan.lineage().state().name()));
        lifecycle.put("to", Filter.foldCase(to.name()));
        lifecycle.put("by", heir == null ? null : heir.toString());
        lifecycle.put("reason", "successor deleted");
        return Map.of("lifecycle", lifecycle);
    }
}
