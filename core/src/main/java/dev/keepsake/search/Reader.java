package dev.keepsake.search;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.account.Quotas;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventTotals;
import dev.keepsake.event.EventType;
import dev.keepsake.event.Journal;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Visibility;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.MemoryStore.MemoryTotals;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that is read without ranking: one memory, lists, histories, statistics. Safe for many
/// threads.
public final class Reader {

    private static final int RESULTS_IN_EVENT = 100;

    private final MemoryStore memories;
    private final Journal journal;
    private final Quotas quotas;
    private final InstantSource clock;

    public Reader(MemoryStore memories, Journal journal, Quotas quotas, InstantSource clock) {
        this.memories = memories;
        this.journal = journal;
        this.quotas = quotas;
        this.clock = clock;
    }

    /// One memory in any state, expired or not.
    ///
    /// @throws Failure.Missing when the project has no such memory
    public Memory get(Caller caller, MemoryId id) {
        caller.require(Permission.READ_DATA);
        var started = clock.instant();
        var memory = memories.find(caller.project(), id).orElseThrow(Reader::unknown);
        note(
                caller,
                EventType.GET,
                memory.scope(),
                Map.of("memory_id", id.toString()),
                List.of(EventResult.found(id, memory.text(), null)),
                started);
        return memory;
    }

    /// A page of memories, newest first; expired and merged ones only when asked for.
    ///
    /// @throws Failure.TooLarge when the project has used up its retrievals
    public Page<Memory> list(Caller caller, ListAsk ask) {
        caller.require(Permission.READ_DATA);
        quotas.retrieve(caller);
        var started = clock.instant();
        var shown = ask.shown();
        var visibility =
                new Visibility(
                        started.atZone(ZoneOffset.UTC).toLocalDate(),
                        shown.expired(),
                        shown.latestOnly(),
                        shown.merged());
        var page = memories.list(caller.project(), visibility.within(ask.filter()), ask.page());
        if (!page.isPastEnd()) {
            // every door refuses such a page, and refused requests leave no event
            note(caller, EventType.GET_ALL, ask.scope(), ask.payload(), found(page), started);
        }
        return page;
    }

    private static List<EventResult> found(Page<Memory> page) {
        return page.items().stream()
                .limit(RESULTS_IN_EVENT)
                .map(memory -> EventResult.found(memory.id(), memory.text(), null))
                .toList();
    }

    /// The memories of one entity, with the history behind each.
    public Page<Traced> ofEntity(Caller caller, EntityKind kind, String name, Page.Ask ask) {
        var scope = Scope.NONE.with(kind, name);
        Map<String, @Nullable Object> payload = Map.of(kind.field(), name);
        var page =
                list(
                        caller,
                        new ListAsk(
                                new Filter.EntityIn(kind, Set.of(name)),
                                ask,
                                SearchAsk.Shown.USUAL,
                                scope,
                                payload));
        var histories =
                memories.histories(
                        caller.project(), page.items().stream().map(Memory::id).toList());
        return page.map(
                memory -> new Traced(memory, histories.getOrDefault(memory.id(), List.of())));
    }

    /// The history of a memory, living or deleted, oldest first.
    ///
    /// @throws Failure.Missing when the project never had it
    public List<Revision> history(Caller caller, MemoryId id) {
        caller.require(Permission.READ_DATA);
        var history = memories.histories(caller.project(), List.of(id)).get(id);
        if (history == null) {
            throw unknown();
        }
        return history;
    }

    /// The history of the whole project, newest first.
    public Page<Revision> revisions(Caller caller, Page.Ask ask) {
        caller.require(Permission.READ_DATA);
        return memories.revisions(caller.project(), ask);
    }

    public Statistics statistics(Caller caller) {
        caller.require(Permission.READ_DATA);
        return new Statistics(
                memories.totals(caller.project()),
                journal.totals(caller.project(), clock.instant()),
                quotas.limits());
    }

    /// A memory and its history, oldest first.
    public record Traced(Memory memory, List<Revision> history) {}

    /// @param limits of the project
    public record Statistics(MemoryTotals memories, EventTotals events, Quotas.Limits limits) {}

    static Failure.Missing unknown() {
        return new Failure.Missing("Memory not found!");
    }

    private void note(
            Caller caller,
            EventType type,
            Scope scope,
            Map<String, @Nullable Object> payload,
            List<EventResult> results,
            Instant started) {
        journal.record(
                caller.project(),
                Event.pending(EventId.random(), type, scope, payload, started)
                        .by(caller.actor())
                        .running(started)
                        .succeeded(results, Map.of(), clock.instant()));
    }
}
