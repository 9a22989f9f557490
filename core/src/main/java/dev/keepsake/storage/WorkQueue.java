package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Accepted work that is done later, or by somebody else if this process dies.
///
/// *Lanes* keep order: of the unfinished work that shares a lane inside a project, only the one
/// accepted first may run, so work of one owner scope runs one at a time in arrival order while
/// other scopes go on. Work that waits for a retry keeps its place.
///
/// A lease is *lost* once somebody else got the work, or the work went back in line or ended. One
/// that merely ran out is not lost yet: its holder can still renew, finish and settle it.
///
/// Every accepted piece of work has its event, which [EventLog] shows from then on.
public interface WorkQueue {

    /// Takes work on durably, with its event as `PENDING`.
    void accept(ProjectId project, Work work);

    /// Takes work on durably and, when all its lanes are free, hands it out at once with its event
    /// as `RUNNING`; otherwise it waits in line as after [#accept].
    Optional<Lease> acceptAndClaim(ProjectId project, Work work, Duration hold);

    /// Hands out work whose lanes are free, whose delay is over, and that nobody holds: the project
    /// served longest ago first (never counts as longest; [#acceptAndClaim] serves too), inside it
    /// the oldest. A lease that ran out is claimed again. The event becomes `RUNNING`.
    Optional<Lease> claim(Duration hold);

    /// Holds on longer; false when somebody else has it now or it is finished.
    boolean renew(Lease lease, Duration hold);

    /// Ends the lease; false when it is lost, and then nothing changes.
    boolean finish(Lease lease, Outcome outcome);

    /// How many pieces of work are unfinished, over all projects.
    long backlog();

    /// When the oldest unfinished piece of work was asked for, over all projects; empty when there
    /// is none.
    Optional<Instant> oldest();

    /// @param event `PENDING`
    /// @param lanes at least one
    /// @param job what the worker needs, as plain JSON values; dropped when the work is finished
    record Work(Event event, Set<String> lanes, Map<String, @Nullable Object> job) {
        public Work {
            lanes = Set.copyOf(lanes);
            job = Collections.unmodifiableMap(new LinkedHashMap<>(job));
            if (lanes.isEmpty()) {
                throw new IllegalArgumentException("work needs a lane");
            }
        }
    }

    /// The right to do one piece of work until an instant.
    ///
    /// @param token differs for every lease ever given
    /// @param attempt 1 for the first
    /// @param work with the event as `RUNNING`
    record Lease(ProjectId project, String token, int attempt, Instant until, Work work) {}

    /// How a lease ends without changes to memories.
    sealed interface Outcome {

        /// @param event `SUCCEEDED` or `FAILED`
        record Finished(Event event) implements Outcome {}

        /// Back in line, not before the given instant.
        record Retry(Instant notBefore) implements Outcome {}
    }
}
