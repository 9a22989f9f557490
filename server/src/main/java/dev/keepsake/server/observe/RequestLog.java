package dev.keepsake.server.observe;

import dev.keepsake.account.Credential;
import dev.keepsake.account.RequestEntry;
import dev.keepsake.server.http.Answered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Notes every answered request for the operator to look at (management contract 18.1), behind the
/// request's back and several at once. When they come faster than they can be written, some are
/// dropped and counted: a log never holds up what it logs. Health checks and the scraping of
/// metrics are left out. Safe for many threads.
public final class RequestLog implements Consumer<Answered>, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RequestLog.class.getName());
    private static final int CAPACITY = 10_000;
    private static final int BATCH = 500;
    private static final Duration DELAY = Duration.ofMillis(200);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    private static final String NO_ROUTE = "(no route)";

    private final Consumer<List<RequestEntry>> store;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;

    /// Guards what waits; never held over a write.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private List<RequestEntry> waiting = new ArrayList<>();
    private boolean closed;

    /// @param store writes entries; called by one thread at a time
    public RequestLog(Consumer<List<RequestEntry>> store) {
        this.store = store;
        this.writer = Thread.ofPlatform().daemon().name("request-log").start(this::run);
    }

    @Override
    public void accept(Answered answered) {
        if (!answered.isProbe()) {
            enqueue(entry(answered));
        }
    }

    /// How many were not noted, since the start.
    public long dropped() {
        return dropped.get();
    }

    private void enqueue(RequestEntry entry) {
        lock.lock();
        try {
            if (closed || waiting.size() >= CAPACITY) {
                dropped.incrementAndGet();
                return;
            }
            waiting.add(entry);
            if (waiting.size() == 1) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private static RequestEntry entry(Answered answered) {
        var endpoint = answered.endpoint();
        var identity = answered.identity();
        return new RequestEntry(
                UUID.randomUUID(),
                answered.at(),
                answered.method(),
                endpoint == null ? NO_ROUTE : endpoint.path(),
                answered.status(),
                answered.latency(),
                answered.organization(),
                answered.project(),
                identity == null ? null : identity.account(),
                identity != null && identity.credential() instanceof Credential.Key(var key, _)
                        ? key
                        : null,
                orNull(answered.client()),
                orNull(answered.address()));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private void run() {
        while (true) {
            var batch = awaitBatch();
            if (batch.isEmpty()) {
                return;
            }
            for (var from = 0; from < batch.size(); from += BATCH) {
                write(batch.subList(from, Math.min(from + BATCH, batch.size())));
            }
        }
    }

    /// Empty once closed and written.
    private List<RequestEntry> awaitBatch() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            letMoreCome();
            var batch = waiting;
            waiting = new ArrayList<>();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /// To share one transaction.
    private void letMoreCome() {
        try {
            if (!closed) {
                changed.awaitNanos(DELAY.toNanos());
            }
        } catch (InterruptedException _) {
            // those that are there will do
        }
    }

    private void write(List<RequestEntry> entries) {
        try {
            store.accept(entries);
        } catch (RuntimeException failed) {
            dropped.addAndGet(entries.size());
            LOG.log(
                    System.Logger.Level.WARNING,
                    entries.size() + " requests could not be noted",
                    failed);
        }
    }

    /// Writes what is waiting.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            writer.join(STOP_WITHIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
