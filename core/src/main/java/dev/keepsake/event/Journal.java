package dev.keepsake.event;

import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.EventLog;
import dev.keepsake.storage.EventLog.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/// Writes the events of reads behind the reader's back: a search must not wait for the disk to note
/// that it took place. Reading through the journal first writes what is waiting, so nothing is ever
/// missing from an answer of the same node. Events of writes do not come here; they share the
/// transaction of their changes.
///
/// At most [#CAPACITY] events wait; beyond that the reader writes them itself, which is the brake.
/// Safe for many threads.
public final class Journal implements AutoCloseable {

    private static final int CAPACITY = 10_000;
    private static final int BATCH = 500;
    private static final Duration DELAY = Duration.ofMillis(100);

    private final EventLog log;

    /// Held while writing, and taken before `lock`, so that events reach the log in order and a
    /// flush returns only when those of another flush under way are written too.
    private final ReentrantLock writing = new ReentrantLock();

    /// Guards what waits; never held over a write.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private List<Entry> waiting = new ArrayList<>();
    private final List<BiConsumer<ProjectId, Event>> followers = new CopyOnWriteArrayList<>();
    private boolean closed;

    public Journal(EventLog log) {
        this.log = log;
        Thread.ofPlatform().daemon().name("journal").start(this::run);
    }

    /// Tells of every event from now on, in the reader's thread and before the reader has its
    /// answer, so whoever follows must be quick.
    public void follow(BiConsumer<ProjectId, Event> follower) {
        followers.add(follower);
    }

    /// Notes an event that is already finished.
    public void record(ProjectId project, Event event) {
        followers.forEach(each -> each.accept(project, event));
        if (enqueue(new Entry(project, event))) {
            flush();
        }
    }

    /// @return whether the one who brings it must see to the writing
    private boolean enqueue(Entry entry) {
        lock.lock();
        try {
            waiting.add(entry);
            if (waiting.size() == 1) {
                changed.signalAll();
            }
            return waiting.size() >= CAPACITY || closed;
        } finally {
            lock.unlock();
        }
    }

    public Optional<Event> find(ProjectId project, EventId id) {
        flush();
        return log.find(project, id);
    }

    public Page<Event> list(ProjectId project, EventQuery query, Page.Ask ask) {
        flush();
        return log.list(project, query, ask);
    }

    public EventTotals totals(ProjectId project, Instant month) {
        flush();
        return log.totals(project, month);
    }

    public int expire(Instant before) {
        return log.expire(before);
    }

    /// How many events wait to be written.
    public int backlog() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /// Writes what is waiting.
    public void flush() {
        writing.lock();
        try {
            var batch = taken();
            for (var from = 0; from < batch.size(); from += BATCH) {
                log.record(batch.subList(from, Math.min(from + BATCH, batch.size())));
            }
        } finally {
            writing.unlock();
        }
    }

    private List<Entry> taken() {
        lock.lock();
        try {
            var batch = waiting;
            waiting = new ArrayList<>();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (awaitEvents()) {
                flushOrWarn();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return false once closed
    private boolean awaitEvents() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            if (!closed) {
                // let more of them come, to share one transaction
                changed.awaitNanos(DELAY.toNanos());
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void flushOrWarn() {
        try {
            flush();
        } catch (Failure.StorageFailed failed) {
            System.getLogger(Journal.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "events of reads were lost: {0}",
                            failed.reason());
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        flush();
    }
}
