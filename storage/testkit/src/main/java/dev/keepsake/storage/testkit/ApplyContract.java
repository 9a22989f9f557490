package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.EventType;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.WorkQueue;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [MemoryStore#apply] promises: all or nothing, once for each cause, never over a state that
/// the caller did not see.
public interface ApplyContract extends TestedStorage {

    private MemoryStore memories() {
        return storage().memories();
    }

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

    // --- pieces

    private void refuses(Change... changes) {
        assertThatThrownBy(() -> apply(PROJECT, changes)).isInstanceOf(Failure.Conflict.class);
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
}
