package dev.keepsake.entity;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventType;
import dev.keepsake.event.Journal;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Scope;
import dev.keepsake.search.Indexer;
import dev.keepsake.storage.Erasure;
import dev.keepsake.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Erases behind the scenes what was deleted for good: removed projects, and what is kept of
/// deleted entities. What a former process left undone is done first. Safe for many threads.
///
/// After the last erasure of a while the storage is compacted, so that no file holds a byte of what
/// was erased: soon where that is cheap, else once a day when [#tidy] is called, and in any case
/// when this closes.
public final class Eraser implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Eraser.class.getName());

    /// After something went wrong, and in case somebody else noted something.
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    /// How long closing goes on erasing what was deleted just before, so that a quiet shutdown
    /// leaves nothing to do.
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    /// How long deletions are gathered: one walk through the events serves all of them, and reads
    /// that were under way get to note what they saw.
    private static final Duration GATHER = Duration.ofMillis(200);

    private static final Duration END_WITHIN = Duration.ofSeconds(30);

    /// Writes wait for a compaction, so a large storage does not do it after every deletion.
    private static final Duration COSTLY_AGAIN = Duration.ofHours(20);

    private static final int AT_ONCE = 200;
    private static final int ATTEMPTS = 3;

    private final Storage storage;
    private final Erasure erasure;
    private final Journal journal;
    private final Indexer indexer;
    private final List<Runnable> followers;
    private final Settings settings;
    private final InstantSource clock;
    private final Semaphore bell = new Semaphore(1);
    private final Object compacting = new Object();
    private final Thread thread;
    private volatile Instant compacted = Instant.EPOCH;
    private volatile boolean closed;
    private volatile long closedAt;

    /// @param quiet how long after an erasure compaction waits for more of them
    /// @param cheap up to how many bytes compaction happens by itself
    public record Settings(Duration quiet, long cheap) {
        public static final Settings STANDARD =
                new Settings(Duration.ofSeconds(3), 256L * 1024 * 1024);
    }

    /// @param followers bring whatever else follows the change log to its head; what they had to
    ///   read there may be erased afterwards
    public Eraser(
            Storage storage,
            Journal journal,
            Indexer indexer,
            List<Runnable> followers,
            Settings settings,
            InstantSource clock) {
        this.storage = storage;
        this.erasure = storage.erasure();
        this.journal = journal;
        this.indexer = indexer;
        this.followers = List.copyOf(followers);
        this.settings = settings;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("eraser").start(this::run);
    }

    /// Says that something was deleted.
    public void wake() {
        bell.release();
    }

    /// Compacts if something was erased since the last time; what is costly, not more often than
    /// once in [#COSTLY_AGAIN].
    public void tidy() {
        if (isCheap() || !compacted.plus(COSTLY_AGAIN).isAfter(clock.instant())) {
            compact();
        }
    }

    private void compact() {
        synchronized (compacting) {
            if (erasure.isCompactionDue()) {
                storage.index().compact();
                erasure.compact();
                compacted = clock.instant();
            }
        }
    }

    private boolean isCheap() {
        return erasure.bytesToCompact().orElse(0L) <= settings.cheap();
    }

    private void run() {
        var wait = Duration.ZERO;
        while (!closed) {
            try {
                if (bell.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    gather();
                }
                wait = eraseOrCompact();
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException | Error failed) {
                LOG.log(System.Logger.Level.ERROR, "an erasure did not finish", failed);
                wait = LOOK_AGAIN;
            }
        }
        finish();
    }

    private void gather() throws InterruptedException {
        if (!closed) {
            TimeUnit.MILLISECONDS.sleep(GATHER.toMillis());
        }
        bell.drainPermits();
    }

    private void finish() {
        try {
            var found = true;
            while (found && goesOn()) {
                found = eraseAll();
            }
        } catch (RuntimeException | Error failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "an erasure did not finish; the next start does it",
                    failed);
        }
    }

    private boolean goesOn() {
        return !closed || System.nanoTime() - closedAt < LAST_WORDS.toNanos();
    }

    /// @return how long to wait for a call
    private Duration eraseOrCompact() {
        if (eraseAll()) {
            return settings.quiet();
        }
        if (!closed && isCheap()) {
            compact();
        }
        return LOOK_AGAIN;
    }

    /// @return whether there was anything
    private boolean eraseAll() {
        var found = false;
        for (var project : erasure.doomed()) {
            if (goesOn()) {
                erase(project);
                found = true;
            }
        }
        Map<ProjectId, List<Doomed>> entities = new LinkedHashMap<>();
        for (var entity : erasure.doomedEntities()) {
            entities.computeIfAbsent(entity.project(), _ -> new ArrayList<>()).add(entity);
        }
        for (var of : entities.entrySet()) {
            for (var from = 0; from < of.getValue().size() && goesOn(); from += AT_ONCE) {
                var to = Math.min(from + AT_ONCE, of.getValue().size());
                erase(of.getKey(), of.getValue().subList(from, to));
                found = true;
            }
        }
        return found;
    }

    /// The index first: once the log has forgotten the project, nothing tells of its entries.
    private void erase(ProjectId project) {
        indexer.catchUp();
        storage.index().erase(project);
        erasure.erase(project);
    }

    private void erase(ProjectId project, List<Doomed> entities) {
        // events of reads of before may still wait to be written
        journal.flush();
        followers.forEach(Runnable::run);
        indexer.catchUp();
        Map<Long, Event> running = new HashMap<>();
        for (var entity : entities) {
            var event = event(entity).running(clock.instant());
            running.put(entity.number(), event);
            erasure.settle(entity, event);
        }
        var open = entities;
        for (var attempt = 1; !open.isEmpty(); attempt++) {
            if (attempt > ATTEMPTS) {
                // nobody gets a receipt for this
                throw new Failure.StorageFailed(
                        open.size() + " erasures left something; they will be done again");
            }
            open = eraseOnce(project, open, running);
        }
    }

    /// @return those that left something
    private List<Doomed> eraseOnce(
            ProjectId project, List<Doomed> entities, Map<Long, Event> running) {
        List<Doomed> open = new ArrayList<>();
        for (var erased : erasure.erase(project, entities)) {
            Map<String, Long> left = new LinkedHashMap<>(erased.left());
            left.put("index", (long) storage.index().present(project, erased.memories()).size());
            var event = running.get(erased.entity().number());
            if (event == null || left.values().stream().anyMatch(number -> number > 0)) {
                open.add(erased.entity());
            } else {
                erasure.settle(erased.entity(), finished(event, erased, left));
            }
        }
        return open;
    }

    private Event event(Doomed entity) {
        return storage.events()
                .find(entity.project(), entity.event())
                .orElseGet(() ->
                        Event.pending(
                                entity.event(),
                                EventType.DELETE_USER,
                                Scope.NONE,
                                Receipt.asked(entity.key()),
                                entity.at()));
    }

    private Event finished(Event running, Erased erased, Map<String, Long> left) {
        var now = clock.instant();
        var started = running.started();
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("deleted", erased.entity().deleted());
        facts.put(
                "receipt",
                Receipt.of(erased, left, started == null ? running.updated() : started, now));
        var results = erased.entity().shown().stream().map(EventResult::deleted).toList();
        return running.succeeded(results, facts, now);
    }

    /// Erases a little longer what is noted, and compacts if something was erased. What is left is
    /// found by the next process.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closedAt = System.nanoTime();
        closed = true;
        wake();
        try {
            if (thread.join(END_WITHIN)) {
                compact();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
