package dev.keepsake.export;

import dev.keepsake.failure.Failure;
import dev.keepsake.memory.FilterParser;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Visibility;
import dev.keepsake.model.Operation;
import dev.keepsake.model.Purpose;
import dev.keepsake.storage.Exports;
import dev.keepsake.storage.Exports.Outcome;
import dev.keepsake.storage.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Makes the exports that were ordered, one at a time, on a thread of its own. What a dead process
/// left unfinished is made again. Nothing that the schema does not accept is ever kept: what cannot
/// be brought to fit fails.
public final class ExportRunner implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ExportRunner.class.getName());

    /// The most memories that one export is made from, the newest.
    static final int MOST_MEMORIES = 5_000;

    private static final int ATTEMPTS = 3;

    /// A model that is asked about thousands of memories takes its time.
    private static final Duration HOLD = Duration.ofMinutes(60);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Exports exports;
    private final MemoryStore memories;
    private final FilterParser parser;
    private final Pouring pouring;
    private final InstantSource clock;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    public ExportRunner(
            Exports exports,
            MemoryStore memories,
            FilterParser parser,
            ExportFiller filler,
            SchemaCheck check,
            InstantSource clock) {
        this.exports = exports;
        this.memories = memories;
        this.parser = parser;
        this.pouring = new Pouring(filler, check);
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("exports").start(this::run);
    }

    /// Says that there is an order.
    void wake() {
        bell.release();
    }

    private void run() {
        while (!closed) {
            try {
                var claim = exports.claim(HOLD);
                if (claim.isPresent()) {
                    perform(claim.get());
                } else {
                    awaitBell();
                }
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException | Error failed) {
                // nothing that goes wrong with one look may end the looking
                if (!closed) {
                    LOG.log(System.Logger.Level.ERROR, "could not look for exports", failed);
                    pause();
                }
            }
        }
    }

    private void awaitBell() throws InterruptedException {
        bell.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        bell.drainPermits();
    }

    private void pause() {
        try {
            awaitBell();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void perform(Exports.Claim claim) {
        if (claim.attempt() > ATTEMPTS) {
            fail(claim, "The export was cut short " + ATTEMPTS + " times");
            return;
        }
        try {
            exports.finish(claim, made(claim));
        } catch (Failure.ModelFailed | Failure.Invalid failed) {
            fail(claim, failed.reason());
        } catch (RuntimeException | StackOverflowError failed) {
            if (!closed) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "an export did not finish: " + claim.export().id(),
                        failed);
                exports.finish(claim, new Outcome.Retry());
            }
        }
    }

    private void fail(Exports.Claim claim, String why) {
        LOG.log(System.Logger.Level.WARNING, "export {0} failed: {1}", claim.export().id(), why);
        exports.finish(claim, new Outcome.Failed(why));
    }

    private Outcome made(Exports.Claim claim) {
        var order = claim.export().order();
        var rows = rows(claim);
        var purpose = Purpose.of(claim.project(), Operation.EXPORT);
        var result =
                pouring.fill(purpose, order.schema(), order.instructions(), rows, clock.instant());
        return result.<Outcome>map(made ->
                        new Outcome.Made(
                                made, rows.stream().map(row -> row.memory().id()).toList()))
                .orElse(new Outcome.Failed("Nothing that the schema accepts could be made"));
    }

    /// Active and superseded, not expired; the oldest first.
    private List<Stored> rows(Exports.Claim claim) {
        var today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        var filter =
                Visibility.standard(today)
                        .within(parser.parseScoped(claim.export().order().filter()));
        var found =
                memories.list(claim.project(), filter, Page.Ask.first(MOST_MEMORIES))
                        .items()
                        .reversed();
        var encodings =
                memories.encodings(claim.project(), found.stream().map(Memory::id).toList());
        List<Stored> rows = new ArrayList<>();
        for (var memory : found) {
            MemoryId id = memory.id();
            var encoding = encodings.get(id);
            if (encoding != null) {
                rows.add(new Stored(memory, encoding));
            }
        }
        return rows;
    }

    /// Makes no more exports; one that is under way is made again later.
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            if (!thread.join(DRAIN)) {
                thread.interrupt();
                thread.join(DRAIN);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
