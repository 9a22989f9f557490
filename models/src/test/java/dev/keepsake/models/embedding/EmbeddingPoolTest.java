package dev.keepsake.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.TextEmbedding;
import dev.keepsake.models.embedding.EmbeddingPool.Batching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The order and make-up of batches, with a runner that only writes down what it was given.
@Timeout(60)
class EmbeddingPoolTest {

    private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final EmbeddingPool pool =
            new EmbeddingPool(1, new Batching(4, 100, 0.8), () -> this::run);

    /// Each text comes back as the vector of its first piece. The first batch waits at the gate, so
    /// that a test can fill the queue behind it.
    private List<TextEmbedding> run(List<long[]> texts) throws Exception {
        busy.countDown();
        gate.await();
        batches.add(texts.stream().map(pieces -> pieces.length).toList());
        if (texts.getFirst()[0] < 0) {
            throw new IllegalStateException("negative");
        }
        return texts.stream()
                .map(pieces -> new TextEmbedding(new float[] {pieces[0]}, null))
                .toList();
    }

    @AfterEach
    void openAndClose() {
        gate.countDown();
        pool.close();
        callers.close();
    }

    @Test
    void textsOfDifferentCallersShareABatch() throws Exception {
        occupyTheWorker();
        var answers = new ArrayList<Future<Float>>();
        for (int caller = 0; caller < 8; caller++) {
            long id = caller;
            answers.add(callers.submit(() -> first(pool.documents(List.of(text(id, 10))))));
        }
        awaitWaiting(8);

        gate.countDown();

        for (int caller = 0; caller < 8; caller++) {
            assertThat(answers.get(caller).get()).isEqualTo(caller);
        }
        assertThat(batches)
                .containsExactly(List.of(1), List.of(10, 10, 10, 10), List.of(10, 10, 10, 10));
    }

    @Test
    void resultsComeInTheOrderOfTheTexts() {
        gate.countDown();
        var texts = IntStream.range(0, 50).mapToObj(id -> text(id, 5 + id * 7 % 30)).toList();

        var vectors = pool.documents(texts);

        assertThat(vectors)
                .extracting(embedding -> embedding.vector()[0])
                .containsExactlyElementsOf(
                        IntStream.range(0, 50).mapToObj(id -> (float) id).toList());
    }

    @Test
    void questionsGoAloneAndFirst() throws Exception {
        occupyTheWorker();
        var documents = callers.submit(() -> pool.documents(List.of(text(1, 10), text(2, 10))));
        awaitWaiting(2);
        var questions =
                List.of(
                        callers.submit(() -> pool.question(text(3, 7))),
                        callers.submit(() -> pool.question(text(4, 7))));
        awaitWaiting(4);

        gate.countDown();
        documents.get();

        assertThat(questions).allSatisfy(question -> assertThat(question.get()).isNotNull());
        assertThat(batches).containsExactly(List.of(1), List.of(7), List.of(7), List.of(10, 10));
    }

    @Test
    void onlyTextsOfSimilarLengthShareABatch() throws Exception {
        occupyTheWorker();
        var texts = List.of(text(1, 10), text(2, 20), text(3, 19), text(4, 9));
        var call = callers.submit(() -> pool.documents(texts));
        awaitWaiting(4);

        gate.countDown();
        call.get();

        assertThat(batches).containsExactly(List.of(1), List.of(20, 19), List.of(10, 9));
    }

    @Test
    void paddedBatchesKeepTheirBoundAndLongerTextsRunAlone() throws Exception {
        occupyTheWorker();
        var texts = List.of(text(1, 150), text(2, 145), text(3, 45), text(4, 44), text(5, 43));
        var call = callers.submit(() -> pool.documents(texts));
        awaitWaiting(5);

        gate.countDown();
        call.get();

        assertThat(batches)
                .containsExactly(
                        List.of(1), List.of(150), List.of(145), List.of(45, 44), List.of(43));
    }

    @Test
    void anImportDoesNotHoldUpASingleText() throws Exception {
        occupyTheWorker();
        var large = callers.submit(() -> pool.documents(Collections.nCopies(400, text(1, 10))));
        awaitWaiting(400);
        var single = callers.submit(() -> pool.documents(List.of(text(2, 50))));
        awaitWaiting(401);

        gate.countDown();
        single.get();
        large.get();

        assertThat(batches.indexOf(List.of(50))).isBetween(1, 3);
    }

    @Test
    void aLargeCallUsesAllWorkers() {
        var bothAtWork = new CountDownLatch(2);
        EmbeddingPool.Runner together =
                texts -> {
                    bothAtWork.countDown();
                    bothAtWork.await();
                    return Collections.nCopies(
                            texts.size(), new TextEmbedding(new float[] {1}, null));
                };

        try (var two = new EmbeddingPool(2, new Batching(4, 100, 0.8), () -> together)) {
            assertThat(two.documents(Collections.nCopies(16, text(1, 10)))).hasSize(16);
        }
    }

    @Test
    void aFailureReachesItsCallersAndNobodyElse() {
        gate.countDown();

        assertThatThrownBy(() -> pool.documents(List.of(text(-1, 10))))
                .isInstanceOf(Failure.ModelFailed.class)
                .hasMessageContaining("negative");
        assertThat(first(pool.documents(List.of(text(5, 10))))).isEqualTo(5);
    }

    @Test
    void closingFinishesWhatWaitsAndRefusesWhatComes() throws Exception {
        occupyTheWorker();
        var waiting = callers.submit(() -> pool.documents(Collections.nCopies(20, text(7, 10))));
        awaitWaiting(20);
        var closing = callers.submit(pool::close);
        while (!refuses()) {
            Thread.onSpinWait();
        }

        gate.countDown();
        closing.get();

        assertThat(waiting.get()).hasSize(20);
    }

    @Test
    void anInterruptedCallerLeavesAndItsTextsAreForgotten() throws Exception {
        occupyTheWorker();
        var thrown = new Throwable[1];
        var caller =
                Thread.ofVirtual()
                        .start(() ->
                                thrown[0] =
                                        catchThrowable(() -> pool.documents(List.of(text(1, 33)))));
        awaitWaiting(1);

        caller.interrupt();
        caller.join();
        gate.countDown();
        pool.documents(List.of(text(2, 10)));

        assertThat(thrown[0])
                .isInstanceOfSatisfying(
                        Failure.ModelFailed.class,
                        failure -> assertThat(failure.retriable()).isTrue());
        assertThat(batches).doesNotContain(List.of(33));
    }

    private void occupyTheWorker() throws InterruptedException {
        callers.submit(() -> pool.documents(List.of(text(0, 1))));
        busy.await();
    }

    private void awaitWaiting(int count) {
        while (pool.waiting() < count) {
            Thread.onSpinWait();
        }
    }

    private boolean refuses() {
        // An empty queue slot is taken by this probe until the pool is closed
        var probe = new Throwable[1];
        var thread =
                Thread.ofVirtual()
                        .start(() -> probe[0] = catchThrowable(() -> pool.question(text(9, 1))));
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return probe[0] instanceof Failure.ModelFailed;
    }

    private static float first(List<TextEmbedding> embeddings) {
        return embeddings.getFirst().vector()[0];
    }

    private static long[] text(long id, int length) {
        var pieces = new long[length];
        Arrays.fill(pieces, id);
        return pieces;
    }
}
