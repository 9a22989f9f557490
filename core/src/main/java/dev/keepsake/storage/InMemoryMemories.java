package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.event.EventId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Rows in the order of their positions, and the change log in the order of its marks.
final class InMemoryMemories implements MemoryStore {

    private static final Comparator<Memory> NEWEST_FIRST =
            Comparator.comparing((Memory memory) -> memory.times().created())
                    // as text: UUID's own order is signed
                    .thenComparing(memory -> memory.id().toString())
                    .reversed();

    private final Gate gate;
    private final InMemoryWork work;
    private final InMemoryEvents events;
    private final Set<ProjectId> doomed;
    private final InMemoryEntities entities;
    private final InMemoryQuarantine quarantine;
    private final Map<Key, Row> rows = new LinkedHashMap<>();
    private final NavigableMap<Mark, Entry> log = new TreeMap<>();
    private final Map<Cause, Mark> applied = new HashMap<>();
    private final Map<Session, List<Message>> windows = new HashMap<>();
    private final List<Follower> followers = new ArrayList<>();
    private long lastPosition = Row.BEFORE_FIRST;
    private Mark head = Mark.START;

    /// @param doomed projects that take nothing any more
    InMemoryMemories(Gate gate, InMemoryWork work, InMemoryEvents events, Set<ProjectId> doomed) {
        this.doomed = doomed;
        this.gate = gate;
        this.work = work;
        this.events = events;
        this.entities = new InMemoryEntities(gate, this);
        this.quarantine = new InMemoryQuarantine(gate);
    }

    InMemoryQuarantine quarantine() {
        return quarantine;
    }

    InMemoryEntities entities() {
        return entities;
    }

    /// @throws Failure.Missing when the project was removed
    void requireLiving(ProjectId project) {
        if (doomed.contains(project)) {
            throw new Failure.Missing("project " + project + " was removed");
        }
    }

    /// How many memories carry an id.
    long count(ProjectId project, EntityKey key) {
        return memories(project).filter(memory -> key.isIn(memory.scope())).count();
    }

    /// Hears of every change inside the same transaction.
    interface Follower {
        void changed(
                ProjectId project,
                MemoryId memory,
                @Nullable Stored before,
                @Nullable Stored after);
    }

    void onChange(Follower follower) {
        followers.add(follower);
    }

    @Override
    public Mark apply(ProjectId project, ChangeSet changes) {
        return gate.inside(() -> {
            requireLiving(project);
            var cause = new Cause(project, changes.cause());
            var before = applied.get(cause);
            if (before != null) {
                return before;
            }
            var mark = applyNew(project, changes);
            applied.put(cause, mark);
            return mark;
        });
    }

    private Mark applyNew(ProjectId project, ChangeSet changes) {
        if (changes.settlement() instanceof ChangeSet.Settlement.Leased(var lease, _)) {
            work.requireHeld(project, lease);
        }
        var draft = new Draft(changes, id -> stored(project, id));
        // nothing can fail from here on
        draft.states().forEach((id, state) -> keep(new Key(project, id), state));
        var asked = changes.scope();
        draft.revisions().forEach(revision -> append(new Entry(project, revision, asked)));
        entities.note(project, changes);
        if (changes.window() != null) {
            append(project, changes.window());
        }
        if (changes.refused() != null) {
            quarantine.add(project, changes.refused());
        }
        switch (changes.settlement()) {
            case ChangeSet.Settlement.Recorded(var event) -> events.write(project, event);
            case ChangeSet.Settlement.Leased(var lease, var event) -> work.settle(lease, event);
            case ChangeSet.Settlement.Unrecorded _ -> {}
        }
        return head();
    }

    private void append(Entry entry) {
        head = new Mark(head.value() + 1);
        log.put(head, entry);
    }

    private void keep(Key key, @Nullable Stored state) {
        var present = rows.get(key);
        var before = present == null ? null : present.stored();
        followers.forEach(each -> each.changed(key.project(), key.id(), before, state));
        if (state == null) {
            rows.remove(key);
        } else if (present == null) {
            rows.put(key, new Row(++lastPosition, key.project(), state));
        } else {
            rows.put(key, new Row(present.position(), key.project(), state));
        }
    }

    private void append(ProjectId project, ChangeSet.Window window) {
        var messages =
                windows.computeIfAbsent(
                        new Session(project, window.sessionKey()), _ -> new ArrayList<>());
        messages.addAll(window.messages());
        var excess = messages.size() - ChangeSet.Window.CAPACITY;
        if (excess > 0) {
            messages.subList(0, excess).clear();
        }
    }

    @Override
    public Optional<Memory> find(ProjectId project, MemoryId id) {
        return gate.inside(() -> Optional.ofNullable(stored(project, id)).map(Stored::memory));
    }

    @Override
    public List<Memory> findAll(ProjectId project, List<MemoryId> ids) {
        return gate.inside(() ->
                ids.stream()
                        .map(id -> stored(project, id))
                        .filter(Objects::nonNull)
                        .map(Stored::memory)
                        .toList());
    }

    @Override
    public Map<MemoryId, Encoding> encodings(ProjectId project, Collection<MemoryId> ids) {
        return gate.inside(() ->
                rows(project)
                        .filter(row -> ids.contains(row.memory().id()))
                        .collect(Collectors.toMap(row -> row.memory().id(), Stored::encoding)));
    }

    @Override
    public List<Memory> withHash(ProjectId project, Scope scope, Collection<String> hashes) {
        return gate.inside(() ->
                memories(project)
                        .filter(memory -> memory.scope().equals(scope))
                        .filter(memory -> hashes.contains(memory.hash()))
                        .toList());
    }

    @Override
    public Page<Memory> list(ProjectId project, Filter filter, Page.Ask ask) {
        return gate.inside(() ->
                Pages.cut(
                        rows(project)
                                .filter(filter::matches)
                                .map(Stored::memory)
                                .sorted(NEWEST_FIRST)
                                .toList(),
                        ask));
    }

    @Override
    public List<Memory> replacedBy(ProjectId project, Collection<MemoryId> ids) {
        return gate.inside(
                () -> memories(project).filter(memory -> isReplacedByOneOf(ids, memory)).toList());
    }

    private static boolean isReplacedByOneOf(Collection<MemoryId> ids, Memory memory) {
        var by = memory.lineage().replacedBy();
        return by != null && ids.contains(by);
    }

    @Override
    public List<Memory> patternsOf(ProjectId project, Collection<String> users) {
        return gate.inside(() ->
                memories(project)
                        .filter(memory -> memory.lineage().synthesized())
                        .filter(memory -> users.contains(memory.scope().user()))
                        .toList());
    }

    @Override
    public Map<MemoryId, List<Revision>> histories(ProjectId project, Collection<MemoryId> ids) {
        return gate.inside(() -> {
            Map<MemoryId, List<Revision>> histories = new LinkedHashMap<>();
            told(project)
                    .filter(revision -> ids.contains(revision.memoryId()))
                    .forEach(revision ->
                            histories
                                    .computeIfAbsent(revision.memoryId(), _ -> new ArrayList<>())
                                    .add(revision));
            return histories;
        });
    }

    @Override
    public Page<Revision> revisions(ProjectId project, Page.Ask ask) {
        return gate.inside(() -> Pages.cut(told(project).toList().reversed(), ask));
    }

    @Override
    public List<Message> window(ProjectId project, String sessionKey) {
        return gate.inside(() ->
                List.copyOf(windows.getOrDefault(new Session(project, sessionKey), List.of())));
    }

    @Override
    public MemoryTotals totals(ProjectId project) {
        return gate.inside(() ->
                new MemoryTotals(
                        memories(project).count(),
                        ids(project, EntityKind.USER).distinct().count(),
                        ids(project, EntityKind.AGENT).distinct().count(),
                        ids(project, EntityKind.RUN).distinct().count(),
                        ids(project, EntityKind.USER).count(),
                        ids(project, EntityKind.AGENT).count(),
                        ids(project, EntityKind.RUN).count()));
    }

    @Override
    public List<String> categories(ProjectId project) {
        return gate.inside(() ->
                memories(project)
                        .map(Memory::categories)
                        .filter(Objects::nonNull)
                        .flatMap(List::stream)
                        .distinct()
                        .sorted()
                        .toList());
    }

    private Stream<String> ids(ProjectId project, EntityKind kind) {
        return memories(project).map(memory -> memory.scope().id(kind)).filter(Objects::nonNull);
    }

    @Override
    public List<LoggedChange> log(ProjectId project, Mark after, int limit) {
        return gate.inside(() ->
                log.tailMap(after, false).entrySet().stream()
                        .filter(entry -> entry.getValue().project().equals(project))
                        .limit(limit)
                        .map(entry -> logged(entry.getKey(), entry.getValue()))
                        .toList());
    }

    @Override
    public void restore(ProjectId project, List<LoggedChange> changes) {
        gate.run(() -> {
            requireLiving(project);
            var known = new HashSet<UUID>();
            log.values().stream()
                    .filter(entry -> entry.project().equals(project))
                    .forEach(entry -> known.add(entry.revision().id()));
            for (var change : changes) {
                var revision = change.revision();
                if (known.add(revision.id())) {
                    append(new Entry(project, revision, Scope.NONE));
                    entities.note(project, revision);
                    var after = revision.after();
                    var encoding = change.encoding();
                    keep(
                            new Key(project, revision.memoryId()),
                            after == null || encoding == null ? null : new Stored(after, encoding));
                }
            }
        });
    }

    @Override
    public Mark head() {
        return gate.inside(() -> head);
    }

    @Override
    public List<LoggedChange> changesAfter(Mark mark, int limit) {
        return gate.inside(() ->
                log.tailMap(mark, false).entrySet().stream()
                        .limit(limit)
                        .map(entry -> logged(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private LoggedChange logged(Mark mark, Entry entry) {
        var revision = entry.revision();
        return new LoggedChange(
                mark, entry.project(), revision, encodingAfter(entry.project(), revision));
    }

    private @Nullable Encoding encodingAfter(ProjectId project, Revision revision) {
        var row = revision.after() == null ? null : stored(project, revision.memoryId());
        return row == null ? null : row.encoding();
    }

    @Override
    public List<Row> rows(long position, int limit) {
        return gate.inside(() ->
                rows.values().stream()
                        .filter(row -> row.position() > position)
                        .limit(limit)
                        .toList());
    }

    @Override
    public void reencode(List<Row> replacements) {
        gate.run(() -> {
            for (var row : replacements) {
                var key = new Key(row.project(), row.stored().memory().id());
                var present = stored(key.project(), key.id());
                if (present != null) {
                    keep(key, new Stored(present.memory(), row.stored().encoding()));
                }
            }
        });
    }

    @Nullable Stored stored(ProjectId project, MemoryId id) {
        var row = rows.get(new Key(project, id));
        return row == null ? null : row.stored();
    }

    private Stream<Stored> rows(ProjectId project) {
        return rows.values().stream().filter(row -> row.project().equals(project)).map(Row::stored);
    }

    private Stream<Memory> memories(ProjectId project) {
        return rows(project).map(Stored::memory);
    }

    // --- erasing

    /// The memories that ever carried an id, up to a mark.
    Set<MemoryId> everOf(ProjectId project, EntityKey key, Mark upTo) {
        return entries(project, upTo)
                .map(Entry::revision)
                .filter(revision -> key.isIn(revision.subject().scope()))
                .map(Revision::memoryId)
                .collect(Collectors.toSet());
    }

    /// The texts of these memories and of the messages behind them.
    Set<String> texts(ProjectId project, Set<MemoryId> ids, Mark upTo) {
        Set<String> texts = new HashSet<>();
        entries(project, upTo)
                .map(Entry::revision)
                .filter(revision -> ids.contains(revision.memoryId()))
                .forEach(revision -> {
                    Stream.of(revision.before(), revision.after())
                            .filter(Objects::nonNull)
                            .forEach(state -> texts.add(state.text()));
                    revision.input().forEach(message -> texts.add(message.content()));
                });
        return texts;
    }

    /// @return how many entries lost something
    long redact(ProjectId project, Set<MemoryId> ids, Mark upTo) {
        return replace(
                project,
                upTo,
                entry ->
                        ids.contains(entry.revision().memoryId())
                                ? entry.with(entry.revision().redacted())
                                : entry);
    }

    /// Takes the messages out of entries whose operation carried an id that their memory does not.
    long redactInput(ProjectId project, EntityKey key, Mark upTo) {
        return replace(
                project,
                upTo,
                entry ->
                        key.isIn(entry.asked())
                                ? entry.with(entry.revision().withoutInput())
                                : entry);
    }

    private long replace(ProjectId project, Mark upTo, UnaryOperator<Entry> change) {
        var count = 0L;
        for (var place : log.headMap(upTo, true).entrySet()) {
            var entry = place.getValue();
            var changed = entry.project().equals(project) ? change.apply(entry) : entry;
            if (!changed.equals(entry)) {
                place.setValue(changed);
                count++;
            }
        }
        return count;
    }

    private Stream<Entry> entries(ProjectId project, Mark upTo) {
        return log.headMap(upTo, true).values().stream()
                .filter(entry -> entry.project().equals(project));
    }

    /// @return how many messages went
    long eraseWindows(ProjectId project, EntityKey key) {
        var chosen =
                windows.keySet().stream()
                        .filter(session -> session.project().equals(project))
                        .filter(session -> Scope.isIn(key.kind(), key.name(), session.key()))
                        .toList();
        return chosen.stream()
                .mapToLong(session -> Objects.requireNonNull(windows.remove(session)).size())
                .sum();
    }

    /// How many of these memories live on as they were at a mark. One that was restored afterwards
    /// is another one with the same id.
    long countLiving(ProjectId project, Set<MemoryId> ids, Mark upTo) {
        var changedSince =
                log.tailMap(upTo, false).values().stream()
                        .filter(entry -> entry.project().equals(project))
                        .map(entry -> entry.revision().memoryId())
                        .collect(Collectors.toSet());
        return ids.stream()
                .filter(id -> !changedSince.contains(id) && stored(project, id) != null)
                .count();
    }

    /// @return how many memories went
    long erase(ProjectId project) {
        var gone = rows.keySet().stream().filter(key -> key.project().equals(project)).toList();
        gone.forEach(key -> keep(key, null));
        applied.keySet().removeIf(cause -> cause.project().equals(project));
        windows.keySet().removeIf(session -> session.project().equals(project));
        log.values().removeIf(entry -> entry.project().equals(project));
        return gone.size();
    }

    /// The project's history as it is told: without annotations, oldest first.
    private Stream<Revision> told(ProjectId project) {
        return log.values().stream()
                .filter(entry -> entry.project().equals(project))
                .map(Entry::revision)
                .filter(revision -> revision.kind() != Revision.Kind.ANNOTATE);
    }

    private record Key(ProjectId project, MemoryId id) {}

    private record Cause(ProjectId project, EventId event) {}

    private record Session(ProjectId project, String key) {}

    /// @param asked the ids that the operation carried
    private record Entry(ProjectId project, Revision revision, Scope asked) {

        Entry with(Revision other) {
            return new Entry(project, other, asked);
        }
    }
}
