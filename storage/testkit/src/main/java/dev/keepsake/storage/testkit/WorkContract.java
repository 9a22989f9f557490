package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.WorkQueue;
import dev.keepsake.storage.WorkQueue.Lease;
import dev.keepsake.storage.WorkQueue.Outcome;
import dev.keepsake.storage.WorkQueue.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [WorkQueue] promises.
public interface WorkContract extends TestedStorage {

    private WorkQueue queue() {
        return storage().work();
    }

    // --- accepting

    @Test
    default void acceptedWorkShowsAsAPendingEvent() {
        var work = Samples.work(now(), "ana");

        queue().accept(PROJECT, work);

        assertThat(storage().events().find(PROJECT, work.event().id())).contains(work.event());
        assertThat(queue().backlog()).isEqualTo(1);
    }

    @Test
    default void workComesBackWhole() {
        Map<String, @Nullable Object> job = new LinkedHashMap<>();
        job.put("z", 1);
        job.put("none", null);
        job.put("a", Arrays.asList("x", null, Map.of("deep", 4.5)));
        var event = Samples.pending(EventType.DELETE_ALL, Scope.ofUser("ana"), now());
        queue().accept(PROJECT, new Work(event, Set.of("one", "two & three"), job));

        var lease = claim().orElseThrow();

        assertThat(lease.project()).isEqualTo(PROJECT);
        assertThat(lease.work())
                .isEqualTo(new Work(event.running(now()), Set.of("one", "two & three"), job));
        assertThat(lease.work().job().keySet()).containsExactly("z", "none", "a");
    }

    @Test
    default void anEmptyQueueHandsOutNothing() {
        assertThat(claim()).isEmpty();
        assertThat(queue().backlog()).isZero();
    }

    @Test
    default void acceptAndClaimHandsOutAtOnceWhenTheLanesAreFree() {
        var work = Samples.work(now(), "ana");

        var lease = queue().acceptAndClaim(PROJECT, work, MINUTE).orElseThrow();

        assertThat(lease.attempt()).isEqualTo(1);
        assertThat(lease.until()).isEqualTo(now().plus(MINUTE));
        assertThat(lease.work().event()).isEqualTo(work.event().running(now()));
        assertThat(event(work)).isEqualTo(work.event().running(now()));
        assertThat(claim()).isEmpty();
        assertThat(queue().backlog()).isEqualTo(1);
    }

    @Test
    default void acceptAndClaimWaitsInLineWhenALaneIsTaken() {
        var first = accept("ana");
        var second = Samples.work(now(), "ben", "ana");

        assertThat(queue().acceptAndClaim(PROJECT, second, MINUTE)).isEmpty();

        assertThat(event(second)).isEqualTo(second.event());
        assertThat(queue().backlog()).isEqualTo(2);
        var lease = claim().orElseThrow();
        assertSame(lease, first);
        assertThat(claim()).isEmpty();
        finish(lease);
        assertSame(claim().orElseThrow(), second);
    }

    @Test
    default void acceptAndClaimDoesNotOvertakeWorkThatIsHeld() {
        accept("ana");
        var held = claim().orElseThrow();

        assertThat(queue().acceptAndClaim(PROJECT, Samples.work(now(), "ana"), MINUTE)).isEmpty();

        finish(held);
        assertThat(queue().acceptAndClaim(PROJECT, Samples.work(now(), "ana"), MINUTE)).isEmpty();
    }

    @Test
    default void theOldestWorkIsTheOneAskedForFirstUntilItEnds() {
        assertThat(queue().oldest()).isEmpty();
        var first = accept("ana");
        clock().advance(Duration.ofSeconds(5));
        var second = accept("ben");

        assertThat(queue().oldest()).contains(first.event().created());
        finish(claim().orElseThrow());
        assertThat(queue().oldest()).contains(second.event().created());
        finish(claim().orElseThrow());
        assertThat(queue().oldest()).isEmpty();
    }

    // --- claiming

    @Test
    default void aClaimedEventIsRunning() {
        var work = accept("ana");
        clock().advance(Duration.ofSeconds(5));

        var lease = claim().orElseThrow();

        assertThat(lease.attempt()).isEqualTo(1);
        assertThat(lease.until()).isEqualTo(now().plus(MINUTE));
        assertThat(lease.work().event().status()).isEqualTo(EventStatus.RUNNING);
        assertThat(event(work)).isEqualTo(work.event().running(now()));
    }

    @Test
    default void workOfOneLaneRunsInTheOrderOfAcceptance() {
        var works = IntStream.range(0, 4).mapToObj(_ -> accept("ana")).toList();

        for (var work : works) {
            var lease = claim().orElseThrow();
            assertSame(lease, work);
            assertThat(claim()).as("while the lane is taken").isEmpty();
            finish(lease);
        }
        assertThat(queue().backlog()).isZero();
    }

    @Test
    default void acceptanceOrdersALaneWhateverTheEventsSay() {
        var first = Samples.work(now().plusSeconds(60), "ana");
        var second = Samples.work(now(), "ana");
        queue().accept(PROJECT, first);
        queue().accept(PROJECT, second);

        assertSame(claim().orElseThrow(), first);
    }

    @Test
    default void otherLanesGoOn() {
        accept("ana");
        var ben = accept("ben");
        claim().orElseThrow();

        assertSame(claim().orElseThrow(), ben);
    }

    @Test
    default void workWithSeveralLanesNeedsThemAll() {
        var ana = accept("ana");
        var both = accept("ana", "ben");
        var ben = accept("ben");
        var cleo = accept("cleo");

        var first = claim().orElseThrow();
        var second = claim().orElseThrow();

        assertSame(first, ana);
        assertSame(second, cleo);
        assertThat(claim()).as("ben stands behind both").isEmpty();
        finish(first);
        var third = claim().orElseThrow();
        assertSame(third, both);
        assertThat(claim()).isEmpty();
        finish(third);
        assertSame(claim().orElseThrow(), ben);
    }

    @Test
    default void insideAProjectTheOldestWorkComesFirst() {
        var works = IntStream.range(0, 5).mapToObj(n -> accept("lane " + n)).toList();

        for (var work : works) {
            assertSame(claim().orElseThrow(), work);
        }
    }

    @Test
    default void projectsTakeTurns() {
        var busy = ProjectId.random();
        var quiet = ProjectId.random();
        IntStream.range(0, 4).forEach(n -> queue().accept(busy, Samples.work(now(), "l" + n)));
        IntStream.range(0, 2).forEach(n -> queue().accept(quiet, Samples.work(now(), "l" + n)));

        var order = IntStream.range(0, 6).mapToObj(_ -> claim().orElseThrow().project()).toList();

        assertThat(order).containsExactly(busy, quiet, busy, quiet, busy, busy);
    }

    @Test
    default void aProjectThatJustWaitedComesBeforeOneServedLater() {
        var one = ProjectId.random();
        var two = ProjectId.random();
        queue().accept(one, Samples.work(now(), "a"));
        claim().orElseThrow();
        queue().accept(two, Samples.work(now(), "a"));
        claim().orElseThrow();

        queue().accept(two, Samples.work(now(), "b"));
        queue().accept(one, Samples.work(now(), "b"));

        assertThat(claim().orElseThrow().project()).isEqualTo(one);
    }

    @Test
    default void handingOutAtOnceIsATurnToo() {
        var one = ProjectId.random();
        var two = ProjectId.random();
        queue().acceptAndClaim(one, Samples.work(now(), "a"), MINUTE).orElseThrow();
        queue().accept(one, Samples.work(now(), "b"));
        queue().accept(two, Samples.work(now(), "b"));

        assertThat(claim().orElseThrow().project()).isEqualTo(two);
    }

    // --- leases

    @Test
    default void heldWorkIsNotHandedOutAgain() {
        accept("ana");
        claim().orElseThrow();
        clock().advance(MINUTE.minusMillis(1));

        assertThat(claim()).isEmpty();
    }

    @Test
    default void aLeaseThatRanOutIsClaimedAgain() {
        var work = accept("ana");
        var first = claim().orElseThrow();
        clock().advance(MINUTE.plusMillis(1));

        var second = claim().orElseThrow();

        assertSame(second, work);
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.token()).isNotEqualTo(first.token());
        assertThat(second.until()).isEqualTo(now().plus(MINUTE));
        assertThat(event(work)).isEqualTo(work.event().running(now()));
    }

    @Test
    default void aLeaseThatSomebodyElseHasIsLost() {
        var work = accept("ana");
        var lost = claim().orElseThrow();
        clock().advance(MINUTE.multipliedBy(2));
        var held = claim().orElseThrow();

        assertThat(queue().renew(lost, MINUTE)).isFalse();
        assertThat(queue().finish(lost, finished(lost))).isFalse();
        assertThat(queue().finish(lost, new Outcome.Retry(now()))).isFalse();

        assertThat(event(work).status()).isEqualTo(EventStatus.RUNNING);
        assertThat(queue().backlog()).isEqualTo(1);
        assertThat(queue().finish(held, finished(held))).isTrue();
    }

    @Test
    default void aLeaseThatOnlyRanOutIsNotLost() {
        accept("ana");
        var lease = claim().orElseThrow();
        clock().advance(MINUTE.multipliedBy(2));

        assertThat(queue().renew(lease, MINUTE)).isTrue();

        assertThat(claim()).isEmpty();
        clock().advance(MINUTE.multipliedBy(2));
        assertThat(queue().finish(lease, finished(lease))).isTrue();
        assertThat(queue().backlog()).isZero();
    }

    @Test
    default void aRenewedLeaseHoldsFromNow() {
        accept("ana");
        var lease = claim().orElseThrow();
        clock().advance(Duration.ofSeconds(50));

        assertThat(queue().renew(lease, MINUTE)).isTrue();

        clock().advance(Duration.ofSeconds(50));
        assertThat(claim()).isEmpty();
        clock().advance(Duration.ofSeconds(11));
        assertThat(claim()).isPresent();
    }

    @Test
    default void aFinishedLeaseIsLost() {
        accept("ana");
        var lease = claim().orElseThrow();
        finish(lease);

        assertThat(queue().renew(lease, MINUTE)).isFalse();
        assertThat(queue().finish(lease, finished(lease))).isFalse();
        assertThat(queue().finish(lease, new Outcome.Retry(now()))).isFalse();
        assertThat(queue().backlog()).isZero();
    }

    // --- outcomes

    @Test
    default void finishedWorkLeavesItsEvent() {
        var work = accept("ana");
        var lease = claim().orElseThrow();
        clock().advance(Duration.ofSeconds(3));
        var failed = lease.work().event().failed("no answer", now());

        assertThat(queue().finish(lease, new Outcome.Finished(failed))).isTrue();

        assertThat(event(work)).isEqualTo(failed);
        assertThat(queue().backlog()).isZero();
        clock().advance(MINUTE.multipliedBy(5));
        assertThat(claim()).isEmpty();
    }

    @Test
    default void workToBeRetriedWaitsItsDelay() {
        var work = accept("ana");
        var lease = claim().orElseThrow();
        clock().advance(Duration.ofSeconds(1));

        assertThat(queue().finish(lease, new Outcome.Retry(now().plusSeconds(10)))).isTrue();

        assertThat(event(work)).isEqualTo(lease.work().event().waiting(now()));
        assertThat(queue().backlog()).isEqualTo(1);
        clock().advance(Duration.ofSeconds(9));
        assertThat(claim()).isEmpty();
        clock().advance(Duration.ofSeconds(2));
        var again = claim().orElseThrow();
        assertSame(again, work);
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(event(work)).isEqualTo(work.event().running(now()));
    }

    @Test
    default void aLeaseGivenBackForRetryIsLost() {
        accept("ana");
        var lease = claim().orElseThrow();
        queue().finish(lease, new Outcome.Retry(now().plusSeconds(10)));

        assertThat(queue().renew(lease, MINUTE)).isFalse();
        assertThat(queue().finish(lease, finished(lease))).isFalse();
    }

    @Test
    default void workThatWaitsForItsRetryKeepsItsLane() {
        accept("ana");
        var behind = accept("ana");
        var ben = accept("ben");
        var lease = claim().orElseThrow();
        queue().finish(lease, new Outcome.Retry(now().plusSeconds(10)));

        assertSame(claim().orElseThrow(), ben);
        assertThat(claim()).as("work behind the retry").isEmpty();
        clock().advance(Duration.ofSeconds(11));
        var again = claim().orElseThrow();
        assertThat(again.attempt()).isEqualTo(2);
        finish(again);
        assertSame(claim().orElseThrow(), behind);
    }

    // --- counting

    @Test
    default void anAcceptedAddCountsOnceHoweverOftenItIsTried() {
        accept("ana");
        queue().acceptAndClaim(PROJECT, Samples.work(now(), "ben"), MINUTE);
        assertThat(storage().events().totals(PROJECT, now()).adds()).isEqualTo(2);
        var lease = claim().orElseThrow();
        queue().finish(lease, new Outcome.Retry(now()));
        finish(claim().orElseThrow());

        assertThat(storage().events().totals(PROJECT, now()).adds()).isEqualTo(2);
    }

    @Test
    default void otherAcceptedWorkIsNoAdd() {
        var event = Samples.pending(EventType.DELETE_ALL, Scope.NONE, now());
        queue().accept(PROJECT, new Work(event, Set.of("ana"), Map.of()));

        assertThat(storage().events().totals(PROJECT, now()).adds()).isZero();
        assertThat(storage().events().totals(PROJECT, now()).retrievals()).isZero();
    }

    // --- many threads

    @Test
    default void manyClaimersShareTheWorkWithoutDoingAnyTwice() throws Exception {
        IntStream.range(0, 60).forEach(n -> accept("lane " + n));
        Callable<List<String>> claimer =
                () -> {
                    List<String> mine = new ArrayList<>();
                    for (var lease = claim(); lease.isPresent(); lease = claim()) {
                        mine.add(lease.get().work().event().id().toString());
                        finish(lease.get());
                    }
                    return mine;
                };

        List<String> done = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(4)) {
            for (var future : pool.invokeAll(List.of(claimer, claimer, claimer, claimer))) {
                done.addAll(future.get());
            }
        }

        assertThat(done).hasSize(60).doesNotHaveDuplicates();
        assertThat(queue().backlog()).isZero();
    }

    // --- pieces

    private Work accept(String... lanes) {
        var work = Samples.work(now(), lanes);
        queue().accept(PROJECT, work);
        return work;
    }

    private Optional<Lease> claim() {
        return queue().claim(MINUTE);
    }

    private void finish(Lease lease) {
        assertThat(queue().finish(lease, finished(lease))).isTrue();
    }

    private Outcome finished(Lease lease) {
        return new Outcome.Finished(lease.work().event().succeeded(List.of(), Map.of(), now()));
    }

    private Event event(Work work) {
        return storage().events().find(PROJECT, work.event().id()).orElseThrow();
    }

    private static void assertSame(Lease lease, Work work) {
        assertThat(lease.work().event().id()).isEqualTo(work.event().id());
    }
}
