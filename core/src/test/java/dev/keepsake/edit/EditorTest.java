package dev.keepsake.edit;

import static dev.keepsake.engine.Engine.NO_PAYLOAD;
import static dev.keepsake.engine.Engine.memory;
import static dev.keepsake.engine.Engine.replaced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.Access;
import dev.keepsake.account.Role;
import dev.keepsake.edit.MemoryEdit.Expiry;
import dev.keepsake.engine.Engine;
import dev.keepsake.engine.Interposed;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventResult.Effect;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.EventType;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Changing and deleting by name and by filter. Display names start with the row of the engine
/// contract's acceptance tables.
class EditorTest {

    private static final Scope U = Scope.ofUser("u");

    private final Interposed<MemoryStore> meanwhile = new Interposed<>(MemoryStore.class);
    private final Engine engine = new Engine(meanwhile::around);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    @DisplayName("H01 add, update and delete leave three history entries")
    void addUpdateAndDeleteLeaveThreeHistoryEntries() {
        var id = engine.remember(U, "likes tea").id();
        update(id, "likes rum");
        delete(id, false);

        var history = engine.reader.history(engine.caller, id);

        assertThat(history)
                .extracting(Revision::kind)
                .containsExactly(Revision.Kind.ADD, Revision.Kind.UPDATE, Revision.Kind.DELETE);
        assertThat(text(history.get(1).before())).isEqualTo("likes tea");
        assertThat(text(history.get(1).after())).isEqualTo("likes rum");
        assertThat(text(history.get(2).before())).isEqualTo("likes rum");
        assertThat(history.get(2).after()).isNull();
        assertThat(history.get(1).input()).isEmpty();
        assertThat(engine.has(id)).isFalse();
    }

    @Test
    void aNewTextKeepsItsCreationAndDropsWhatBelongedToTheOldText() {
        var before =
                memory(U, "likes tea").withCategories(List.of("food")).withMetadata(Map.of("k", 1));
        engine.put(before);
        engine.clock.advance(Duration.ofHours(1));

        var after = update(before.id(), "likes rum");

        assertThat(after).isEqualTo(engine.find(before.id()));
        assertThat(after.hash()).isEqualTo(Memory.hashOf("likes rum"));
        assertThat(after.categories()).containsExactly("misc");
        assertThat(after.metadata()).isEqualTo(Map.of("k", 1));
        assertThat(after.times().created()).isEqualTo(Engine.NOW);
        assertThat(after.times().updated()).isEqualTo(Engine.NOW.plus(Duration.ofHours(1)));
        var event = lastEvent();
        assertThat(event.type()).isEqualTo(EventType.UPDATE);
        assertThat(event.status()).isEqualTo(EventStatus.SUCCEEDED);
        assertThat(event.scope()).isEqualTo(U);
        assertThat(event.results())
                .containsExactly(
                        EventResult.of(before.id(), Effect.UPDATE, "likes rum", Scope.NONE));
    }

    @Test
    void theSameTextAgainIsAnUpdateThatGetsItsCategoriesAnew() {
        var memory = memory(U, "likes tea").withCategories(List.of("food"));
        engine.put(memory);
        var embedded = engine.embedder.embedded();

        update(memory.id(), "likes tea");

        assertThat(engine.find(memory.id()).categories()).containsExactly("misc");
        assertThat(kinds(memory.id())).containsExactly(Revision.Kind.ADD, Revision.Kind.UPDATE);
        assertThat(engine.embedder.embedded()).isEqualTo(embedded);
    }

    @Test
    @DisplayName("A33, H02 metadata is replaced as a whole and the text stays")
    void metadataIsReplacedAsAWhole() {
        var memory = memory(U, "X").withMetadata(Map.of("a", 1, "b", 2));
        engine.put(memory);

        engine.editor.update(
                engine.caller,
                new MemoryEdit(memory.id(), null, Map.of("b", 3, "user_id", "evil"), null, null),
                NO_PAYLOAD);

        assertThat(engine.find(memory.id()).metadata()).isEqualTo(Map.of("b", 3));
        var entry = engine.reader.history(engine.caller, memory.id()).getLast();
        assertThat(entry.kind()).isEqualTo(Revision.Kind.UPDATE);
        assertThat(text(entry.before())).isEqualTo("X");
        assertThat(text(entry.after())).isEqualTo("X");
    }

    @Test
    @DisplayName("A25 an expiry is cleared by an explicit null")
    void anExpiryIsClearedByAnExplicitNull() {
        var memory = memory(U, "X").withExpiration(LocalDate.parse("2026-01-01"));
        engine.put(memory);

        engine.editor.update(
                engine.caller,
                new MemoryEdit(memory.id(), null, null, null, new Expiry(null)),
                NO_PAYLOAD);

        assertThat(engine.find(memory.id()).expiration()).isNull();
        assertThat(engine.find(memory.id()).text()).isEqualTo("X");
        assertThat(kinds(memory.id())).containsExactly(Revision.Kind.ADD, Revision.Kind.UPDATE);
    }

    @Test
    void aTimestampMovesCreationAndNotTheUpdate() {
        var id = engine.remember(U, "X").id();
        var then = Instant.parse("2023-05-24T08:00:00Z");
        engine.clock.advance(Duration.ofHours(1));

        engine.editor.update(engine.caller, new MemoryEdit(id, null, null, then, null), NO_PAYLOAD);

        var times = engine.find(id).times();
        assertThat(times.created()).isEqualTo(then);
        assertThat(times.timestamp()).isEqualTo(then);
        assertThat(times.updated()).isEqualTo(Engine.NOW.plus(Duration.ofHours(1)));
    }

    @Test
    @DisplayName(
            "A23, H03 an immutable memory refuses updates, without a trace, and can be deleted")
    void anImmutableMemoryRefusesUpdatesAndCanBeDeleted() {
        var fixed = memory(U, "X").withImmutable(true);
        var free = memory(U, "Y");
        engine.put(fixed, free);

        assertThatThrownBy(() -> update(fixed.id(), "Z"))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessage(
                        "Memory is immutable and cannot be updated. Delete it and add it again.");
        assertThatThrownBy(() -> updateAll(free.id(), fixed.id()))
                .isInstanceOf(Failure.Invalid.class);

        assertThat(engine.texts()).containsExactly("X", "Y");
        assertThat(kinds(fixed.id())).containsExactly(Revision.Kind.ADD);
        assertThat(kinds(free.id())).containsExactly(Revision.Kind.ADD);
        assertThat(events().total()).isZero();
        delete(fixed.id(), false);
        assertThat(engine.has(fixed.id())).isFalse();
    }

    @Test
    void aBatchUpdateChangesWhatIsKnownAndNamesTheRest() {
        var one = engine.remember(U, "one");
        var two = engine.remember(U, "two");
        var unknown = MemoryId.random();
        var before = events().total();

        var outcome = updateAll(one.id(), unknown, two.id());

        assertThat(outcome).isEqualTo(new Outcome(2, List.of(unknown)));
        assertThat(engine.texts()).containsExactly("new 0", "new 2");
        assertThat(events().total()).as("a batch is one event").isEqualTo(before + 1);
        assertThat(lastEvent().results()).hasSize(2);
    }

    @Test
    void aBatchDeleteRemovesWhatIsKnownAndNamesTheRest() {
        var one = engine.remember(U, "one");
        engine.remember(U, "two");
        var unknown = MemoryId.random();

        var outcome =
                engine.editor.deleteAll(
                        engine.caller, List.of(one.id(), unknown, one.id()), NO_PAYLOAD);

        assertThat(outcome).isEqualTo(new Outcome(1, List.of(unknown)));
        assertThat(engine.texts()).containsExactly("two");
    }

    @Test
    void whatTheProjectDoesNotHaveIsMissing() {
        var id = engine.remember(U, "X").id();
        delete(id, false);

        assertThatThrownBy(() -> delete(id, false)).isInstanceOf(Failure.Missing.class);
        assertThatThrownBy(() -> update(id, "Y")).isInstanceOf(Failure.Missing.class);
    }

    @Test
    void whoMayOnlyReadChangesNothing() {
        var id = engine.remember(U, "X").id();
        var caller = engine.caller;
        var reader =
                Engine.caller(caller.organization(), caller.project(), Role.READER, Access.ADMIN);
        var edit = new MemoryEdit(id, "Y", null, null, null);
        var editor = engine.editor;

        assertForbidden(() -> editor.update(reader, edit, NO_PAYLOAD));
        assertForbidden(() -> editor.updateAll(reader, List.of(edit), NO_PAYLOAD));
        assertForbidden(() -> editor.delete(reader, id, false, NO_PAYLOAD));
        assertForbidden(() -> editor.deleteAll(reader, List.of(id), NO_PAYLOAD));
        assertForbidden(
                () -> editor.deleteMatching(reader, Filter.EVERYTHING, Scope.NONE, NO_PAYLOAD));
        assertThat(engine.texts()).containsExactly("X");
    }

    @Test
    @DisplayName("A26, R08 what the deleted memory had replaced is current again")
    void whatTheDeletedMemoryHadReplacedIsCurrentAgain() {
        var graz = memory(U, "lives in Graz");
        var bergen = replaced(memory(U, "lives in Bergen"), Lifecycle.SUPERSEDED, graz);
        var bare = replaced(memory(U, "in Graz"), Lifecycle.MERGED, graz);
        engine.put(graz, bergen, bare);

        assertThat(delete(graz.id(), false)).isZero();

        assertThat(engine.find(bergen.id()).lineage().state()).isEqualTo(Lifecycle.ACTIVE);
        assertThat(engine.find(bergen.id()).lineage().replacedBy()).isNull();
        assertThat(engine.find(bare.id()).lineage().state()).isEqualTo(Lifecycle.ACTIVE);
        var entry = engine.reader.history(engine.caller, bergen.id()).getLast();
        assertThat(entry.kind()).isEqualTo(Revision.Kind.UPDATE);
        assertThat(entry.note().get("lifecycle"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("from", "superseded")
                .containsEntry("to", "active")
                .containsEntry("by", null);
        assertThat(lastEvent().results()).containsExactly(EventResult.deleted(graz.id()));
    }

    @Test
    void predecessorsInheritTheSuccessorOfADeletedLink() {
        var newest = memory(U, "lives in Cork");
        var middle = replaced(memory(U, "lives in Graz"), Lifecycle.SUPERSEDED, newest);
        var oldest = replaced(memory(U, "lives in Bergen"), Lifecycle.SUPERSEDED, middle);
        engine.put(newest, middle, oldest);

        delete(middle.id(), false);

        assertThat(engine.find(oldest.id()).lineage().replacedBy()).isEqualTo(newest.id());
        assertThat(engine.find(oldest.id()).lineage().state()).isEqualTo(Lifecycle.SUPERSEDED);
    }

    @Test
    void predecessorsInheritPastSeveralDeletedLinks() {
        var newest = memory(U, "4");
        var third = replaced(memory(U, "3"), Lifecycle.SUPERSEDED, newest);
        var second = replaced(memory(U, "2"), Lifecycle.SUPERSEDED, third);
        var first = replaced(memory(U, "1"), Lifecycle.SUPERSEDED, second);
        engine.put(newest, third, second, first);

        engine.editor.deleteAll(engine.caller, List.of(third.id(), second.id()), NO_PAYLOAD);

        assertThat(engine.find(first.id()).lineage().replacedBy()).isEqualTo(newest.id());
    }

    @Test
    @DisplayName("A26 a linked deletion takes the older memories along, however far back")
    void aLinkedDeletionTakesTheOlderMemoriesAlong() {
        var newest = memory(U, "newest");
        var middle = replaced(memory(U, "middle"), Lifecycle.SUPERSEDED, newest);
        var oldest = replaced(memory(U, "oldest"), Lifecycle.SUPERSEDED, middle);
        var absorbed = replaced(memory(U, "absorbed"), Lifecycle.MERGED, middle);
        var other = memory(U, "other");
        engine.put(newest, middle, oldest, absorbed, other);

        assertThat(delete(middle.id(), true)).isEqualTo(2);

        assertThat(engine.texts()).containsExactly("newest", "other");
        assertThat(kinds(oldest.id())).containsExactly(Revision.Kind.ADD, Revision.Kind.DELETE);
    }

    @Test
    @DisplayName("A27 several ids are one condition together")
    void severalIdsAreOneConditionTogether() {
        engine.remember(new Scope("u", null, null, "r"), "both");
        engine.remember(U, "user only");
        engine.remember(new Scope("v", null, null, "r"), "run only");

        deleteMatching(Filter.all(entity(EntityKind.USER, "u"), entity(EntityKind.RUN, "r")));

        assertThat(engine.texts()).containsExactly("run only", "user only");
    }

    @Test
    @DisplayName("A28 the wildcard deletes the memories of every user and of nothing else")
    void theWildcardDeletesTheMemoriesOfEveryUser() {
        engine.remember(U, "u");
        engine.remember(new Scope("v", null, "app", null), "v");
        engine.remember(new Scope(null, null, "app", null), "app");

        deleteMatching(new Filter.EntityPresent(EntityKind.USER));

        assertThat(engine.texts()).containsExactly("app");
    }

    @Test
    void aDeletionInSeveralPartsLeavesNoneAndTellsTheCount() {
        var doomed =
                IntStream.range(0, 1200)
                        .mapToObj(i -> memory(U, "memory " + i))
                        .map(each -> each.withExpiration(LocalDate.parse("2020-01-01")))
                        .toArray(Memory[]::new);
        engine.put(doomed);
        var kept = memory(Scope.ofUser("v"), "kept");
        engine.put(kept);

        var id =
                engine.editor.deleteMatching(
                        engine.caller, entity(EntityKind.USER, "u"), U, Map.of("user_id", "u"));

        assertThat(engine.texts()).containsExactly("kept");
        assertThat(engine.search("memory", Filter.EVERYTHING))
                .extracting(hit -> hit.memory().id())
                .containsExactly(kept.id());
        var event = engine.journal.find(engine.project(), id).orElseThrow();
        assertThat(event.type()).isEqualTo(EventType.DELETE_ALL);
        assertThat(event.status()).isEqualTo(EventStatus.SUCCEEDED);
        assertThat(event.scope()).isEqualTo(U);
        assertThat(event.payload()).isEqualTo(Map.of("user_id", "u"));
        assertThat(event.metadata()).isEqualTo(Map.of("deleted", 1200L));
        assertThat(event.results()).hasSize(1000);
        assertThat(kinds(doomed[0].id())).containsExactly(Revision.Kind.ADD, Revision.Kind.DELETE);
    }

    @Test
    void aDeletionThatMatchesNothingIsStillAnEvent() {
        var id = deleteMatching(entity(EntityKind.USER, "nobody"));

        var event = engine.journal.find(engine.project(), id).orElseThrow();
        assertThat(event.results()).isEmpty();
        assertThat(event.metadata()).isEqualTo(Map.of("deleted", 0L));
    }

    @Test
    void deletionsByNameTellTheirCountToo() {
        var one = engine.remember(U, "one").id();
        var two = engine.remember(U, "two").id();
        var three = engine.remember(U, "three").id();

        engine.editor.delete(engine.caller, one, false, NO_PAYLOAD);
        engine.editor.deleteAll(engine.caller, List.of(two, three, MemoryId.random()), NO_PAYLOAD);

        var ask = new EventQuery(EventType.DELETE, null, Scope.NONE, null, null);
        assertThat(engine.journal.list(engine.project(), ask, Page.Ask.first(9)).items())
                .extracting(Event::metadata)
                .containsExactlyInAnyOrder(Map.of("deleted", 1L), Map.of("deleted", 2L));
    }

    @Test
    void aDeletionByFilterThatFailsLeavesAnEventThatSaysHowFarItCame() {
        engine.put(
                IntStream.range(0, 700)
                        .mapToObj(i -> memory(U, "memory " + i))
                        .toArray(Memory[]::new));
        var calls = new AtomicInteger();
        meanwhile.beforeEvery(
                "apply",
                () -> {
                    if (calls.incrementAndGet() == 2) {
                        throw new Failure.StorageFailed("the disk is full");
                    }
                });

        assertThatThrownBy(() -> deleteMatching(entity(EntityKind.USER, "u")))
                .isInstanceOf(Failure.StorageFailed.class);

        var ask = new EventQuery(EventType.DELETE_ALL, null, Scope.NONE, null, null);
        var event =
                engine.journal.list(engine.project(), ask, Page.Ask.first(9)).items().getFirst();
        assertThat(event.status()).isEqualTo(EventStatus.FAILED);
        assertThat(event.error()).isEqualTo("the disk is full (500 memories were deleted before)");
        assertThat(engine.texts()).hasSize(200);
    }

    @Test
    void aDeletionByFilterGetsWhatChangesMeanwhile() {
        var id = engine.remember(U, "X").id();
        meanwhile.before("apply", () -> update(id, "Y"));

        deleteMatching(entity(EntityKind.USER, "u"));

        assertThat(engine.texts()).isEmpty();
        assertThat(kinds(id))
                .containsExactly(Revision.Kind.ADD, Revision.Kind.UPDATE, Revision.Kind.DELETE);
    }

    @Test
    void anUpdateThatLosesARaceBuildsOnTheWinner() {
        var id = engine.remember(U, "X").id();
        var embedded = engine.embedder.embedded();
        meanwhile.before(
                "apply",
                () ->
                        engine.editor.update(
                                engine.caller,
                                new MemoryEdit(id, null, Map.of("k", 1), null, null),
                                NO_PAYLOAD));

        update(id, "Y");

        assertThat(engine.find(id).text()).isEqualTo("Y");
        assertThat(engine.find(id).metadata()).isEqualTo(Map.of("k", 1));
        assertThat(engine.embedder.embedded()).as("embedded once").isEqualTo(embedded + 1);
    }

    @Test
    void aDeletionIsNotDisturbedWhenAPredecessorGoesMeanwhile() {
        var newer = memory(U, "newer");
        var older = replaced(memory(U, "older"), Lifecycle.SUPERSEDED, newer);
        engine.put(newer, older);
        meanwhile.before("encodings", () -> delete(older.id(), false));

        delete(newer.id(), false);

        assertThat(engine.texts()).isEmpty();
    }

    @Test
    void sixtyFourUpdatesOfOneMemoryAllSucceedAndTheHistoryIsUnbroken() throws Exception {
        var id = engine.remember(U, "0").id();
        var start = new CountDownLatch(1);
        // others read before one has written
        meanwhile.beforeEvery("apply", Thread::yield);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var updates =
                    IntStream.rangeClosed(1, 64)
                            .<Callable<Memory>>mapToObj(i ->
                                    () -> {
                                        start.await();
                                        return update(id, "text " + i);
                                    })
                            .map(threads::submit)
                            .toList();
            start.countDown();
            for (Future<Memory> each : updates) {
                each.get();
            }
        }

        var history = engine.reader.history(engine.caller, id);
        assertThat(history).hasSize(65);
        for (var i = 1; i < history.size(); i++) {
            assertThat(history.get(i).before()).isEqualTo(history.get(i - 1).after());
        }
        assertThat(history).extracting(entry -> text(entry.after())).doesNotHaveDuplicates();
        assertThat(engine.find(id)).isEqualTo(history.getLast().after());
    }

    @Test
    void anUpdateThatTheModelFailsLeavesAFailedEventAndTheMemory() {
        var id = engine.remember(U, "X").id();
        engine.embedder.fail(true);

        assertThatThrownBy(() -> update(id, "Y")).isInstanceOf(Failure.ModelFailed.class);

        assertThat(engine.find(id).text()).isEqualTo("X");
        assertThat(lastEvent().type()).isEqualTo(EventType.UPDATE);
        assertThat(lastEvent().status()).isEqualTo(EventStatus.FAILED);
        assertThat(lastEvent().error()).isEqualTo("the embedder is down");
    }

    private Memory update(MemoryId id, String text) {
        return engine.editor.update(
                engine.caller, new MemoryEdit(id, text, null, null, null), NO_PAYLOAD);
    }

    private Outcome updateAll(MemoryId... ids) {
        var edits =
                IntStream.range(0, ids.length)
                        .mapToObj(i -> new MemoryEdit(ids[i], "new " + i, null, null, null))
                        .toList();
        return engine.editor.updateAll(engine.caller, edits, NO_PAYLOAD);
    }

    private int delete(MemoryId id, boolean linked) {
        return engine.editor.delete(engine.caller, id, linked, NO_PAYLOAD);
    }

    private EventId deleteMatching(Filter filter) {
        return engine.editor.deleteMatching(engine.caller, filter, Scope.NONE, NO_PAYLOAD);
    }

    private Page<Event> events() {
        return engine.journal.list(engine.project(), EventQuery.ALL, Page.Ask.first(10));
    }

    private Event lastEvent() {
        return events().items().getFirst();
    }

    private List<Revision.Kind> kinds(MemoryId id) {
        return engine.reader.history(engine.caller, id).stream().map(Revision::kind).toList();
    }

    private static Filter entity(EntityKind kind, String id) {
        return new Filter.EntityIn(kind, Set.of(id));
    }

    private static @Nullable String text(@Nullable Memory memory) {
        return memory == null ? null : memory.text();
    }

    private static void assertForbidden(ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOf(Failure.Forbidden.class);
    }
}
