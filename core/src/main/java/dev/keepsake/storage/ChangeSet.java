package dev.keepsake.storage;

import dev.keepsake.entity.EntityKey;
import dev.keepsake.event.Actor;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.quality.Quarantined;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// All that one operation changes; applied whole or not at all.
///
/// @param at when it happened; the instant of its history entries
/// @param window messages to append to a session's rolling window, or null
/// @param settlement how the operation's event is written in the same transaction
/// @param refused what the operation did not take for memories, or null
public record ChangeSet(
        Instant at,
        List<Change> changes,
        @Nullable Window window,
        Settlement settlement,
        @Nullable Refused refused) {

    public ChangeSet {
        at = at.truncatedTo(ChronoUnit.MICROS);
        changes = List.copyOf(changes);
    }

    /// Changes of an operation that refuses nothing.
    public ChangeSet(
            Instant at, List<Change> changes, @Nullable Window window, Settlement settlement) {
        this(at, changes, window, settlement, null);
    }

    public static ChangeSet of(List<Change> changes, Event finished) {
        return new ChangeSet(finished.updated(), changes, null, new Settlement.Recorded(finished));
    }

    /// The event that caused the changes.
    public EventId cause() {
        return switch (settlement) {
            case Settlement.Recorded(var event) -> event.id();
            case Settlement.Leased(_, var event) -> event.id();
            case Settlement.Unrecorded(var cause) -> cause;
        };
    }

    /// The entity ids that the operation carried, as far as its event says.
    public Scope scope() {
        return switch (settlement) {
            case Settlement.Recorded(var event) -> event.scope();
            case Settlement.Leased(_, var event) -> event.scope();
            case Settlement.Unrecorded _ -> Scope.NONE;
        };
    }

    /// Who had it done, as far as the event says; null when unknown.
    public @Nullable Actor actor() {
        return switch (settlement) {
            case Settlement.Recorded(var event) -> event.actor();
            case Settlement.Leased(_, var event) -> event.actor();
            case Settlement.Unrecorded _ -> null;
        };
    }

    /// The entities that the changes are about, in the order in which they are first named, and
    /// whether a state with their id is stored by them.
    public SequencedMap<EntityKey, Boolean> entities() {
        SequencedMap<EntityKey, Boolean> named = new LinkedHashMap<>();
        for (var change : changes) {
            switch (change) {
                case Change.Added(var after, _, _) -> name(named, null, after.memory());
                case Change.Updated(var before, var after, _, _) ->
                        name(named, before, after.memory());
                case Change.Annotated(var before, var after) -> name(named, before, after);
                case Change.Deleted(var before) -> name(named, before, null);
            }
        }
        return named;
    }

    /// As [#entities()], for one change that the log tells of.
    public static SequencedMap<EntityKey, Boolean> entities(Revision revision) {
        SequencedMap<EntityKey, Boolean> named = new LinkedHashMap<>();
        name(named, revision.before(), revision.after());
        return named;
    }

    private static void name(
            Map<EntityKey, Boolean> named, @Nullable Memory before, @Nullable Memory after) {
        if (before != null) {
            EntityKey.of(before.scope()).forEach(key -> named.putIfAbsent(key, false));
        }
        if (after != null) {
            EntityKey.of(after.scope()).forEach(key -> named.put(key, true));
        }
    }

    /// The finished event of the operation.
    public sealed interface Settlement {

        /// An operation that never was in the queue.
        record Recorded(Event event) implements Settlement {}

        /// Queued work: the lease must still be held, and ends with this.
        record Leased(WorkQueue.Lease lease, Event event) implements Settlement {}

        /// One part of an operation too large for one transaction; its last part records the event.
        /// Every part has a cause of its own.
        record Unrecorded(EventId cause) implements Settlement {}
    }

    /// Proposals for the [Quarantine] of the project.
    ///
    /// @param capacity how many it holds; the oldest beyond drop out
    public record Refused(List<Quarantined> entries, int capacity) {

        public Refused {
            entries = List.copyOf(entries);
        }
    }

    /// Messages for a rolling window; the oldest beyond [#CAPACITY] drop out.
    public record Window(String sessionKey, List<Message> messages) {
        /// Engine contract 1.5.
        public static final int CAPACITY = 20;

        public Window {
            messages = List.copyOf(messages);
        }
    }
}
