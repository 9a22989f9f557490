package dev.keepsake.search;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Stored;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.SearchIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps the index at the head of the change log: a background thread follows it, and whoever must
/// read its own write catches up first. Both run the same step, so an index is always at exactly
/// one mark. Safe for many threads.
public final class Indexer implements AutoCloseable {

    private static final int BATCH = 1000;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final MemoryStore memories;
    private final SearchIndex index;
    private final ReentrantLock following = new ReentrantLock();
    private final ReentrantLock waking = new ReentrantLock();
    private final Condition woken = waking.newCondition();
    private final Thread follower;
    private volatile boolean closed;
    private boolean behind;

    public Indexer(MemoryStore memories, SearchIndex index) {
        this.memories = memories;
        this.index = index;
        this.behind = true;
        this.follower = Thread.ofPlatform().daemon().name("indexer").start(this::run);
    }

    /// Returns when a search shows everything written before this call.
    public void catchUp() {
        var head = memories.head();
        while (!index.applied().reaches(head)) {
            step();
        }
    }

    /// Says that something was written; the index will follow shortly.
    public void wake() {
        waking.lock();
        try {
            if (!behind) {
                behind = true;
                woken.signalAll();
            }
        } finally {
            waking.unlock();
        }
    }

    private void step() {
        following.lock();
        try {
            var head = memories.head();
            var changes = memories.changesAfter(index.applied(), BATCH);
            if (!changes.isEmpty()) {
                index.write(batch(changes));
            } else if (!index.applied().reaches(head)) {
                // the log forgets removed projects, so its last entries may be gone
                index.write(new SearchIndex.Batch(List.of(), List.of(), head));
            }
        } finally {
            following.unlock();
        }
    }

    /// Later changes of a memory win over earlier ones of the same batch.
    static SearchIndex.Batch batch(List<LoggedChange> changes) {
        Map<Key, LoggedChange> last = new LinkedHashMap<>();
        for (var change : changes) {
            last.put(new Key(change.project(), change.revision().memoryId()), change);
        }
        List<SearchIndex.Put> puts = new ArrayList<>();
        List<SearchIndex.Removal> removals = new ArrayList<>();
        last.forEach((key, change) -> {
            Memory after = change.revision().after();
            var encoding = change.encoding();
            if (after != null && encoding != null) {
                puts.add(new SearchIndex.Put(key.project, new Stored(after, encoding)));
            } else {
                removals.add(new SearchIndex.Removal(key.project, key.id));
            }
        });
        return new SearchIndex.Batch(puts, removals, changes.getLast().mark());
    }

    private record Key(ProjectId project, MemoryId id) {}

    private void run() {
        while (!closed) {
            try {
                awaitWork();
                catchUp();
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException failed) {
                if (!closed) {
                    System.getLogger(Indexer.class.getName())
                            .log(
                                    System.Logger.Level.ERROR,
                                    "the index could not follow the change log",
                                    failed);
                }
            }
        }
    }

    private void awaitWork() throws InterruptedException {
        waking.lock();
        try {
            while (!behind && !closed) {
                woken.await();
            }
            // a pause lets several writes share a batch; whoever cannot wait catches up by itself
            if (!closed) {
                woken.awaitNanos(PAUSE.toNanos());
            }
            behind = false;
        } finally {
            waking.unlock();
        }
    }

    /// The mark that the index has reached.
    public Mark applied() {
        return index.applied();
    }

    @Override
    public void close() {
        closed = true;
        wake();
        try {
            follower.join(Duration.ofSeconds(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
