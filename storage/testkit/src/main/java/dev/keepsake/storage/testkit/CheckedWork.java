package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventStatus;
import dev.keepsake.storage.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The part of [CheckedStorage] that watches the queue.
record CheckedWork(WorkQueue queue, Checks checks, Set<String> tokens) implements WorkQueue {

    CheckedWork(WorkQueue queue, Checks checks) {
        this(queue, checks, ConcurrentHashMap.newKeySet());
    }

    @Override
    public void accept(ProjectId project, Work work) {
        checks.run(() -> queue.accept(project, work));
    }

    @Override
    public Optional<Lease> acceptAndClaim(ProjectId project, Work work, Duration hold) {
        var lease = checks.answer(() -> queue.acceptAndClaim(project, work, hold));
        lease.ifPresent(given -> {
            assertThat(given.project()).isEqualTo(project);
            assertThat(given.work().event().id()).isEqualTo(work.event().id());
            assertThat(given.attempt()).isEqualTo(1);
            isNew(given);
        });
        return lease;
    }

    @Override
    public Optional<Lease> claim(Duration hold) {
        var lease = checks.answer(() -> queue.claim(hold));
        lease.ifPresent(this::isNew);
        return lease;
    }

    private void isNew(Lease lease) {
        assertThat(tokens.add(lease.token())).as("a new token").isTrue();
        assertThat(lease.attempt()).isPositive();
        assertThat(lease.work().event().status()).isEqualTo(EventStatus.RUNNING);
        assertThat(lease.work().event().started()).isNotNull();
    }

    @Override
    public boolean renew(Lease lease, Duration hold) {
        return checks.answer(() -> queue.renew(lease, hold));
    }

    @Override
    public boolean finish(Lease lease, Outcome outcome) {
        return checks.answer(() -> queue.finish(lease, outcome));
    }

    @Override
    public long backlog() {
        var backlog = checks.answer(queue::backlog);
        assertThat(backlog).isNotNegative();
        return backlog;
    }

    @Override
    public Optional<Instant> oldest() {
        return checks.answer(queue::oldest);
    }
}
