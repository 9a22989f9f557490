package dev.keepsake.edit;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.account.ProjectId;
import dev.keepsake.category.Classifier.Statement;
import dev.keepsake.category.Labelling;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventResult.Effect;
import dev.keepsake.event.EventType;
import dev.keepsake.failure.Failure;
import dev.keepsake.ingest.Dating;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Metadata;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.model.Encoder;
import dev.keepsake.model.Operation;
import dev.keepsake.model.Purpose;
import dev.keepsake.quality.Discretion;
import dev.keepsake.search.Indexer;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.trace.Step;
import dev.keepsake.trace.Tracer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Changes and deletes memories by name or by filter (engine contract 1.16). Each operation is one
/// transaction with its event; deletions of very many memories are several. Safe for many threads:
/// whoever loses a race reads again, and losers take turns, so that none loses for ever.
public final class Editor {

    private static final int TRIES = 10;
    private static final int RESULTS_IN_EVENT = 1000;

    private final MemoryStore memories;
    private final Encoder encoder;
    private final Labelling labelling;
    private final Indexer indexer;
    private final Discretion discretion;
    private final Tracer tracer;
    private final InstantSource clock;
    private final Removal removal;
    private final ReentrantLock losers = new ReentrantLock(true);

    public Editor(
            MemoryStore memories,
            Encoder encoder,
            Labelling labelling,
            Indexer indexer,
            Discretion discretion,
            Tracer tracer,
            InstantSource clock) {
        this.memories = memories;
        this.encoder = encoder;
        this.labelling = labelling;
        this.indexer = indexer;
        this.discretion = discretion;
        this.tracer = tracer;
        this.clock = clock;
        this.removal = new Removal(memories, clock);
    }

    /// @return the memory after the change
    /// @throws Failure.Missing when the project does not have it
    /// @throws Failure.Invalid when it is immutable
    public Memory update(Caller caller, MemoryEdit edit, Map<String, @Nullable Object> payload) {
        caller.require(Permission.WRITE_DATA);
        var discreet = masked(caller, edit);
        var computed = new Computed();
        return updating(
                caller,
                payload,
                () -> {
                    var before = require(caller.project(), edit.id());
                    var updates =
                            updates(
                                    caller.project(),
                                    List.of(discreet),
                                    Map.of(edit.id(), before),
                                    computed);
                    applyUpdates(caller, updates, before.scope(), payload);
                    return updates.getFirst().after().memory();
                });
    }

    /// Several edits as one: all known memories change, or none when one of them is immutable. The
    /// last edit of a memory named twice wins.
    public Outcome updateAll(
            Caller caller, List<MemoryEdit> edits, Map<String, @Nullable Object> payload) {
        caller.require(Permission.WRITE_DATA);
        Map<MemoryId, MemoryEdit> wanted = new LinkedHashMap<>();
        edits.forEach(edit -> wanted.put(edit.id(), masked(caller, edit)));
        var computed = new Computed();
        return updating(
                caller,
                payload,
                () -> {
                    var found = byId(caller.project(), List.copyOf(wanted.keySet()));
                    var known =
                            wanted.values().stream()
                                    .filter(edit -> found.containsKey(edit.id()))
                                    .toList();
                    applyUpdates(
                            caller,
                            updates(caller.project(), known, found, computed),
                            Scope.NONE,
                            payload);
                    return new Outcome(found.size(), missing(wanted.keySet(), found));
                });
    }

    private MemoryEdit masked(Caller caller, MemoryEdit edit) {
        return edit.text() == null
                ? edit
                : edit.withText(discretion.masked(caller.project(), edit.text()));
    }

    /// @param linked also delete, transitively, the older memories that it superseded or absorbed
    /// @return how many linked memories went with it
    /// @throws Failure.Missing when the project does not have it
    public int delete(
            Caller caller, MemoryId id, boolean linked, Map<String, @Nullable Object> payload) {
        caller.require(Permission.WRITE_DATA);
        return retrying(() -> {
            var memory = require(caller.project(), id);
            var doomed = new LinkedHashMap<MemoryId, Memory>();
            doomed.put(id, memory);
            if (linked) {
                addPredecessors(caller.project(), doomed);
            }
            applyDeletion(caller, doomed, EventType.DELETE, memory.scope(), payload);
            return doomed.size() - 1;
        });
    }

    public Outcome deleteAll(
            Caller caller, List<MemoryId> ids, Map<String, @Nullable Object> payload) {
        caller.require(Permission.WRITE_DATA);
        Set<MemoryId> wanted = new LinkedHashSet<>(ids);
        return retrying(() -> {
            var found = byId(caller.project(), List.copyOf(wanted));
            applyDeletion(caller, found, EventType.DELETE, Scope.NONE, payload);
            return new Outcome(found.size(), missing(wanted, found));
        });
    }

    /// Deletes whatever matches, expired and merged memories included. When this returns none of
    /// them shows in any read.
    ///
    /// @param scope the entity ids by which the event can be found
    /// @return the event
    public EventId deleteMatching(
            Caller caller, Filter filter, Scope scope, Map<String, @Nullable Object> payload) {
        caller.require(Permission.WRITE_DATA);
        var started = clock.instant();
        var running =
                Event.pending(EventId.random(), EventType.DELETE_ALL, scope, payload, started)
                        .by(caller.actor())
                        .running(started);
        List<EventResult> results = new ArrayList<>();
        var count = new AtomicLong();
        try {
            removal.ofMatching(
                    caller.project(),
                    filter,
                    memory -> {
                        if (count.getAndIncrement() < RESULTS_IN_EVENT) {
                            results.add(EventResult.deleted(memory.id()));
                        }
                    });
        } catch (RuntimeException failed) {
            recordFailure(caller, running, count.get(), failed);
            throw failed;
        }
        record(caller, running.succeeded(results, deleted(count.get()), clock.instant()));
        indexer.wake();
        return running.id();
    }

    private void record(Caller caller, Event event) {
        memories.apply(caller.project(), ChangeSet.of(List.of(), event));
    }

    /// Tells how far it came; when even that cannot be written, the failure itself says enough.
    private void recordFailure(Caller caller, Event running, long count, RuntimeException failed) {
        try {
            var reason =
                    failed instanceof Failure known
                            ? known.reason()
                            : failed.getClass().getSimpleName();
            record(
                    caller,
                    running.failed(
                            reason + " (" + count + " memories were deleted before)",
                            clock.instant()));
        } catch (RuntimeException also) {
            failed.addSuppressed(also);
        }
    }

    /// How events of deletions tell how many memories went.
    private static Map<String, @Nullable Object> deleted(long count) {
        return Map.of("deleted", count);
    }

    /// What models gave for a text in an earlier try.
    private static final class Computed {
        private final Map<String, Encoding> encodings = new HashMap<>();
        private final Map<String, List<String>> labels = new HashMap<>();
    }

    private List<Change.Updated> updates(
            ProjectId project,
            List<MemoryEdit> edits,
            Map<MemoryId, Memory> before,
            Computed computed) {
        var now = clock.instant();
        List<Memory> after = new ArrayList<>();
        for (var edit : edits) {
            after.add(edited(Objects.requireNonNull(before.get(edit.id())), edit, now));
        }
        var encodings = encodings(project, before, after, computed);
        var rows =
                after.stream()
                        .map(each ->
                                new Stored(each, Objects.requireNonNull(encodings.get(each.id()))))
                        .toList();
        List<Change.Updated> updates = new ArrayList<>();
        for (var row : labelled(project, edits, rows, computed)) {
            updates.add(
                    new Change.Updated(
                            Objects.requireNonNull(before.get(row.memory().id())),
                            row,
                            List.of(),
                            Map.of()));
        }
        return updates;
    }

    /// Only changed texts go to the model, and only once.
    private Map<MemoryId, Encoding> encodings(
            ProjectId project,
            Map<MemoryId, Memory> before,
            List<Memory> after,
            Computed computed) {
        var unchanged =
                after.stream()
                        .filter(each ->
                                Objects.requireNonNull(before.get(each.id()))
                                        .text()
                                        .equals(each.text()))
                        .map(Memory::id)
                        .toList();
        var encodings = new LinkedHashMap<>(memories.encodings(project, unchanged));
        var changed = after.stream().filter(each -> !encodings.containsKey(each.id())).toList();
        var fresh =
                changed.stream()
                        .filter(each -> !computed.encodings.containsKey(each.indexedText()))
                        .toList();
        var made = encoder.encodeAll(fresh);
        for (var i = 0; i < fresh.size(); i++) {
            computed.encodings.put(fresh.get(i).indexedText(), made.get(i));
        }
        changed.forEach(each ->
                encodings.put(
                        each.id(),
                        Objects.requireNonNull(computed.encodings.get(each.indexedText()))));
        return encodings;
    }

    /// A text that is given gets its labels anew, also when it is the old one: that is how memories
    /// get into a changed catalog (engine contract 1.16).
    private List<Stored> labelled(
            ProjectId project, List<MemoryEdit> edits, List<Stored> rows, Computed computed) {
        List<Statement> open = new ArrayList<>();
        for (var at = 0; at < rows.size(); at++) {
            if (edits.get(at).text() != null
                    && !computed.labels.containsKey(rows.get(at).memory().text())) {
                open.add(Statement.of(rows.get(at)));
            }
        }
        if (!open.isEmpty()) {
            var found =
                    labelling.labels(
                            Purpose.of(project, Operation.CLASSIFY),
                            labelling.catalog(project),
                            open,
                            Collections.nCopies(open.size(), null));
            for (var at = 0; at < open.size(); at++) {
                computed.labels.put(open.get(at).text(), found.get(at));
            }
        }
        List<Stored> labelled = new ArrayList<>();
        for (var at = 0; at < rows.size(); at++) {
            var row = rows.get(at);
            labelled.add(
                    edits.get(at).text() == null
                            ? row
                            : new Stored(
                                    row.memory()
                                            .withCategories(
                                                    computed.labels.get(row.memory().text())),
                                    row.encoding()));
        }
        return labelled;
    }

    private static Memory edited(Memory memory, MemoryEdit edit, Instant now) {
        if (memory.immutable()) {
            throw new Failure.Invalid(
                    "Memory is immutable and cannot be updated. Delete it and add it again.");
        }
        var times =
                edit.timestamp() == null
                        ? memory.times().touched(now)
                        : memory.times().moved(edit.timestamp(), now);
        var changed = memory.withTimes(times);
        if (edit.text() != null) {
            // dates belong to the old text
            var temporal = new Dating(now, ZoneOffset.UTC).of(edit.text());
            changed = changed.withText(edit.text()).withTemporal(temporal);
        }
        if (edit.metadata() != null) {
            changed = changed.withMetadata(Metadata.withoutIdentity(edit.metadata()));
        }
        return edit.expiry() == null ? changed : changed.withExpiration(edit.expiry().date());
    }

    private void applyUpdates(
            Caller caller,
            List<Change.Updated> updates,
            Scope scope,
            Map<String, @Nullable Object> payload) {
        var results =
                updates.stream()
                        .map(each -> each.after().memory())
                        .map(each ->
                                EventResult.of(each.id(), Effect.UPDATE, each.text(), Scope.NONE))
                        .toList();
        apply(caller, List.copyOf(updates), EventType.UPDATE, scope, payload, results, Map.of());
    }

    private void applyDeletion(
            Caller caller,
            Map<MemoryId, Memory> doomed,
            EventType type,
            Scope scope,
            Map<String, @Nullable Object> payload) {
        var results =
                doomed.keySet().stream().limit(RESULTS_IN_EVENT).map(EventResult::deleted).toList();
        apply(
                caller,
                removal.changes(caller.project(), doomed),
                type,
                scope,
                payload,
                results,
                deleted(doomed.size()));
    }

    private void apply(
            Caller caller,
            List<? extends Change> changes,
            EventType type,
            Scope scope,
            Map<String, @Nullable Object> payload,
            List<EventResult> results,
            Map<String, @Nullable Object> facts) {
        var now = clock.instant();
        var kept = discretion.masked(caller.project(), payload);
        var event =
                Event.pending(EventId.random(), type, scope, kept, now)
                        .by(caller.actor())
                        .running(now)
                        .succeeded(results, facts, clock.instant());
        var set = ChangeSet.of(List.copyOf(changes), event);
        tracer.trace(Step.APPLY, () -> memories.apply(caller.project(), set));
        indexer.wake();
    }

    private void addPredecessors(ProjectId project, Map<MemoryId, Memory> doomed) {
        var frontier = Set.copyOf(doomed.keySet());
        while (!frontier.isEmpty()) {
            var older =
                    memories.replacedBy(project, frontier).stream()
                            .filter(memory -> !doomed.containsKey(memory.id()))
                            .toList();
            older.forEach(memory -> doomed.put(memory.id(), memory));
            frontier = older.stream().map(Memory::id).collect(Collectors.toUnmodifiableSet());
        }
    }

    private Memory require(ProjectId project, MemoryId id) {
        return memories.find(project, id)
                .orElseThrow(() -> new Failure.Missing("Memory not found!"));
    }

    private Map<MemoryId, Memory> byId(ProjectId project, List<MemoryId> ids) {
        Map<MemoryId, Memory> found = new LinkedHashMap<>();
        memories.findAll(project, ids).forEach(memory -> found.put(memory.id(), memory));
        return found;
    }

    private static List<MemoryId> missing(Set<MemoryId> wanted, Map<MemoryId, Memory> found) {
        return wanted.stream().filter(id -> !found.containsKey(id)).toList();
    }

    /// An update that the model fails leaves a failed event (engine contract 13.1).
    private <T> T updating(
            Caller caller, Map<String, @Nullable Object> payload, Supplier<T> attempt) {
        var started = clock.instant();
        try {
            return retrying(attempt);
        } catch (Failure.ModelFailed failed) {
            var event =
                    Event.pending(
                                    EventId.random(),
                                    EventType.UPDATE,
                                    Scope.NONE,
                                    discretion.masked(caller.project(), payload),
                                    started)
                            .by(caller.actor())
                            .running(started)
                            .failed(failed.reason(), clock.instant());
            memories.apply(caller.project(), ChangeSet.of(List.of(), event));
            throw failed;
        }
    }

    private <T> T retrying(Supplier<T> attempt) {
        try {
            return attempt.get();
        } catch (Failure.Conflict _) {
            return retryingInTurn(attempt);
        }
    }

    /// Only newcomers can win against the one whose turn it is.
    private <T> T retryingInTurn(Supplier<T> attempt) {
        losers.lock();
        try {
            for (var tried = 1; ; tried++) {
                try {
                    return attempt.get();
                } catch (Failure.Conflict conflict) {
                    if (tried == TRIES) {
                        throw conflict;
                    }
                }
            }
        } finally {
            losers.unlock();
        }
    }
}
