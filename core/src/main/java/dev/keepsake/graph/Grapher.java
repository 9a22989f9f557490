package dev.keepsake.graph;

import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Revision;
import dev.keepsake.model.Embedder;
import dev.keepsake.storage.Graph;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Follows the change log and keeps the graph as the memories are. An add pays nothing for it, and
/// nothing that fails here fails an add: the event of the add only says so. A storage that has no
/// graph yet, or one of another embedding model, gets it from the whole log. Safe for many threads.
///
/// Whoever erases memories must [#catchUp] first, so that nothing links them afterwards.
public final class Grapher implements AutoCloseable {

    private static final int BATCH = 100;
    private static final Duration LOOKS_EVERY = Duration.ofMillis(200);

    private final MemoryStore memories;
    private final Graph graph;
    private final Linker linker;
    private final Embedder embedder;
    private final ReentrantLock stepping = new ReentrantLock();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Thread follower;

    public Grapher(
            MemoryStore memories,
            Graph graph,
            OwnerNodes owners,
            EntityExtraction extraction,
            Embedder embedder) {
        this.memories = memories;
        this.graph = graph;
        this.linker = new Linker(memories, graph, owners, extraction, embedder);
        this.embedder = embedder;
    }

    /// Follows in the background until closed.
    public void start() {
        follower = Thread.ofPlatform().daemon().name("grapher").start(this::follow);
    }

    /// Returns when everything written before this call is linked.
    public void catchUp() {
        var head = memories.head();
        while (isBehind(head)) {
            step(head);
        }
    }

    private boolean isBehind(Mark head) {
        return !isOfModel() || !graph.mark().reaches(head);
    }

    private boolean isOfModel() {
        return graph.model().filter(embedder.model().id()::equals).isPresent();
    }

    private void step(Mark head) {
        stepping.lock();
        try {
            if (!isOfModel()) {
                graph.reset(embedder.model().id());
            }
            var from = graph.mark();
            if (!from.reaches(head)) {
                var changes = memories.changesAfter(from, BATCH);
                var work = linker.link(changes.stream().filter(Grapher::matters).toList());
                graph.advance(from, reached(from, changes, head), work.linkings(), work.outcomes());
            }
        } finally {
            stepping.unlock();
        }
    }

    /// The last entries of the log may have been erased, so its end is where the head was.
    private static Mark reached(Mark from, List<LoggedChange> changes, Mark head) {
        var last = changes.isEmpty() ? from : changes.getLast().mark();
        return changes.size() < BATCH && !last.reaches(head) ? head : last;
    }

    /// Labels and dates change nothing here.
    private static boolean matters(LoggedChange change) {
        Revision revision = change.revision();
        var before = revision.before();
        var after = revision.after();
        return before == null || after == null || !looksTheSame(before, after);
    }

    private static boolean looksTheSame(Memory before, Memory after) {
        return before.text().equals(after.text())
                && before.scope().equals(after.scope())
                && isMerged(before) == isMerged(after)
                && (!isMerged(before)
                        || Objects.equals(
                                before.lineage().replacedBy(), after.lineage().replacedBy()));
    }

    static boolean isMerged(Memory memory) {
        return memory.lineage().state() == Lifecycle.MERGED;
    }

    private void follow() {
        var seen = new Mark(-1);
        try {
            do {
                seen = catchUpFrom(seen);
            } while (!closed.await(LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            // closing
        }
    }

    /// Looks at nothing but the head as long as that stays.
    ///
    /// @return how far it came
    private Mark catchUpFrom(Mark seen) {
        try {
            var head = memories.head();
            while (!head.equals(seen) && isBehind(head) && closed.getCount() > 0) {
                step(head);
            }
            return head;
        } catch (RuntimeException failed) {
            if (closed.getCount() > 0) {
                System.getLogger(Grapher.class.getName())
                        .log(
                                System.Logger.Level.ERROR,
                                "the graph could not follow the change log",
                                failed);
            }
            return new Mark(-1);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        var thread = follower;
        if (thread != null) {
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
