package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.Row;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The part of [CheckedStorage] that watches memories.
record CheckedMemories(MemoryStore store, Checks checks) implements MemoryStore {

    private static final Comparator<Memory> NEWEST_FIRST =
            Comparator.comparing((Memory memory) -> memory.times().created())
                    .thenComparing(memory -> memory.id().toString())
                    .reversed();

    @Override
    public Mark apply(ProjectId project, ChangeSet changes) {
        for (var change : changes.changes()) {
            if (change instanceof Change.Added added) {
                checks.given(project, added.memoryId());
            }
        }
        var mark = checks.answer(() -> store.apply(project, changes));
        assertThat(store.head().reaches(mark)).as("the head reaches %s", mark).isTrue();
        return mark;
    }

    @Override
    public Optional<Memory> find(ProjectId project, MemoryId id) {
        var found = checks.answer(() -> store.find(project, id));
        found.ifPresent(memory -> assertThat(memory.id()).isEqualTo(id));
        found.ifPresent(memory -> belongs(project, memory));
        return found;
    }

    @Override
    public List<Memory> findAll(ProjectId project, List<MemoryId> ids) {
        var found = checks.answer(() -> store.findAll(project, ids));
        found.forEach(memory -> belongs(project, memory));
        var foundIds = found.stream().map(Memory::id).toList();
        assertThat(foundIds).isEqualTo(ids.stream().filter(foundIds::contains).toList());
        return found;
    }

    @Override
    public Map<MemoryId, Encoding> encodings(ProjectId project, Collection<MemoryId> ids) {
        var encodings = checks.answer(() -> store.encodings(project, ids));
        assertThat(ids).containsAll(encodings.keySet());
        encodings.keySet().forEach(id -> checks.belongs(project, id));
        return encodings;
    }

    @Override
    public List<Memory> withHash(ProjectId project, Scope scope, Collection<String> hashes) {
        var found = checks.answer(() -> store.withHash(project, scope, hashes));
        for (var memory : found) {
            belongs(project, memory);
            assertThat(memory.scope()).isEqualTo(scope);
            assertThat(hashes).contains(memory.hash());
        }
        return found;
    }

    @Override
    public Page<Memory> list(ProjectId project, Filter filter, Page.Ask ask) {
        var page = checks.answer(() -> store.list(project, filter, ask));
        Checks.isPageOf(ask, page);
        Checks.ordered(page.items(), NEWEST_FIRST);
        page.items().forEach(memory -> belongs(project, memory));
        return page;
    }

    @Override
    public List<Memory> replacedBy(ProjectId project, Collection<MemoryId> ids) {
        var found = checks.answer(() -> store.replacedBy(project, ids));
        for (var memory : found) {
            belongs(project, memory);
            assertThat(ids).contains(memory.lineage().replacedBy());
        }
        return found;
    }

    @Override
    public List<Memory> patternsOf(ProjectId project, Collection<String> users) {
        var found = checks.answer(() -> store.patternsOf(project, users));
        assertThat(found)
                .allSatisfy(memory -> {
                    assertThat(memory.lineage().synthesized()).isTrue();
                    assertThat(users).contains(memory.scope().user());
                });
        return found;
    }

    @Override
    public Map<MemoryId, List<Revision>> histories(ProjectId project, Collection<MemoryId> ids) {
        var histories = checks.answer(() -> store.histories(project, ids));
        assertThat(ids).containsAll(histories.keySet());
        histories.forEach((id, history) -> {
            assertThat(history).isNotEmpty();
            assertThat(history).allMatch(revision -> revision.memoryId().equals(id));
            history.forEach(revision -> told(project, revision));
        });
        return histories;
    }

    @Override
    public Page<Revision> revisions(ProjectId project, Page.Ask ask) {
        var page = checks.answer(() -> store.revisions(project, ask));
        Checks.isPageOf(ask, page);
        page.items().forEach(revision -> told(project, revision));
        return page;
    }

    @Override
    public List<Message> window(ProjectId project, String sessionKey) {
        var window = checks.answer(() -> store.window(project, sessionKey));
        assertThat(window).hasSizeLessThanOrEqualTo(ChangeSet.Window.CAPACITY);
        return window;
    }

    @Override
    public List<String> categories(ProjectId project) {
        var categories = checks.answer(() -> store.categories(project));
        Checks.ordered(categories, Comparator.naturalOrder());
        assertThat(categories).doesNotHaveDuplicates();
        return categories;
    }

    @Override
    public MemoryTotals totals(ProjectId project) {
        return checks.answer(() -> store.totals(project));
    }

    @Override
    public List<LoggedChange> log(ProjectId project, Mark after, int limit) {
        var changes = checks.answer(() -> store.log(project, after, limit));
        assertThat(changes).hasSizeLessThanOrEqualTo(limit);
        assertThat(changes).extracting(LoggedChange::project).allMatch(project::equals);
        Checks.ordered(changes, Comparator.comparing(LoggedChange::mark));
        return changes;
    }

    @Override
    public void restore(ProjectId project, List<LoggedChange> changes) {
        changes.forEach(change -> checks.given(project, change.revision().memoryId()));
        checks.run(() -> store.restore(project, changes));
    }

    @Override
    public Mark head() {
        return checks.answer(store::head);
    }

    @Override
    public List<LoggedChange> changesAfter(Mark mark, int limit) {
        var changes = checks.answer(() -> store.changesAfter(mark, limit));
        assertThat(changes).hasSizeLessThanOrEqualTo(limit);
        var last = mark;
        for (var change : changes) {
            assertThat(change.mark()).isGreaterThan(last);
            checks.belongs(change.project(), change.revision().memoryId());
            last = change.mark();
        }
        return changes;
    }

    @Override
    public List<Row> rows(long position, int limit) {
        var rows = checks.answer(() -> store.rows(position, limit));
        assertThat(rows).hasSizeLessThanOrEqualTo(limit);
        var last = position;
        for (var row : rows) {
            assertThat(row.position()).isGreaterThan(last);
            belongs(row.project(), row.stored().memory());
            last = row.position();
        }
        return rows;
    }

    @Override
    public void reencode(List<Row> rows) {
        checks.run(() -> store.reencode(rows));
    }

    private void belongs(ProjectId project, Memory memory) {
        checks.belongs(project, memory.id());
    }

    private void told(ProjectId project, Revision revision) {
        assertThat(revision.kind()).isNotEqualTo(Revision.Kind.ANNOTATE);
        checks.belongs(project, revision.memoryId());
    }
}
