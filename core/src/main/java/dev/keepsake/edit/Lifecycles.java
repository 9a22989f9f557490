package dev.keepsake.edit;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventResult.Effect;
import dev.keepsake.event.EventType;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.search.Indexer;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.MemoryStore;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Shows what newer memories replaced, and takes a replacement back (engine contract 7.1 and 7.7).
/// Safe for many threads.
public final class Lifecycles {

    private static final int TRIES = 10;

    private final MemoryStore memories;
    private final Indexer indexer;
    private final InstantSource clock;
    private final Restoration restoration;

    public Lifecycles(MemoryStore memories, Indexer indexer, InstantSource clock) {
        this.memories = memories;
        this.indexer = indexer;
        this.clock = clock;
        this.restoration = new Restoration(memories);
    }

    /// A superseded or merged memory.
    ///
    /// @param successor the memory that replaced it, one step on; null when that is gone
    public record Replaced(Memory memory, @Nullable Memory successor) {}

    /// The superseded and merged memories that match, newest first, each with its successor.
    public Page<Replaced> replaced(Caller caller, Filter filter, Page.Ask ask) {
        caller.require(Permission.READ_DATA);
        var states = EnumSet.of(Lifecycle.SUPERSEDED, Lifecycle.MERGED);
        var page =
                memories.list(
                        caller.project(), Filter.all(filter, new Filter.StateIn(states)), ask);
        var successors = successors(caller.project(), page.items());
        return page.map(
                memory -> new Replaced(memory, successors.get(memory.lineage().replacedBy())));
    }

    private Map<@Nullable MemoryId, Memory> successors(ProjectId project, List<Memory> replaced) {
        var ids =
                replaced.stream()
                        .map(memory -> memory.lineage().replacedBy())
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        Map<@Nullable MemoryId, Memory> successors = new HashMap<>();
        memories.findAll(project, ids).forEach(memory -> successors.put(memory.id(), memory));
        return successors;
    }

    /// Makes a superseded or merged memory current again. The one that replaced it stays as it is.
    ///
    /// @return the memory as it stands now
    /// @throws Failure.Missing when the project does not have it
    /// @throws Failure.Invalid when nothing has replaced it
    public Memory restore(Caller caller, MemoryId id, Map<String, @Nullable Object> payload) {
        caller.require(Permission.WRITE_DATA);
        for (var tried = 1; ; tried++) {
            try {
                return tryRestore(caller, id, payload);
            } catch (Failure.Conflict conflict) {
                if (tried == TRIES) {
                    throw conflict;
                }
            }
        }
    }

    private Memory tryRestore(Caller caller, MemoryId id, Map<String, @Nullable Object> payload) {
        var memory =
                memories.find(caller.project(), id)
                        .orElseThrow(() -> new Failure.Missing("Memory not found!"));
        if (memory.lineage().state() == Lifecycle.ACTIVE) {
            throw new Failure.Invalid(
                    "Memory is active. Only a superseded or merged memory can be restored.");
        }
        var changes =
                restoration.changes(
                        caller.project(), List.of(memory), _ -> null, "restored by hand");
        var now = clock.instant();
        var result = EventResult.of(id, Effect.UPDATE, memory.text(), Scope.NONE);
        var event =
                Event.pending(EventId.random(), EventType.UPDATE, memory.scope(), payload, now)
                        .by(caller.actor())
                        .running(now)
                        .succeeded(List.of(result), Map.of(), clock.instant());
        memories.apply(caller.project(), ChangeSet.of(changes, event));
        indexer.wake();
        return memories.find(caller.project(), id)
                .orElseThrow(() -> new Failure.Missing("Memory not found!"));
    }
}
