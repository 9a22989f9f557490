package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.EventType;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Lineage;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Origin;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Temporal;
import dev.keepsake.memory.Times;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.Row;
import dev.keepsake.storage.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [MemoryStore] promises.
public interface MemoriesContract extends TestedStorage {

    private MemoryStore memories() {
        return storage().memories();
    }

    // --- rows

    @Test
    default void anAddedMemoryComesBackEqual() {
        var sample = Samples.memory("likes tea").forUser("ana");

        apply(PROJECT, sample.added());

        assertThat(memories().find(PROJECT, sample.id())).contains(sample.memory());
    }

    @Test
    default void everyPartOfAMemoryComesBackEqual() {
        var memory = withEverything();

        apply(PROJECT, new Change.Added(stored(memory), List.of()));

        assertThat(memories().find(PROJECT, memory.id())).contains(memory);
        assertThat(memories().findAll(PROJECT, List.of(memory.id()))).containsExactly(memory);
        assertThat(everything(PROJECT)).containsExactly(memory);
    }

    @Test
    default void metadataKeepsTheOrderOfItsKeys() {
        var sample = Samples.memory("likes tea").with("z", 1).with("a", null).with("m", true);

        apply(PROJECT, sample.added());

        assertThat(memories().find(PROJECT, sample.id()).orElseThrow().metadata().keySet())
                .containsExactly("z", "a", "m");
    }

    @Test
    default void noCategoriesAndUnknownCategoriesAreDifferent() {
        var unknown = Samples.memory("one");
        var none = Samples.memory("two").labelled();

        apply(PROJECT, unknown.added(), none.added());

        assertThat(memories().find(PROJECT, unknown.id()).orElseThrow().categories()).isNull();
        assertThat(memories().find(PROJECT, none.id()).orElseThrow().categories()).isEmpty();
    }

    @Test
    default void textsOfAllKindsComeBackUnchanged() {
        var texts =
                List.of(
                        "O'Brien said \"100%\" _of_ it; -- DROP TABLE memories",
                        "line one\nline two\r\n\ttabbed \\ backslash",
                        "schönes Straßenfest İstanbul ÇĞ",
                        "猫が好き 👩‍👩‍👧‍👦 مرحبا",
                        " leading and trailing ",
                        "x".repeat(100_000));
        var samples = texts.stream().map(text -> Samples.memory(text).forUser(text)).toList();

        samples.forEach(sample -> apply(PROJECT, sample.added()));

        for (var sample : samples) {
            assertThat(memories().find(PROJECT, sample.id())).contains(sample.memory());
        }
    }

    @Test
    default void anUnknownIdIsNotFound() {
        apply(PROJECT, Samples.memory("likes tea").added());

        assertThat(memories().find(PROJECT, MemoryId.random())).isEmpty();
    }

    @Test
    default void findAllKeepsTheOrderOfTheIdsAndSkipsAbsentOnes() {
        var samples = addMany(5);
        var asked =
                List.of(
                        samples.get(3).id(),
                        MemoryId.random(),
                        samples.get(0).id(),
                        samples.get(4).id());

        assertThat(memories().findAll(PROJECT, asked))
                .containsExactly(
                        samples.get(3).memory(), samples.get(0).memory(), samples.get(4).memory());
        assertThat(memories().findAll(PROJECT, List.of())).isEmpty();
    }

    @Test
    default void findAllTakesThousandsOfIds() {
        var samples = addMany(3);
        List<MemoryId> asked = new ArrayList<>();
        IntStream.range(0, 3_000).forEach(_ -> asked.add(MemoryId.random()));
        asked.add(samples.get(1).id());

        assertThat(memories().findAll(PROJECT, asked)).containsExactly(samples.get(1).memory());
    }

    @Test
    default void encodingsAreThoseOfLivingMemories() {
        var one = Samples.memory("one");
        var gone = Samples.memory("gone");
        apply(PROJECT, one.added(), gone.added(), gone.deleted());

        assertThat(memories().encodings(PROJECT, List.of(one.id(), gone.id(), MemoryId.random())))
                .isEqualTo(Map.of(one.id(), one.stored().encoding()));
        assertThat(memories().encodings(PROJECT, List.of())).isEmpty();
    }

    // --- apply

    @Test
    default void applyReturnsTheMarkOfItsLastChange() {
        assertThat(memories().head()).isEqualTo(Mark.START);

        var mark = apply(PROJECT, Samples.memory("one").added(), Samples.memory("two").added());

        assertThat(memories().head()).isEqualTo(mark);
        var log = memories().changesAfter(Mark.START, 10);
        assertThat(log).hasSize(2);
        assertThat(log.getLast().mark()).isEqualTo(mark);
    }

    @Test
    default void applyWithoutChangesReturnsTheHead() {
        var mark = apply(PROJECT, Samples.memory("one").added());

        assertThat(apply(PROJECT)).isEqualTo(mark);
    }

    @Test
    default void applyWritesTheFinishedEvent() {
        var set = Samples.changes(now(), Samples.memory("one").added());

        apply(PROJECT, set);

        var event = storage().events().find(PROJECT, set.cause()).orElseThrow();
        assertThat(event).isEqualTo(eventOf(set));
        assertThat(event.status()).isEqualTo(EventStatus.SUCCEEDED);
    }

    @Test
    default void theSameCauseTwiceIsOnce() {
        var sample = Samples.memory("one");
        var window = new ChangeSet.Window("user_id=ana", List.of(message("hello")));
        var event = Samples.finished(EventType.ADD, Scope.NONE, now());
        var settlement = new ChangeSet.Settlement.Recorded(event);
        var set = new ChangeSet(now(), List.of(sample.added()), window, settlement);

        var first = apply(PROJECT, set);
        apply(PROJECT, Samples.memory("two").added());
        var again = apply(PROJECT, set);

        assertThat(again).isEqualTo(first);
        assertThat(everything(PROJECT)).hasSize(2);
        assertThat(memories().window(PROJECT, "user_id=ana")).hasSize(1);
        assertThat(memories().histories(PROJECT, List.of(sample.id())).get(sample.id())).hasSize(1);
        assertThat(storage().events().totals(PROJECT, now()).adds()).isEqualTo(2);
    }

    @Test
    default void theSameCauseTwiceIsOnceAlsoWithoutChanges() {
        var window = new ChangeSet.Window("user_id=ana", List.of(message("hello")));
        var event = Samples.finished(EventType.ADD, Scope.NONE, now());
        var set = new ChangeSet(now(), List.of(), window, new ChangeSet.Settlement.Recorded(event));

        var first = apply(PROJECT, set);
        apply(PROJECT, Samples.memory("one").added());

        assertThat(apply(PROJECT, set)).isEqualTo(first);
        assertThat(memories().window(PROJECT, "user_id=ana")).hasSize(1);
    }

    @Test
    default void aCauseIsRememberedLongerThanItsEvent() {
        var sample = Samples.memory("one");
        var set = Samples.changes(now(), sample.added());
        var first = apply(PROJECT, set);
        apply(PROJECT, sample.deleted());

        storage().events().expire(now().plusSeconds(1));

        assertThat(apply(PROJECT, set)).isEqualTo(first);
        assertThat(everything(PROJECT)).isEmpty();
    }

    @Test
    default void aPartOfAnOperationLeavesNoEvent() {
        var sample = Samples.memory("one");
        var cause = EventId.random();
        var set =
                new ChangeSet(
                        now(),
                        List.of(sample.added()),
                        null,
                        new ChangeSet.Settlement.Unrecorded(cause));

        var first = apply(PROJECT, set);
        apply(PROJECT, Samples.changes(now(), sample.deleted()));

        assertThat(apply(PROJECT, set)).as("the same part again").isEqualTo(first);
        assertThat(everything(PROJECT)).isEmpty();
        assertThat(storage().events().find(PROJECT, cause)).isEmpty();
        assertThat(storage().events().totals(PROJECT, now()).adds()).isEqualTo(1);
        assertThat(memories().histories(PROJECT, List.of(sample.id())).get(sample.id()))
                .extracting(Revision::cause)
                .startsWith(cause);
    }

    @Test
    default void addingAnIdThatExistsIsAConflict() {
        var sample = Samples.memory("one");
        apply(PROJECT, sample.added());

        refuses(sample.saying("another").added());

        assertThat(everything(PROJECT)).containsExactly(sample.memory());
    }

    @Test
    default void addingTheSameIdTwiceInOneSetIsAConflict() {
        var sample = Samples.memory("one");

        refuses(sample.added(), sample.added());

        assertThat(everything(PROJECT)).isEmpty();
    }

    @Test
    default void anUpdateReplacesTheState() {
        var before = Samples.memory("likes tea").forUser("ana");
        var after = before.saying("likes coffee").with("k", "v").labelled("drinks");
        apply(PROJECT, before.added());

        apply(PROJECT, before.updatedTo(after));

        assertThat(memories().find(PROJECT, before.id())).contains(after.memory());
        assertThat(everything(PROJECT)).containsExactly(after.memory());
        assertThat(storedRows()).containsExactly(after.stored());
    }

    @Test
    default void anUpdateOfAnotherStateIsAConflict() {
        var first = Samples.memory("one").with("k", 1);
        var second = first.with("k", 2);
        apply(PROJECT, first.added());
        apply(PROJECT, first.updatedTo(second));

        refuses(first.updatedTo(first.saying("too late")));

        assertThat(everything(PROJECT)).containsExactly(second.memory());
    }

    @Test
    default void anUpdateOfWhatIsNotThereIsAConflict() {
        var sample = Samples.memory("one");

        refuses(sample.updatedTo(sample.saying("two")));
    }

    @Test
    default void deletingAnotherStateIsAConflict() {
        var first = Samples.memory("one");
        apply(PROJECT, first.added());

        refuses(first.labelled("x").deleted());

        assertThat(everything(PROJECT)).containsExactly(first.memory());
    }

    @Test
    default void deletingWhatIsNotThereIsAConflict() {
        refuses(Samples.memory("one").deleted());
    }

    @Test
    default void annotatingAnotherStateIsAConflict() {
        var first = Samples.memory("one");
        var second = first.labelled("a");
        apply(PROJECT, first.added());
        apply(PROJECT, first.annotatedTo(second));

        refuses(first.annotatedTo(first.labelled("b")));

        assertThat(everything(PROJECT)).containsExactly(second.memory());
    }

    @Test
    default void aConflictLeavesNothingBehind() {
        var known = Samples.memory("known");
        apply(PROJECT, known.added());
        var head = memories().head();
        var set =
                new ChangeSet(
                        now(),
                        List.of(Samples.memory("new").added(), known.deleted(), known.deleted()),
                        new ChangeSet.Window("user_id=ana", List.of(message("hello"))),
                        new ChangeSet.Settlement.Recorded(
                                Samples.finished(EventType.ADD, Scope.NONE, now())));

        assertThatThrownBy(() -> apply(PROJECT, set)).isInstanceOf(Failure.Conflict.class);

        assertThat(memories().head()).isEqualTo(head);
        assertThat(everything(PROJECT)).containsExactly(known.memory());
        assertThat(memories().window(PROJECT, "user_id=ana")).isEmpty();
        assertThat(storage().events().find(PROJECT, set.cause())).isEmpty();
        assertThat(storage().events().totals(PROJECT, now()).adds()).isEqualTo(1);
        assertThat(memories().revisions(PROJECT, Page.Ask.first(10)).total()).isEqualTo(1);
    }

    @Test
    default void aRefusedCauseMayTryAgain() {
        var sample = Samples.memory("one");
        var set = Samples.changes(now(), sample.deleted());
        assertThatThrownBy(() -> apply(PROJECT, set)).isInstanceOf(Failure.Conflict.class);
        apply(PROJECT, sample.added());

        apply(PROJECT, set);

        assertThat(everything(PROJECT)).isEmpty();
    }

    @Test
    default void changesOfOneSetActInTheirOrder() {
        var one = Samples.memory("one");
        var two = one.saying("two");
        var three = two.labelled("x");

        apply(PROJECT, one.added(), one.updatedTo(two), two.annotatedTo(three));

        assertThat(everything(PROJECT)).containsExactly(three.memory());
        assertThat(memories().changesAfter(Mark.START, 10))
                .extracting(change -> change.revision().kind())
                .containsExactly(Revision.Kind.ADD, Revision.Kind.UPDATE, Revision.Kind.ANNOTATE);
    }

    @Test
    default void aDeletedMemoryIsGoneFromEveryRead() {
        var sample = Samples.memory("one").forUser("ana");
        var other = Samples.memory("two").forUser("ana");
        apply(PROJECT, sample.added(), other.added());

        apply(PROJECT, sample.deleted());

        assertThat(memories().find(PROJECT, sample.id())).isEmpty();
        assertThat(everything(PROJECT)).containsExactly(other.memory());
        assertThat(
                        memories()
                                .withHash(
                                        PROJECT,
                                        Scope.ofUser("ana"),
                                        List.of(sample.memory().hash())))
                .isEmpty();
        assertThat(storedRows()).containsExactly(other.stored());
        assertThat(memories().totals(PROJECT).memories()).isEqualTo(1);
    }

    @Test
    default void aDeletedIdCanBeAddedAgain() {
        var sample = Samples.memory("one");
        apply(PROJECT, sample.added());
        apply(PROJECT, sample.deleted());

        apply(PROJECT, sample.saying("back again").added());

        assertThat(everything(PROJECT)).containsExactly(sample.saying("back again").memory());
        assertThat(memories().histories(PROJECT, List.of(sample.id())).get(sample.id()))
                .extracting(Revision::kind)
                .containsExactly(Revision.Kind.ADD, Revision.Kind.DELETE, Revision.Kind.ADD);
    }

    @Test
    default void anAnnotationChangesTheStateAndKeepsTheEncoding() {
        var before = Samples.memory("one");
        var after = before.labelled("x");
        apply(PROJECT, before.added());

        apply(PROJECT, before.annotatedTo(after));

        assertThat(memories().find(PROJECT, before.id())).contains(after.memory());
        assertThat(storedRows()).containsExactly(after.stored());
    }

    @Test
    default void applyingUnderALeaseEndsTheWork() {
        var work = Samples.work(now(), "ana");
        var lease = storage().work().acceptAndClaim(PROJECT, work, MINUTE).orElseThrow();
        var done = lease.work().event().succeeded(List.of(), Map.of("n", 1), now());
        var sample = Samples.memory("one");

        apply(PROJECT, leased(lease, done, sample.added()));

        assertThat(everything(PROJECT)).containsExactly(sample.memory());
        assertThat(storage().events().find(PROJECT, done.id())).contains(done);
        assertThat(storage().work().backlog()).isZero();
        assertThat(storage().work().renew(lease, MINUTE)).isFalse();
        assertThat(storage().events().totals(PROJECT, now()).adds()).isEqualTo(1);
    }

    @Test
    default void applyingUnderALostLeaseIsAConflictAndChangesNothing() {
        storage().work().accept(PROJECT, Samples.work(now(), "ana"));
        var lost = storage().work().claim(MINUTE).orElseThrow();
        clock().advance(MINUTE.multipliedBy(2));
        var held = storage().work().claim(MINUTE).orElseThrow();
        var done = lost.work().event().succeeded(List.of(), Map.of(), now());
        var set = leased(lost, done, Samples.memory("one").added());

        assertThatThrownBy(() -> apply(PROJECT, set)).isInstanceOf(Failure.Conflict.class);

        assertThat(everything(PROJECT)).isEmpty();
        assertThat(storage().events().find(PROJECT, done.id()).orElseThrow().status())
                .isEqualTo(EventStatus.RUNNING);
        assertThat(storage().work().renew(held, MINUTE)).isTrue();
    }

    @Test
    default void aConflictUnderALeaseKeepsTheLease() {
        var work = Samples.work(now(), "ana");
        var lease = storage().work().acceptAndClaim(PROJECT, work, MINUTE).orElseThrow();
        var done = lease.work().event().succeeded(List.of(), Map.of(), now());
        var set = leased(lease, done, Samples.memory("one").deleted());

        assertThatThrownBy(() -> apply(PROJECT, set)).isInstanceOf(Failure.Conflict.class);

        assertThat(storage().work().renew(lease, MINUTE)).isTrue();
        assertThat(storage().work().backlog()).isEqualTo(1);
    }

    @Test
    default void applyingTwiceUnderOneLeaseIsOnce() {
        var work = Samples.work(now(), "ana");
        var lease = storage().work().acceptAndClaim(PROJECT, work, MINUTE).orElseThrow();
        var done = lease.work().event().succeeded(List.of(), Map.of(), now());
        var set = leased(lease, done, Samples.memory("one").added());

        var first = apply(PROJECT, set);

        assertThat(apply(PROJECT, set)).isEqualTo(first);
        assertThat(everything(PROJECT)).hasSize(1);
    }

    // --- lists

    @Test
    default void aListIsNewestFirst() {
        var old = Samples.memory("old").at(Samples.START.minusSeconds(60));
        var middle = Samples.memory("middle").at(Samples.START.minusSeconds(60).plusNanos(1_000));
        var young = Samples.memory("young").at(Samples.START.plusSeconds(1));

        apply(PROJECT, middle.added());
        apply(PROJECT, young.added());
        apply(PROJECT, old.added());

        assertThat(everything(PROJECT))
                .containsExactly(young.memory(), middle.memory(), old.memory());
    }

    @Test
    default void aListOrdersWholeAndFractionalSecondsAsInstants() {
        var whole = Samples.memory("whole").at(Instant.parse("2026-01-01T00:00:00Z"));
        var fraction = Samples.memory("fraction").at(Instant.parse("2026-01-01T00:00:00.5Z"));
        var ancient = Samples.memory("ancient").at(Instant.parse("0999-12-31T00:00:00Z"));
        var beforeEpoch = Samples.memory("epoch").at(Instant.parse("1969-12-31T23:59:59.9Z"));

        apply(PROJECT, whole.added(), ancient.added(), fraction.added(), beforeEpoch.added());

        assertThat(everything(PROJECT))
                .containsExactly(
                        fraction.memory(), whole.memory(), beforeEpoch.memory(), ancient.memory());
    }

    @Test
    default void memoriesOfOneInstantAreOrderedByIdAsText() {
        var low = Samples.memory("low").named(id("0fffffff-0000-4000-8000-000000000000"));
        var middle = Samples.memory("mid").named(id("7fffffff-0000-4000-8000-000000000000"));
        var high = Samples.memory("high").named(id("ffffffff-0000-4000-8000-000000000000"));

        apply(PROJECT, middle.added(), high.added(), low.added());

        assertThat(everything(PROJECT))
                .containsExactly(high.memory(), middle.memory(), low.memory());
    }

    @Test
    default void pagesCutTheListAndCountAllOfIt() {
        var samples = addMany(5);
        var newestFirst = samples.reversed().stream().map(Sample::memory).toList();

        var second = memories().list(PROJECT, Filter.EVERYTHING, new Page.Ask(2, 2));
        var last = memories().list(PROJECT, Filter.EVERYTHING, new Page.Ask(3, 2));
        var beyond = memories().list(PROJECT, Filter.EVERYTHING, new Page.Ask(4, 2));

        assertThat(second).isEqualTo(new Page<>(newestFirst.subList(2, 4), 5, 2, 2));
        assertThat(last).isEqualTo(new Page<>(newestFirst.subList(4, 5), 5, 3, 2));
        assertThat(beyond).isEqualTo(new Page<>(List.of(), 5, 4, 2));
    }

    @Test
    default void pagesCountOnlyWhatTheFilterMeans() {
        for (var n = 0; n < 6; n++) {
            apply(PROJECT, Samples.memory("m" + n).forUser(n % 2 == 0 ? "ana" : "ben").added());
        }

        var page =
                memories().list(PROJECT, Filter.exactly(Scope.ofUser("ana")), new Page.Ask(1, 2));

        assertThat(page.total()).isEqualTo(3);
        assertThat(page.items()).hasSize(2);
    }

    @Test
    default void aHashIsFoundInExactlyItsScopeAndInAnyState() {
        var text = "likes tea";
        var ana = Samples.memory(text).forUser("ana");
        var merged = Samples.memory(text).forUser("ana").replaced(Lifecycle.MERGED, ana.id());
        var anaInRun = Samples.memory(text).forUser("ana").inRun("r1");
        var capital = Samples.memory(text).forUser("Ana");
        var other = Samples.memory("likes coffee").forUser("ana");
        apply(
                PROJECT,
                ana.added(),
                merged.added(),
                anaInRun.added(),
                capital.added(),
                other.added());
        var hash = Memory.hashOf(text);

        assertThat(memories().withHash(PROJECT, Scope.ofUser("ana"), List.of(hash)))
                .containsExactlyInAnyOrder(ana.memory(), merged.memory());
        assertThat(
                        memories()
                                .withHash(
                                        PROJECT,
                                        Scope.ofUser("ana"),
                                        Set.of(hash, other.memory().hash())))
                .containsExactlyInAnyOrder(ana.memory(), merged.memory(), other.memory());
        assertThat(memories().withHash(PROJECT, Scope.NONE, List.of(hash))).isEmpty();
        assertThat(memories().withHash(PROJECT, Scope.ofUser("ana"), List.of())).isEmpty();
    }

    @Test
    default void theHashFollowsTheText() {
        var before = Samples.memory("likes tea").forUser("ana");
        var after = before.saying("likes coffee");
        apply(PROJECT, before.added());
        apply(PROJECT, before.updatedTo(after));
        var scope = Scope.ofUser("ana");

        assertThat(memories().withHash(PROJECT, scope, List.of(before.memory().hash()))).isEmpty();
        assertThat(memories().withHash(PROJECT, scope, List.of(after.memory().hash())))
                .containsExactly(after.memory());
    }

    @Test
    default void replacedMemoriesAreFoundOneStepBack() {
        var now = Samples.memory("lives in Graz");
        var before = Samples.memory("lives in Linz").replaced(Lifecycle.SUPERSEDED, now.id());
        var earlier = Samples.memory("lives in Wels").replaced(Lifecycle.SUPERSEDED, before.id());
        var barer = Samples.memory("is in Graz").replaced(Lifecycle.MERGED, now.id());
        apply(PROJECT, now.added(), before.added(), earlier.added(), barer.added());

        assertThat(memories().replacedBy(PROJECT, List.of(now.id(), MemoryId.random())))
                .containsExactlyInAnyOrder(before.memory(), barer.memory());
        assertThat(memories().replacedBy(PROJECT, List.of(earlier.id()))).isEmpty();
        assertThat(memories().replacedBy(PROJECT, List.of())).isEmpty();
    }

    // --- history

    @Test
    default void aHistoryTellsEveryStepOldestFirst() {
        var one = Samples.memory("one").forUser("ana");
        var two = one.saying("two");
        var input = List.of(new Message("user", "Ana", "one"), message("two"));
        Map<String, @Nullable Object> note = new LinkedHashMap<>();
        note.put("why", "superseded");
        note.put("by", null);
        var add = Samples.changes(now(), new Change.Added(one.stored(), input));
        apply(PROJECT, add);
        clock().advance(MINUTE);
        var update =
                Samples.changes(now(), new Change.Updated(one.memory(), two.stored(), input, note));
        apply(PROJECT, update);
        clock().advance(MINUTE);
        var delete = Samples.changes(now(), two.deleted());
        apply(PROJECT, delete);

        var history = memories().histories(PROJECT, List.of(one.id())).get(one.id());

        assertThat(history)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("id")
                .containsExactly(
                        revision(add, Revision.Kind.ADD, null, one.memory(), input, Map.of()),
                        revision(
                                update,
                                Revision.Kind.UPDATE,
                                one.memory(),
                                two.memory(),
                                input,
                                note),
                        revision(
                                delete,
                                Revision.Kind.DELETE,
                                two.memory(),
                                null,
                                List.of(),
                                Map.of()));
        assertThat(history).extracting(Revision::id).doesNotHaveDuplicates();
    }

    @Test
    default void aRevisionKeepsItsIdAtEveryRead() {
        var sample = Samples.memory("one");
        apply(PROJECT, sample.added());

        var fromHistory = memories().histories(PROJECT, List.of(sample.id())).get(sample.id());
        var fromFeed = memories().revisions(PROJECT, Page.Ask.first(1)).items();
        var fromLog = memories().changesAfter(Mark.START, 1).getFirst().revision();

        assertThat(fromHistory).isEqualTo(fromFeed).containsExactly(fromLog);
    }

    @Test
    default void aHistoryDoesNotTellAnnotations() {
        var one = Samples.memory("one");
        apply(PROJECT, one.added());
        apply(PROJECT, one.annotatedTo(one.labelled("x")));

        assertThat(memories().histories(PROJECT, List.of(one.id())).get(one.id()))
                .extracting(Revision::kind)
                .containsExactly(Revision.Kind.ADD);
        assertThat(memories().revisions(PROJECT, Page.Ask.first(10)))
                .satisfies(page -> assertThat(page.total()).isEqualTo(1));
    }

    @Test
    default void idsNeverSeenHaveNoHistory() {
        var one = Samples.memory("one");
        var two = Samples.memory("two");
        apply(PROJECT, one.added(), two.added());

        var histories = memories().histories(PROJECT, List.of(MemoryId.random(), two.id()));

        assertThat(histories).containsOnlyKeys(two.id());
        assertThat(memories().histories(PROJECT, List.of())).isEmpty();
    }

    @Test
    default void theHistoryOfTheProjectIsNewestFirstInPages() {
        var samples = addMany(5);

        var page = memories().revisions(PROJECT, new Page.Ask(2, 2));

        assertThat(page.total()).isEqualTo(5);
        assertThat(page.items())
                .extracting(Revision::memoryId)
                .containsExactly(samples.get(2).id(), samples.get(1).id());
        assertThat(memories().revisions(PROJECT, new Page.Ask(4, 2)))
                .isEqualTo(new Page<>(List.of(), 5, 4, 2));
    }

    @Test
    default void theHistoryOfTheProjectFollowsTheOrderOfWritingNotTheClock() {
        var one = Samples.memory("one");
        var two = Samples.memory("two");
        apply(PROJECT, Samples.changes(now(), one.added()));
        apply(PROJECT, Samples.changes(now().minusSeconds(60), two.added()));

        assertThat(memories().revisions(PROJECT, Page.Ask.first(10)).items())
                .extracting(Revision::memoryId)
                .containsExactly(two.id(), one.id());
    }

    // --- window

    @Test
    default void theWindowKeepsTheLastMessagesOldestFirst() {
        for (var n = 0; n < 15; n++) {
            append("user_id=ana", "a" + n, "b" + n);
        }

        var window = memories().window(PROJECT, "user_id=ana");

        assertThat(window).hasSize(ChangeSet.Window.CAPACITY);
        assertThat(window.getFirst().content()).isEqualTo("a5");
        assertThat(window.getLast().content()).isEqualTo("b14");
    }

    @Test
    default void moreMessagesThanTheWindowHoldsKeepTheNewest() {
        var texts = IntStream.range(0, 50).mapToObj(n -> "m" + n).toArray(String[]::new);

        append("user_id=ana", texts);

        assertThat(memories().window(PROJECT, "user_id=ana"))
                .extracting(Message::content)
                .containsExactlyElementsOf(List.of(texts).subList(30, 50));
    }

    @Test
    default void messagesOfTheWindowComeBackEqual() {
        var messages =
                List.of(new Message("user", "Ana", "hi \"there\""), new Message("tool", null, ""));
        apply(PROJECT, windowed(new ChangeSet.Window("user_id=ana", messages)));

        assertThat(memories().window(PROJECT, "user_id=ana")).isEqualTo(messages);
    }

    @Test
    default void everySessionHasItsOwnWindow() {
        append("user_id=ana", "hello");
        append("run_id=1&user_id=ana", "other");

        assertThat(memories().window(PROJECT, "user_id=ana"))
                .extracting(Message::content)
                .containsExactly("hello");
        assertThat(memories().window(PROJECT, "user_id=Ana")).isEmpty();
    }

    // --- totals

    @Test
    default void totalsCountMemoriesAndTheirEntities() {
        apply(
                PROJECT,
                Samples.memory("1").forUser("ana").added(),
                Samples.memory("2").forUser("ana").inRun("r").added(),
                Samples.memory("3").forUser("ben").forAgent("bot").added(),
                Samples.memory("4").forAgent("bot").inApp("app").added(),
                Samples.memory("5").inApp("app").added());

        assertThat(memories().totals(PROJECT))
                .isEqualTo(new MemoryStore.MemoryTotals(5, 2, 1, 1, 3, 2, 1));
    }

    // --- what the index follows

    @Test
    default void changesComeInMarkOrderWithTheirEncodings() {
        var samples = addMany(4);
        var all = memories().changesAfter(Mark.START, 100);

        assertThat(all).extracting(LoggedChange::mark).isSorted().doesNotHaveDuplicates();
        assertThat(all).extracting(LoggedChange::project).containsOnly(PROJECT);
        assertThat(all)
                .extracting(change -> change.revision().after())
                .containsExactlyElementsOf(samples.stream().map(Sample::memory).toList());
        assertThat(all)
                .extracting(LoggedChange::encoding)
                .containsExactlyElementsOf(
                        samples.stream().map(sample -> sample.stored().encoding()).toList());
    }

    @Test
    default void changesAreReadInPortions() {
        addMany(5);

        var first = memories().changesAfter(Mark.START, 2);
        var rest = memories().changesAfter(first.getLast().mark(), 100);

        assertThat(first).hasSize(2);
        assertThat(rest).hasSize(3);
        assertThat(memories().changesAfter(memories().head(), 100)).isEmpty();
    }

    @Test
    default void theLogTellsWhatBecameOfEachMemory() {
        var gone = Samples.memory("gone");
        var changed = Samples.memory("before");
        var after = changed.saying("after");
        var labelled = after.labelled("x");
        apply(PROJECT, gone.added(), changed.added());
        apply(PROJECT, gone.deleted(), changed.updatedTo(after), after.annotatedTo(labelled));

        var log = memories().changesAfter(Mark.START, 100);

        assertThat(log).hasSize(5);
        assertThat(log.get(0).encoding()).as("of a memory that is gone by now").isNull();
        assertThat(log.get(2).encoding()).as("of a removal").isNull();
        assertThat(log.get(4).encoding()).isEqualTo(labelled.stored().encoding());
        assertThat(log.get(4).revision().after()).isEqualTo(labelled.memory());
    }

    @Test
    default void theLogCrossesProjects() {
        var elsewhere = ProjectId.random();
        apply(PROJECT, Samples.memory("one").added());
        apply(elsewhere, Samples.memory("two").added());

        assertThat(memories().changesAfter(Mark.START, 100))
                .extracting(LoggedChange::project)
                .containsExactly(PROJECT, elsewhere);
    }

    @Test
    default void rowsGiveEveryLivingMemoryOnce() {
        var samples = new ArrayList<>(addMany(7));
        var gone = samples.remove(3);
        apply(PROJECT, gone.deleted());
        var elsewhere = ProjectId.random();
        var foreign = Samples.memory("foreign");
        apply(elsewhere, foreign.added());

        List<Row> rows = new ArrayList<>();
        var position = Row.BEFORE_FIRST;
        for (var some = memories().rows(position, 2);
                !some.isEmpty();
                some = memories().rows(position, 2)) {
            rows.addAll(some);
            position = some.getLast().position();
        }

        assertThat(rows).extracting(Row::position).isSorted().doesNotHaveDuplicates();
        assertThat(rows)
                .filteredOn(row -> row.project().equals(PROJECT))
                .extracting(Row::stored)
                .containsExactlyInAnyOrderElementsOf(samples.stream().map(Sample::stored).toList());
        assertThat(rows)
                .filteredOn(row -> row.project().equals(elsewhere))
                .extracting(Row::stored)
                .containsExactly(foreign.stored());
    }

    @Test
    default void reencodingReplacesVectorsAndNothingElse() {
        var kept = Samples.memory("kept");
        var gone = Samples.memory("gone");
        apply(PROJECT, kept.added(), gone.added());
        var rows = memories().rows(Row.BEFORE_FIRST, 10);
        apply(PROJECT, gone.deleted());
        var head = memories().head();
        var encoding = new Encoding(List.of("kept"), "other-3", new float[] {0, 0.6f, 0.8f});

        memories()
                .reencode(
                        rows.stream()
                                .map(row ->
                                        new Row(
                                                row.position(),
                                                row.project(),
                                                new Stored(row.stored().memory(), encoding)))
                                .toList());

        assertThat(storedRows()).containsExactly(new Stored(kept.memory(), encoding));
        assertThat(everything(PROJECT)).containsExactly(kept.memory());
        assertThat(memories().head()).isEqualTo(head);
        assertThat(memories().histories(PROJECT, List.of(kept.id())).get(kept.id())).hasSize(1);
        assertThat(memories().changesAfter(Mark.START, 1).getFirst().encoding())
                .isEqualTo(encoding);
    }

    // --- many threads

    @Test
    default void ofConcurrentUpdatesOfOneStateOneWins() throws Exception {
        var before = Samples.memory("before");
        apply(PROJECT, before.added());

        var outcomes =
                together(
                        8,
                        n -> {
                            try {
                                apply(PROJECT, before.updatedTo(before.saying("after " + n)));
                                return "won";
                            } catch (Failure.Conflict conflict) {
                                return "lost";
                            }
                        });

        assertThat(outcomes).containsOnlyOnce("won");
        assertThat(memories().histories(PROJECT, List.of(before.id())).get(before.id())).hasSize(2);
    }

    @Test
    default void aCauseAppliedByManyAtOnceIsOnce() throws Exception {
        var set = Samples.changes(now(), Samples.memory("one").added());

        var marks = together(8, _ -> apply(PROJECT, set));

        assertThat(new HashSet<>(marks)).hasSize(1);
        assertThat(everything(PROJECT)).hasSize(1);
    }

    @Test
    default void aFollowerOfTheLogMissesNothingWhileOthersWrite() throws Exception {
        var writers = 4;
        var each = 40;

        var seen =
                together(writers + 1, n -> n < writers ? write(n, each) : follow(writers * each));

        assertThat(seen.getLast())
                .hasSize(writers * each)
                .isEqualTo(
                        memories().changesAfter(Mark.START, 10_000).stream()
                                .map(LoggedChange::mark)
                                .toList());
    }

    private List<Mark> write(int writer, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> apply(PROJECT, Samples.memory(writer + " wrote " + n).added()))
                .toList();
    }

    private List<Mark> follow(int count) {
        List<Mark> seen = new ArrayList<>();
        var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (seen.size() < count && System.nanoTime() < deadline) {
            var after = seen.isEmpty() ? Mark.START : seen.getLast();
            var some = memories().changesAfter(after, 7);
            some.forEach(change -> seen.add(change.mark()));
            if (some.isEmpty()) {
                Thread.onSpinWait();
            }
        }
        return seen;
    }

    // --- pieces

    /// Runs a task in as many threads, begun at the same moment; the answers in thread order.
    private static <T> List<T> together(int threads, ThreadTask<T> task) throws Exception {
        var start = new CyclicBarrier(threads);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<T>> tasks = new ArrayList<>();
            for (var n = 0; n < threads; n++) {
                var number = n;
                tasks.add(() -> {
                    start.await();
                    return task.run(number);
                });
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(tasks)) {
                answers.add(future.get());
            }
            return answers;
        } catch (ExecutionException failed) {
            throw new AssertionError("a thread failed", failed.getCause());
        }
    }

    /// One thread's part of [#together].
    interface ThreadTask<T> {
        T run(int number) throws Exception;
    }

    private void refuses(Change... changes) {
        assertThatThrownBy(() -> apply(PROJECT, changes)).isInstanceOf(Failure.Conflict.class);
    }

    /// Adds as many memories, each a second younger than the one before.
    private List<Sample> addMany(int count) {
        var samples =
                IntStream.range(0, count)
                        .mapToObj(n ->
                                Samples.memory("memory number " + n)
                                        .at(Samples.START.plusSeconds(n)))
                        .toList();
        samples.forEach(sample -> apply(PROJECT, sample.added()));
        return samples;
    }

    private List<Stored> storedRows() {
        return memories().rows(Row.BEFORE_FIRST, 1_000).stream().map(Row::stored).toList();
    }

    private void append(String session, String... texts) {
        var messages = Arrays.stream(texts).map(MemoriesContract::message).toList();
        apply(PROJECT, windowed(new ChangeSet.Window(session, messages)));
    }

    private ChangeSet windowed(ChangeSet.Window window) {
        var event = Samples.finished(EventType.ADD, Scope.NONE, now());
        return new ChangeSet(now(), List.of(), window, new ChangeSet.Settlement.Recorded(event));
    }

    private ChangeSet leased(WorkQueue.Lease lease, Event done, Change... changes) {
        return new ChangeSet(
                now(), List.of(changes), null, new ChangeSet.Settlement.Leased(lease, done));
    }

    private static Event eventOf(ChangeSet set) {
        return switch (set.settlement()) {
            case ChangeSet.Settlement.Recorded(var event) -> event;
            case ChangeSet.Settlement.Leased(_, var event) -> event;
            case ChangeSet.Settlement.Unrecorded _ -> throw new AssertionError("no event");
        };
    }

    private static Revision revision(
            ChangeSet set,
            Revision.Kind kind,
            @Nullable Memory before,
            @Nullable Memory after,
            List<Message> input,
            Map<String, @Nullable Object> note) {
        var id = set.changes().getFirst().memoryId();
        return new Revision(
                UUID.randomUUID(), id, kind, set.at(), before, after, input, note, set.cause());
    }

    private static Message message(String text) {
        return new Message("user", null, text);
    }

    private static MemoryId id(String text) {
        return MemoryId.parse(text);
    }

    private static Stored stored(Memory memory) {
        return new Stored(memory, Samples.encoding(memory.indexedText()));
    }

    private static Memory withEverything() {
        Map<String, @Nullable Object> nested = new LinkedHashMap<>();
        nested.put("none", null);
        nested.put("list", Arrays.asList(1, "two", null, List.of(true), Map.of("k", 2.5)));
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("text", "value");
        metadata.put("whole", 5);
        metadata.put("large", 5_000_000_000L);
        metadata.put("fraction", 4.5);
        metadata.put("flag", false);
        metadata.put("", nested);
        return new Memory(
                MemoryId.random(),
                "Ana likes tea",
                new Scope("ana", "bot", "app", "run"),
                new Origin("Ana", "user", Attribution.ASSISTANT, "procedural_memory"),
                metadata,
                List.of("food", "drinks & more"),
                new Times(
                        Samples.START.minusSeconds(10),
                        Samples.START,
                        Samples.START.plusSeconds(10)),
                LocalDate.of(2031, 2, 28),
                true,
                new Lineage(
                        Lifecycle.SUPERSEDED,
                        MemoryId.random(),
                        true,
                        List.of(MemoryId.random(), MemoryId.random()),
                        List.of(MemoryId.random())),
                new Temporal(
                        Temporal.Type.PLAN,
                        Temporal.Status.FUTURE,
                        Samples.START,
                        null,
                        Temporal.Precision.DAY));
    }
}
