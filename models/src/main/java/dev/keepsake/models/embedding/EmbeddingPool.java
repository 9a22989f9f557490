package dev.keepsake.models.embedding;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.TextEmbedding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs the texts of many callers on few threads. Callers wait here, cheaply on virtual threads,
/// and never run the model themselves.
///
/// - Questions run alone, so that the same question has the same vector (the shipped models are
///   quantised on the fly, so a text's vector depends a little on its neighbours in the batch), and
///   go first, because somebody waits for a search.
/// - Documents run in batches across callers. Only texts of similar length share a batch: all are
///   padded to the longest, and padding costs as much as text.
/// - A call's texts take their turns like rows in start-time fair queueing (Goyal, Vin, Cheng
///   1996): its n-th batch comes after the n-th batch of the others, so that one import of
///   thousands of texts does not hold up somebody's single one.
final class EmbeddingPool implements AutoCloseable {

    /// How many waiting texts are looked at to fill a batch.
    private static final int LOOK_AHEAD = 128;

    /// What a worker runs its batches with; each worker has its own.
    @FunctionalInterface
    interface Runner {
        List<TextEmbedding> run(List<long[]> texts) throws Exception;
    }

    /// @param texts the most texts in a batch
    /// @param pieces the most word pieces in a batch, padding included; a longer text runs alone
    /// @param similar a text joins a batch when its length is at least this part of the longest's
    record Batching(int texts, int pieces, double similar) {
        /// Measured for MiniLM: eight texts of 20 word pieces take 1.6 ms of processor time each
        /// instead of 2.9 alone; past 160 pieces a batch saves nothing more and only makes the
        /// question behind it wait longer.
        static final Batching DEFAULT = new Batching(8, 160, 0.8);
    }

    private final Batching batching;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<Job> questions = new ArrayDeque<>();
    private final TreeSet<Job> documents = new TreeSet<>();
    private final List<Thread> workers = new ArrayList<>();
    private long turn;
    private long arrivals;
    private int idle;
    private boolean closed;

    EmbeddingPool(int size, Batching batching, Supplier<Runner> runners) {
        this.batching = batching;
        for (int i = 0; i < size; i++) {
            workers.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("keepsake-embed-" + i)
                            .start(() -> work(runners)));
        }
    }

    /// Runs one text alone, before all documents.
    TextEmbedding question(long[] pieces) {
        var call = new Call(1);
        submit(() -> questions.add(new Job(call, 0, pieces, 0, 0)));
        return call.await().getFirst();
    }

    /// Runs texts, in batches with those of other callers; results in the order given.
    List<TextEmbedding> documents(List<long[]> texts) {
        if (texts.isEmpty()) {
            return List.of();
        }
        var call = new Call(texts.size());
        var byLength = new ArrayList<Integer>();
        for (int i = 0; i < texts.size(); i++) {
            byLength.add(i);
        }
        // The longest first: the short ones fill the gaps at the end
        byLength.sort(Comparator.comparingInt(i -> -texts.get(i).length));
        submit(() -> {
            for (int i = 0; i < byLength.size(); i++) {
                int index = byLength.get(i);
                documents.add(
                        new Job(
                                call,
                                index,
                                texts.get(index),
                                turn + i / batching.texts,
                                arrivals++));
            }
        });
        return call.await();
    }

    /// How many texts wait for a worker.
    int waiting() {
        lock.lock();
        try {
            return questions.size() + documents.size();
        } finally {
            lock.unlock();
        }
    }

    private void submit(Runnable enqueue) {
        lock.lock();
        try {
            if (closed) {
                throw new Failure.ModelFailed("The embedding model is closed", false);
            }
            enqueue.run();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work(Supplier<Runner> runners) {
        @Nullable Runner runner = null;
        for (var batch = take(); !batch.isEmpty(); batch = take()) {
            try {
                if (runner == null) {
                    runner = runners.get();
                }
                finish(batch, runner.run(batch.stream().map(Job::pieces).toList()));
            } catch (Throwable failure) {
                // The door of a worker: whatever went wrong belongs to the callers, and the thread
                // must live on
                batch.forEach(job -> job.call.fail(failure));
            }
        }
    }

    private static void finish(List<Job> batch, List<TextEmbedding> embeddings) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).call.done(batch.get(i).index, embeddings.get(i));
        }
    }

    /// Waits for work. Empty when there will be none any more.
    private List<Job> take() {
        lock.lock();
        try {
            while (true) {
                forgetAbandoned();
                if (!questions.isEmpty()) {
                    return List.of(questions.remove());
                }
                if (!documents.isEmpty()) {
                    return batch();
                }
                if (closed) {
                    return List.of();
                }
                idle++;
                arrived.awaitUninterruptibly();
                idle--;
            }
        } finally {
            lock.unlock();
        }
    }

    private void forgetAbandoned() {
        while (!questions.isEmpty() && questions.getFirst().call.isOver()) {
            questions.removeFirst();
        }
        while (!documents.isEmpty() && documents.first().call.isOver()) {
            documents.removeFirst();
        }
    }

    /// The text whose turn it is, with others of about its length. Idle workers get their share.
    private List<Job> batch() {
        int share = Math.ceilDiv(documents.size(), idle + 1);
        var first = documents.removeFirst();
        turn = first.turn;
        var batch = new ArrayList<Job>();
        batch.add(first);
        int longest = first.length();
        for (var mate : mates(first)) {
            int padded = Math.max(longest, mate.length()) * (batch.size() + 1);
            if (batch.size() < Math.min(share, batching.texts) && padded <= batching.pieces) {
                longest = Math.max(longest, mate.length());
                batch.add(mate);
                documents.remove(mate);
            }
        }
        return batch;
    }

    private List<Job> mates(Job first) {
        return documents.stream()
                .limit(LOOK_AHEAD)
                .filter(job -> !job.call.isOver() && similar(job.length(), first.length()))
                .sorted(Comparator.comparingInt(job -> Math.abs(job.length() - first.length())))
                .limit(batching.texts - 1L)
                .toList();
    }

    private boolean similar(int one, int other) {
        return Math.min(one, other) >= batching.similar * Math.max(one, other);
    }

    /// Takes no more texts, finishes those that wait, and ends the workers.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (var worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException _) {
                    // The native session may only go after the last run, so there is no way out
                    // early
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private record Job(Call call, int index, long[] pieces, long turn, long arrival)
            implements Comparable<Job> {

        int length() {
            return pieces.length;
        }

        @Override
        public int compareTo(Job other) {
            int byTurn = Long.compare(turn, other.turn);
            return byTurn != 0 ? byTurn : Long.compare(arrival, other.arrival);
        }
    }

    /// What one caller waits for.
    private static final class Call {
        private final TextEmbedding[] results;
        private final AtomicInteger open;
        private final CompletableFuture<List<TextEmbedding>> outcome = new CompletableFuture<>();

        Call(int size) {
            results = new TextEmbedding[size];
            open = new AtomicInteger(size);
        }

        void done(int index, TextEmbedding embedding) {
            results[index] = embedding;
            if (open.decrementAndGet() == 0) {
                outcome.complete(List.of(results));
            }
        }

        void fail(Throwable failure) {
            outcome.completeExceptionally(failure);
        }

        boolean isOver() {
            return outcome.isDone();
        }

        List<TextEmbedding> await() {
            try {
                return outcome.get();
            } catch (InterruptedException interruption) {
                outcome.cancel(false);
                Thread.currentThread().interrupt();
                throw new Failure.ModelFailed(
                        "Interrupted while waiting for the embedding model", true, interruption);
            } catch (ExecutionException failed) {
                throw failure(failed);
            }
        }

        private static Failure failure(ExecutionException failed) {
            // A new exception for each caller: the stack of the worker would hide who asked
            return failed.getCause() instanceof Failure.ModelFailed known
                    ? new Failure.ModelFailed(known.reason(), known.retriable(), known)
                    : new Failure.ModelFailed(
                            "The embedding model failed: " + failed.getCause(), false, failed);
        }
    }
}
