package dev.keepsake.storage.testkit;

import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventType;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.WorkQueue.Outcome;
import dev.keepsake.storage.WorkQueue.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The steps of a random walk that accept and do work. The clock moves by a microsecond more than
/// whole seconds, and holds are whole seconds, so no step depends on what happens at the very end
/// of a lease.
final class WorkSteps {

    private static final List<String> LANES = List.of("ana", "Ana", "ben", "%", "a&b");

    private final Pair pair;
    private final Vocabulary words;
    private final MemorySteps memories;
    private final FixedClock clock;
    private final List<Pair.Leases> leases = new ArrayList<>();

    WorkSteps(Pair pair, Vocabulary words, MemorySteps memories, FixedClock clock) {
        this.pair = pair;
        this.words = words;
        this.memories = memories;
        this.clock = clock;
    }

    List<Step> steps() {
        return List.of(
                new Step(10, "accept work", this::accept),
                new Step(5, "accept work and claim it", this::acceptAndClaim),
                new Step(12, "claim work", this::claim),
                new Step(4, "renew a lease", this::renew),
                new Step(8, "finish work", this::finish),
                new Step(8, "apply changes under a lease", this::settle),
                new Step(2, "count the backlog", this::count),
                new Step(10, "let time pass", this::pass));
    }

    private void accept() {
        var project = words.project();
        var work = work();
        pair.same(storage -> {
            storage.work().accept(project, work);
            return true;
        });
    }

    private void acceptAndClaim() {
        var project = words.project();
        var work = work();
        var hold = seconds(30);
        pair.lease(storage -> storage.work().acceptAndClaim(project, work, hold))
                .ifPresent(leases::add);
    }

    private void claim() {
        var hold = seconds(30);
        pair.lease(storage -> storage.work().claim(hold)).ifPresent(leases::add);
    }

    private void renew() {
        if (leases.isEmpty()) {
            return;
        }
        var lease = anyLease();
        var hold = seconds(30);
        pair.same(storage -> storage.work().renew(pair.of(lease, storage), hold));
    }

    private void finish() {
        if (leases.isEmpty()) {
            return;
        }
        var lease = anyLease();
        var outcome = outcome(lease.yardstick().work().event());
        pair.same(storage -> storage.work().finish(pair.of(lease, storage), outcome));
    }

    private Outcome outcome(Event running) {
        return switch (words.below(3)) {
            case 0 -> new Outcome.Finished(done(running));
            case 1 -> new Outcome.Finished(running.failed("no answer", clock.instant()));
            default -> new Outcome.Retry(clock.instant().plus(seconds(20)));
        };
    }

    private void settle() {
        if (leases.isEmpty()) {
            return;
        }
        var lease = anyLease();
        var project = lease.yardstick().project();
        var event = done(lease.yardstick().work().event());
        var set = memories.changeSet(project, new ChangeSet.Settlement.Recorded(event));
        memories.apply(
                project,
                (Storage storage) ->
                        new ChangeSet(
                                set.at(),
                                set.changes(),
                                set.window(),
                                new ChangeSet.Settlement.Leased(pair.of(lease, storage), event)));
    }

    private void count() {
        pair.same(storage -> storage.work().backlog());
        pair.same(storage -> storage.work().oldest());
    }

    private void pass() {
        clock.advance(seconds(20).plusNanos(1_000));
    }

    /// Mostly one that may still be held.
    private Pair.Leases anyLease() {
        var from = words.chance(0.7) ? Math.max(0, leases.size() - 3) : 0;
        return words.oneOf(leases.subList(from, leases.size()));
    }

    private Work work() {
        var type = words.oneOf(List.of(EventType.ADD, EventType.ADD, EventType.DELETE_ALL));
        var event =
                Event.pending(
                        new EventId(words.uuid()), type, words.scope(), Map.of(), clock.instant());
        var own = "lane " + words.below(50);
        var lanes = words.chance(0.5) ? Set.of(own) : Set.of(own, words.oneOf(LANES));
        return new Work(event, lanes, Map.of("n", words.below(9)));
    }

    private Event done(Event running) {
        return running.succeeded(List.of(), Map.of("n", words.below(9)), clock.instant());
    }

    private Duration seconds(int most) {
        return Duration.ofSeconds(1 + words.below(most));
    }
}
