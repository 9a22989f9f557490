package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Stored;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.Row;
import dev.keepsake.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The steps of a random walk that write and read memories.
final class MemorySteps {

    private static final UUID ANY = new UUID(0, 0);
    private static final List<String> SESSIONS = List.of("user_id=ana", "user_id=Ana", "run_id=%");

    private final Pair pair;
    private final Vocabulary words;
    private final RandomFilters filters;
    private final FixedClock clock;
    private final List<Memory> outdated = new ArrayList<>();
    private final List<Applied> applied = new ArrayList<>();

    MemorySteps(Pair pair, Vocabulary words, RandomFilters filters, FixedClock clock) {
        this.pair = pair;
        this.words = words;
        this.filters = filters;
        this.clock = clock;
    }

    List<Step> steps() {
        return List.of(
                new Step(30, "apply changes", this::applyChanges),
                new Step(3, "apply a cause again", this::applyAgain),
                new Step(20, "list", this::list),
                new Step(4, "find by id", this::findById),
                new Step(3, "find by hash", this::findByHash),
                new Step(3, "find what was replaced", this::findReplaced),
                new Step(4, "read histories", this::readHistories),
                new Step(3, "read the project's history", this::readRevisions),
                new Step(3, "read a window", this::readWindow),
                new Step(2, "count memories", this::count),
                new Step(2, "read the log", this::readLog),
                new Step(2, "read all rows", this::readRows),
                new Step(2, "replace encodings", this::reencode));
    }

    // --- writing

    private void applyChanges() {
        var project = words.project();
        var event = event().succeeded(List.of(), Map.of(), clock.instant());
        apply(project, changeSet(project, settlement(event)));
    }

    private ChangeSet.Settlement settlement(Event event) {
        return words.chance(0.1)
                ? new ChangeSet.Settlement.Unrecorded(event.id())
                : new ChangeSet.Settlement.Recorded(event);
    }

    private Event event() {
        return Event.pending(
                new EventId(words.uuid()),
                words.oneOf(List.of(EventType.values())),
                words.scope(),
                Map.of("n", words.below(9)),
                clock.instant());
    }

    private void apply(ProjectId project, ChangeSet set) {
        apply(project, _ -> set);
        applied.add(new Applied(project, set));
    }

    /// Applies a change set that may differ in what each storage made up itself.
    void apply(ProjectId project, Function<Storage, ChangeSet> set) {
        var before = memories(project);
        pair.agree(storage -> storage.memories().apply(project, set.apply(storage)), pair::sameMark)
                .ifPresent(_ -> outdated.addAll(before));
        pair.agree(storage -> storage.memories().head(), pair::sameMark);
    }

    /// Random changes of what the project has, what it had, and what is new.
    ChangeSet changeSet(ProjectId project, ChangeSet.Settlement settlement) {
        List<Change> changes =
                IntStream.range(0, words.below(4)).mapToObj(_ -> change(project)).toList();
        var window = words.chance(0.2) ? window() : null;
        return new ChangeSet(clock.instant(), changes, window, settlement);
    }

    private Change change(ProjectId project) {
        var present = words.chance(0.1) ? outdated : memories(project);
        if (present.isEmpty() || words.chance(0.5)) {
            return words.memory(ids(project)).added();
        }
        var before = new Sample(words.oneOf(present));
        return switch (words.below(10)) {
            case 0, 1, 2, 3 -> before.updatedTo(words.changed(before.memory(), ids(project)));
            case 4, 5 -> told(before, words.changed(before.memory(), ids(project)));
            case 6, 7 -> before.annotatedTo(words.annotated(before.memory()));
            case 8 -> before.deleted();
            default -> before.added();
        };
    }

    private Change told(Sample before, Sample after) {
        Map<String, @Nullable Object> note = new LinkedHashMap<>();
        note.put("why", words.text());
        note.put("none", null);
        var input = List.of(new Message("user", "Ana", words.text()));
        return new Change.Updated(before.memory(), after.stored(), input, note);
    }

    private ChangeSet.Window window() {
        var messages =
                IntStream.range(0, words.below(9))
                        .mapToObj(_ -> new Message("user", null, words.text()))
                        .toList();
        return new ChangeSet.Window(words.oneOf(SESSIONS), messages);
    }

    private void applyAgain() {
        if (!applied.isEmpty()) {
            var again = words.oneOf(applied);
            apply(again.project(), _ -> again.set());
        }
    }

    private void reencode() {
        var rows = rows(pair.yardstick());
        if (rows.isEmpty()) {
            return;
        }
        var chosen = words.someOf(List.copyOf(rows.keySet()));
        Map<Place, Encoding> encodings = new HashMap<>();
        chosen.forEach(place -> encodings.put(place, Samples.encoding(words.text())));
        pair.same(storage -> {
            storage.memories().reencode(reencoded(rows(storage), encodings));
            return true;
        });
    }

    private static List<Row> reencoded(Map<Place, Row> rows, Map<Place, Encoding> encodings) {
        return encodings.entrySet().stream()
                .map(entry -> {
                    var row = rows.get(entry.getKey());
                    var stored = new Stored(row.stored().memory(), entry.getValue());
                    return new Row(row.position(), row.project(), stored);
                })
                .toList();
    }

    // --- reading

    private void list() {
        var project = words.project();
        var filter = filters.next(ids(project));
        var ask = ask();
        pair.agree(
                storage -> storage.memories().list(project, filter, ask),
                (actual, expected) -> assertThat(actual).as("%s", filter).isEqualTo(expected));
    }

    private void findById() {
        var project = words.project();
        var ids = someIds(project);
        pair.same(storage -> storage.memories().findAll(project, ids));
        pair.same(storage -> storage.memories().encodings(project, ids));
        ids.forEach(id -> pair.same(storage -> storage.memories().find(project, id)));
    }

    private void findByHash() {
        var project = words.project();
        var present = memories(project);
        var scope = present.isEmpty() ? words.scope() : words.oneOf(present).scope();
        var hashes =
                present.stream()
                        .filter(_ -> words.chance(0.7))
                        .map(Memory::hash)
                        .collect(Collectors.toSet());
        pair.same(storage -> Set.copyOf(storage.memories().withHash(project, scope, hashes)));
    }

    private void findReplaced() {
        var project = words.project();
        var ids = words.chance(0.5) ? ids(project) : someIds(project);
        pair.same(storage -> Set.copyOf(storage.memories().replacedBy(project, ids)));
    }

    private void readHistories() {
        var project = words.project();
        var ids = someIds(project);
        pair.same(storage -> {
            Map<MemoryId, List<Revision>> histories = new HashMap<>();
            storage.memories()
                    .histories(project, ids)
                    .forEach((id, history) -> histories.put(id, untitled(history)));
            return histories;
        });
    }

    private void readRevisions() {
        var project = words.project();
        var ask = ask();
        pair.same(storage -> storage.memories().revisions(project, ask).map(MemorySteps::untitled));
    }

    private void readWindow() {
        var project = words.project();
        var session = words.oneOf(SESSIONS);
        pair.same(storage -> storage.memories().window(project, session));
    }

    private void count() {
        var project = words.project();
        pair.same(storage -> storage.memories().totals(project));
    }

    private void readLog() {
        var limit = 1 + words.below(50);
        pair.same(storage -> told(wholeLog(storage, limit)));
    }

    private static List<LoggedChange> wholeLog(Storage storage, int limit) {
        List<LoggedChange> log = new ArrayList<>();
        var some = storage.memories().changesAfter(Mark.START, limit);
        while (!some.isEmpty()) {
            log.addAll(some);
            some = storage.memories().changesAfter(some.getLast().mark(), limit);
        }
        return log;
    }

    /// What two logs must agree on: of the encodings those that an index ends up with.
    private static List<LoggedChange> told(List<LoggedChange> log) {
        List<LoggedChange> told = new ArrayList<>();
        Set<Place> seen = new HashSet<>();
        for (var change : log.reversed()) {
            var revision = change.revision();
            var isLast = seen.add(new Place(change.project(), revision.memoryId()));
            var encoding = isLast && revision.after() != null ? change.encoding() : null;
            told.add(new LoggedChange(Mark.START, change.project(), untitled(revision), encoding));
        }
        return told.reversed();
    }

    private void readRows() {
        pair.same(storage ->
                rows(storage).values().stream()
                        .map(row -> new Row(Row.BEFORE_FIRST, row.project(), row.stored()))
                        .collect(Collectors.toSet()));
    }

    private static Map<Place, Row> rows(Storage storage) {
        Map<Place, Row> rows = new LinkedHashMap<>();
        var some = storage.memories().rows(Row.BEFORE_FIRST, 17);
        while (!some.isEmpty()) {
            for (var row : some) {
                var place = new Place(row.project(), row.stored().memory().id());
                assertThat(rows.put(place, row)).as("the row before of %s", place).isNull();
            }
            some = storage.memories().rows(some.getLast().position(), 17);
        }
        return rows;
    }

    // --- pieces

    private List<Memory> memories(ProjectId project) {
        return pair.yardstick()
                .memories()
                .list(project, Filter.EVERYTHING, Page.Ask.first(Page.Ask.MAX_SIZE))
                .items();
    }

    private List<MemoryId> ids(ProjectId project) {
        return memories(project).stream().map(Memory::id).toList();
    }

    /// Ids of memories that are there, were there, are elsewhere or nowhere.
    private List<MemoryId> someIds(ProjectId project) {
        List<MemoryId> ids = new ArrayList<>(words.someOf(ids(project)));
        ids.addAll(words.someOf(ids(words.project())));
        ids.addAll(words.someOf(outdated).stream().map(Memory::id).toList());
        ids.add(new MemoryId(words.uuid()));
        return ids.stream().distinct().toList();
    }

    private Page.Ask ask() {
        return new Page.Ask(1 + words.below(3), 1 + words.below(30));
    }

    private static List<Revision> untitled(List<Revision> revisions) {
        return revisions.stream().map(MemorySteps::untitled).toList();
    }

    /// Without its id, which every storage makes up itself.
    private static Revision untitled(Revision revision) {
        return new Revision(
                ANY,
                revision.memoryId(),
                revision.kind(),
                revision.at(),
                revision.before(),
                revision.after(),
                revision.input(),
                revision.note(),
                revision.cause());
    }

    private record Applied(ProjectId project, ChangeSet set) {}

    private record Place(ProjectId project, MemoryId id) {}
}
