package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.event.EventId;
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
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Rows in the order of their positions, and the change log as one list: the mark of an entry is
/// its place in it, counted from one.
final class InMemoryMemories implements MemoryStore {

    private static final Comparator<Memory> NEWEST_FIRST =
            Comparator.comparing((Memory memory) -> memory.times().created())
                    // as text: UUID's own order is signed
                    .thenComparing(memory -> memory.id().toString())
                    .reversed();

    private final Gate gate;
    private final InMemoryWork work;
    private final InMemoryEvents events;
    private final InMemoryEntities entities;
    private final Map<Key, Row> rows = new LinkedHashMap<>();
    private final List<Entry> log = new ArrayList<>();
    private final Map<Cause, Mark> applied = new HashMap<>();
    private final Map<Session, List<Message>> windows = new HashMap<>();
    private final List<Follower> followers = new ArrayList<>();
    private long lastPosition = Row.BEFORE_FIRST;

    InMemoryMemories(Gate gate, InMemoryWork work, InMemoryEvents events) {
        this.gate = gate;
        this.work = work;
        this.events = events;
        this.entities = new InMemoryEntities(gate, this);
    }

    InMemoryEntities entities() {
        return entities;
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
        draft.revisions().forEach(revision -> log.add(new Entry(project, revision)));
        entities.note(project, changes);
        if (changes.window() != null) {
            append(project, changes.window());
        }
        switch (changes.settlement()) {
            case ChangeSet.Settlement.Recorded(var event) -> events.write(project, event);
            case ChangeSet.Settlement.Leased(var lease, var event) -> work.settle(lease, event);
            case ChangeSet.Settlement.Unrecorded _ -> {}
        }
        return head();
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
        return gate.inside(() -> {
            List<LoggedChange> changes = new ArrayList<>();
            for (var at = after.value(); at < log.size() && changes.size() < limit; at++) {
                var entry = log.get((int) at);
                if (entry.project().equals(project)) {
                    changes.add(logged(new Mark(at + 1), entry));
                }
            }
            return changes;
        });
    }

    @Override
    public void restore(ProjectId project, List<LoggedChange> changes) {
        gate.run(() -> {
            var known = new HashSet<UUID>();
            log.stream()
                    .filter(entry -> entry.project().equals(project))
                    .forEach(entry -> known.add(entry.revision().id()));
            for (var change : changes) {
                var revision = change.revision();
                if (known.add(revision.id())) {
                    log.add(new Entry(project, revision));
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
        return gate.inside(() -> new Mark(log.size()));
    }

    @Override
    public List<LoggedChange> changesAfter(Mark mark, int limit) {
        return gate.inside(() -> {
            List<LoggedChange> changes = new ArrayList<>();
            for (var at = mark.value(); at < log.size() && changes.size() < limit; at++) {
                changes.add(logged(new Mark(at + 1), log.get((int) at)));
            }
            return changes;
        });
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

    /// The project's history as it is told: without annotations, oldest first.
    private Stream<Revision> told(ProjectId project) {
        return log.stream()
                .filter(entry -> entry.project().equals(project))
                .map(Entry::revision)
                .filter(revision -> revision.kind() != Revision.Kind.ANNOTATE);
    }

    private record Key(ProjectId project, MemoryId id) {}

    private record Cause(ProjectId project, EventId event) {}

    private record Session(ProjectId project, String key) {}

    private record Entry(ProjectId project, Revision revision) {}
}
