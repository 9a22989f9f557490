package dev.keepsake.storage.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/// A thread that does one thing after the other for callers that wait.
///
/// Callers never write to Lucene themselves, because they may be interrupted: Lucene's writer gives
/// up for good when its thread is interrupted at a bad moment. Besides, its work on files would
/// hold the carrier of a virtual thread.
final class LuceneThread {

    interface Work {
        void run() throws IOException;
    }

    private final ScheduledExecutorService executor;

    LuceneThread(String name) {
        var threads = Thread.ofPlatform().daemon().name(name).factory();
        executor = Executors.newSingleThreadScheduledExecutor(threads);
    }

    /// Returns when the work is done, and throws what it threw.
    ///
    /// @throws AlreadyClosedException after [#end]
    void run(Work work) throws IOException {
        var done = new CompletableFuture<@Nullable Void>();
        try {
            executor.execute(() -> complete(done, work));
        } catch (RejectedExecutionException ended) {
            throw new AlreadyClosedException("ended", ended);
        }
        try {
            done.join();
        } catch (CompletionException failure) {
            switch (failure.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw failure;
            }
        }
    }

    private static void complete(CompletableFuture<@Nullable Void> done, Work work) {
        try {
            work.run();
            done.complete(null);
        } catch (Throwable failure) {
            done.completeExceptionally(failure);
        }
    }

    /// Soon, without waiting; not at all after [#end].
    void later(Runnable work) {
        if (!executor.isShutdown()) {
            executor.execute(work);
        }
    }

    /// Again and again, with pauses, until [#end].
    void every(Duration pause, Runnable work) {
        var nanos = pause.toNanos();
        executor.scheduleWithFixedDelay(work, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /// Takes no more work.
    void end() {
        executor.shutdown();
    }
}
