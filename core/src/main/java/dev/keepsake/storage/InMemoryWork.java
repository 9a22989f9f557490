package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.event.Event;
import dev.keepsake.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Unfinished work in the order of acceptance.
///
/// A lease is lost once somebody else got the work or the work went back in line or ended; one that
/// only ran out can still be renewed, finished and settled.
final class InMemoryWork implements WorkQueue {

    private final Gate gate;
    private final InstantSource clock;
    private final InMemoryEvents events;
    private final Set<ProjectId> doomed;
    private final List<Queued> line = new ArrayList<>();
    private final Map<ProjectId, Long> served = new HashMap<>();
    private long turns;

    InMemoryWork(Gate gate, InstantSource clock, InMemoryEvents events, Set<ProjectId> doomed) {
        this.doomed = doomed;
        this.gate = gate;
        this.clock = clock;
        this.events = events;
    }

    @Override
    public void accept(ProjectId project, Work work) {
        gate.run(() -> queue(project, work));
    }

    @Override
    public Optional<Lease> acceptAndClaim(ProjectId project, Work work, Duration hold) {
        return gate.inside(() -> {
            var queued = queue(project, work);
            return isFirstInItsLanes(queued)
                    ? Optional.of(handOut(queued, hold))
                    : Optional.empty();
        });
    }

    @Override
    public Optional<Lease> claim(Duration hold) {
        return gate.inside(() -> {
            var now = now();
            // min keeps the first of equals: the oldest work
            return line.stream()
                    .filter(queued -> queued.isFree(now) && isFirstInItsLanes(queued))
                    .min(Comparator.comparing(queued -> lastTurn(queued.project)))
                    .map(queued -> handOut(queued, hold));
        });
    }

    @Override
    public boolean renew(Lease lease, Duration hold) {
        return gate.inside(() -> {
            var held = held(lease);
            held.ifPresent(queued -> queued.until = now().plus(hold));
            return held.isPresent();
        });
    }

    @Override
    public boolean finish(Lease lease, Outcome outcome) {
        return gate.inside(() -> {
            var held = held(lease);
            held.ifPresent(queued -> end(queued, outcome));
            return held.isPresent();
        });
    }

    @Override
    public long backlog() {
        return gate.inside(() -> (long) line.size());
    }

    @Override
    public Optional<Instant> oldest() {
        return gate.inside(
                () -> line.stream().findFirst().map(queued -> queued.work.event().created()));
    }

    /// @throws Failure.Conflict when the lease is lost
    void requireHeld(ProjectId project, Lease lease) {
        if (held(lease).isEmpty() || !lease.project().equals(project)) {
            throw new Failure.Conflict("the lease of " + lease.work().event().id() + " is lost");
        }
    }

    void settle(Lease lease, Event event) {
        held(lease).ifPresent(queued -> end(queued, new Outcome.Finished(event)));
    }

    /// Ends all unfinished work whose event carries an id.
    ///
    /// @return how much
    long cancel(ProjectId project, EntityKey key, String why) {
        var ended =
                line.stream()
                        .filter(queued ->
                                queued.project.equals(project)
                                        && key.isIn(queued.work.event().scope()))
                        .toList();
        for (var queued : ended) {
            var event = queued.work.event();
            line.remove(queued);
            events.write(project, event.cancelled(why, now()));
        }
        return ended.size();
    }

    /// @return how much work went
    long erase(ProjectId project) {
        var before = line.size();
        line.removeIf(queued -> queued.project.equals(project));
        served.remove(project);
        return before - line.size();
    }

    private Queued queue(ProjectId project, Work work) {
        if (doomed.contains(project)) {
            throw new Failure.Missing("project " + project + " was removed");
        }
        if (events.knows(project, work.event().id())) {
            throw new Failure.Conflict("event " + work.event().id() + " exists");
        }
        var queued = new Queued(project, work);
        line.add(queued);
        events.write(project, work.event());
        return queued;
    }

    private Lease handOut(Queued queued, Duration hold) {
        var now = now();
        served.put(queued.project, ++turns);
        queued.token = UUID.randomUUID().toString();
        queued.attempt++;
        queued.until = now.plus(hold);
        queued.show(queued.work.event().running(now));
        events.write(queued.project, queued.work.event());
        return new Lease(queued.project, queued.token, queued.attempt, queued.until, queued.work);
    }

    private void end(Queued queued, Outcome outcome) {
        switch (outcome) {
            case Outcome.Finished(var event) -> {
                line.remove(queued);
                events.write(queued.project, event);
            }
            case Outcome.Retry(var notBefore) -> {
                queued.token = null;
                queued.notBefore = notBefore;
                queued.show(queued.work.event().waiting(now()));
                events.write(queued.project, queued.work.event());
            }
        }
    }

    private Optional<Queued> held(Lease lease) {
        return line.stream().filter(queued -> lease.token().equals(queued.token)).findFirst();
    }

    private boolean isFirstInItsLanes(Queued queued) {
        return line.stream()
                .takeWhile(earlier -> earlier != queued)
                .noneMatch(earlier -> earlier.sharesLaneWith(queued));
    }

    private long lastTurn(ProjectId project) {
        return served.getOrDefault(project, 0L);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static final class Queued {
        final ProjectId project;
        Work work;
        int attempt;
        @Nullable String token;
        Instant until = Instant.MIN;
        Instant notBefore = Instant.MIN;

        Queued(ProjectId project, Work work) {
            this.project = project;
            this.work = work;
        }

        boolean isFree(Instant now) {
            return !now.isBefore(notBefore) && (token == null || !now.isBefore(until));
        }

        boolean sharesLaneWith(Queued other) {
            return project.equals(other.project)
                    && !Collections.disjoint(work.lanes(), other.work.lanes());
        }

        void show(Event event) {
            work = new Work(event, work.lanes(), work.job());
        }
    }
}
