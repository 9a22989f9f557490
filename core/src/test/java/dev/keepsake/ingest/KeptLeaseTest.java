package dev.keepsake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.engine.Until;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.InMemoryStorage;
import dev.keepsake.storage.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Work that takes longer than its lease. By the real clock, because renewing is a matter of time.
class KeptLeaseTest {

    private static final Duration HOLD = Duration.ofMillis(400);
    private static final Duration MUCH_LONGER = HOLD.multipliedBy(4);

    private final InMemoryStorage storage = new InMemoryStorage(Instant::now);
    private final WorkQueue queue = storage.work();

    @Test
    void nobodyElseGetsWorkWhoseLeaseIsKeptAndSomebodyDoesAfterwards() {
        var lease = taken();

        try (var _ = KeptLease.of(queue, lease, HOLD)) {
            var until = Instant.now().plus(MUCH_LONGER);
            Until.holds(() -> {
                assertThat(queue.claim(HOLD)).isEmpty();
                return Instant.now().isAfter(until);
            });
        }

        Until.holds(() -> queue.claim(HOLD).isPresent());
    }

    private WorkQueue.Lease taken() {
        var event = pending();
        var work = new WorkQueue.Work(event, Set.of("lane"), Map.of());
        return queue.acceptAndClaim(ProjectId.random(), work, HOLD).orElseThrow();
    }

    private static Event pending() {
        return Event.pending(EventId.random(), EventType.ADD, Scope.NONE, Map.of(), Instant.now());
    }
}
