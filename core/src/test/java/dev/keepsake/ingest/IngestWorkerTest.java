package dev.keepsake.ingest;

import static dev.keepsake.engine.ScriptedExtractor.extraction;
import static dev.keepsake.engine.ScriptedExtractor.said;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.engine.Add;
import dev.keepsake.engine.Engine;
import dev.keepsake.engine.ScriptedExtractor;
import dev.keepsake.engine.Until;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventStatus;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Scope;
import dev.keepsake.trace.Tracer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Order, parallelism and second tries of adds.
@Timeout(60)
class IngestWorkerTest {

    private static final Scope U = Scope.ofUser("u");

    /// Faults are provoked here; their traces would only hide real ones.
    private static final Logger LOG = Logger.getLogger(IngestWorker.class.getName());

    private Engine engine = new Engine();

    @BeforeAll
    static void beQuiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        LOG.setLevel(null);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void addsOfOneOwnerRunInTheirOrderAndNeverTwoAtOnce() {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        List<String> order = new CopyOnWriteArrayList<>();
        engine.extractor.behaves(task -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            order.add(task.messages().getFirst().content());
            Thread.yield();
            running.decrementAndGet();
            return ScriptedExtractor.eachMessage(task);
        });
        var texts = IntStream.range(0, 24).mapToObj(i -> "fact " + i).toList();

        var accepted =
                texts.stream().map(text -> accept(new Scope("u", null, null, text), text)).toList();
        var last = accept(U, "the end");

        engine.awaitEnd(last.id());
        assertThat(order).startsWith(texts.toArray(String[]::new)).endsWith("the end").hasSize(25);
        assertThat(most).hasValue(1);
        assertThat(accepted)
                .allSatisfy(each ->
                        assertThat(engine.awaitEnd(each.id()).status())
                                .isEqualTo(EventStatus.SUCCEEDED));
    }

    @Test
    void addsOfDifferentOwnersRunSideBySide() {
        var together = new CyclicBarrier(4);
        engine.extractor.behaves(task -> {
            meet(together);
            return ScriptedExtractor.eachMessage(task);
        });

        // each waits for the other three: one after another they would never end
        var events =
                IntStream.range(0, 4).mapToObj(i -> accept(Scope.ofUser("u" + i), "X")).toList();

        assertThat(events)
                .allSatisfy(each ->
                        assertThat(engine.awaitEnd(each.id()).status())
                                .isEqualTo(EventStatus.SUCCEEDED));
    }

    @Test
    void anAddForUserAndAgentWaitsForTheAddsOfEach() throws Exception {
        var started = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        engine.extractor.behaves(task -> {
            if (task.messages().getFirst().content().equals("agent")) {
                started.countDown();
                await(mayEnd);
            }
            return ScriptedExtractor.eachMessage(task);
        });
        accept(new Scope(null, "a", null, null), "agent");
        await(started);

        var both = accept(new Scope("u", "a", null, null), "both");
        var user = accept(U, "user");
        var other = accept(Scope.ofUser("v"), "other");

        engine.awaitEnd(other.id());
        assertThat(status(both)).isEqualTo(EventStatus.PENDING);
        assertThat(status(user)).as("behind the add for both").isEqualTo(EventStatus.PENDING);
        mayEnd.countDown();
        engine.awaitEnd(user.id());
        assertThat(engine.extractor.tasks())
                .extracting(task -> task.messages().getFirst().content())
                .filteredOn(text -> !text.equals("other"))
                .containsExactly("agent", "both", "user");
    }

    @Test
    void somebodyWhoWaitsStandsInLineToo() throws Exception {
        var started = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        engine.extractor.behaves(task -> {
            started.countDown();
            await(mayEnd);
            return ScriptedExtractor.eachMessage(task);
        });
        accept(U, "first");
        await(started);

        var waiting = CompletableFuture.supplyAsync(() -> engine.add(Add.inferred(U, "second")));
        Until.holds(() -> engine.storage.work().backlog() == 2);
        assertThat(engine.extractor.tasks()).hasSize(1);
        mayEnd.countDown();

        assertThat(waiting.get(30, SECONDS).status()).isEqualTo(EventStatus.SUCCEEDED);
        assertThat(engine.extractor.tasks())
                .extracting(task -> task.messages().getFirst().content())
                .containsExactly("first", "second");
    }

    @Test
    void anUnexpectedFailureIsTriedAgainUntilTheAttemptsAreUsedUp() {
        var tried = new AtomicInteger();
        engine.extractor.behaves(task -> {
            if (tried.incrementAndGet() < 3) {
                throw new IllegalStateException("a fault");
            }
            return ScriptedExtractor.eachMessage(task);
        });
        assertThat(endWithPauses(accept(U, "third time lucky")).status())
                .isEqualTo(EventStatus.SUCCEEDED);

        tried.set(-10);
        var failed = endWithPauses(accept(U, "hopeless"));

        assertThat(tried).hasValue(-7);
        assertThat(failed.status()).isEqualTo(EventStatus.FAILED);
        assertThat(failed.error()).contains("3 times");
        assertThat(engine.texts()).containsExactly("third time lucky");
        assertThat(engine.storage.work().backlog()).isZero();
    }

    @Test
    void aTextThatExhaustsTheStackFailsOnlyItsOwnAdd() {
        engine.extractor.behaves(_ -> {
            throw new StackOverflowError();
        });

        var failed = endWithPauses(accept(U, "deep"));

        assertThat(failed.status()).isEqualTo(EventStatus.FAILED);
        engine.extractor.behaves(ScriptedExtractor::eachMessage);
        assertThat(engine.add(Add.inferred(U, "flat")).status()).isEqualTo(EventStatus.SUCCEEDED);
    }

    @Test
    void workOverWhichProcessesDieIsGivenUp() {
        engine.worker.close();
        var event = accept(U, "poison");
        for (var attempt = 1; attempt <= IngestSettings.STANDARD.attempts(); attempt++) {
            var lease = engine.storage.work().claim(IngestSettings.STANDARD.lease()).orElseThrow();
            assertThat(lease.attempt()).isEqualTo(attempt);
            engine.clock.advance(IngestSettings.STANDARD.lease());
        }

        try (var _ = anotherWorker(new ScriptedExtractor())) {
            var failed = engine.awaitEnd(event.id());

            assertThat(failed.status()).isEqualTo(EventStatus.FAILED);
            assertThat(failed.error()).contains("cut short");
        }
        assertThat(engine.texts()).isEmpty();
        assertThat(engine.storage.work().backlog()).isZero();
    }

    @Test
    @DisplayName("E06 work whose process died is finished once by another")
    void workWhoseProcessDiedIsFinishedOnceByAnother() {
        engine.worker.close();
        var event = accept(U, "X");
        engine.storage.work().claim(IngestSettings.STANDARD.lease()).orElseThrow();
        assertThat(status(event)).isEqualTo(EventStatus.RUNNING);
        engine.clock.advance(IngestSettings.STANDARD.lease());

        try (var _ = anotherWorker(new ScriptedExtractor())) {
            assertThat(engine.awaitEnd(event.id()).status()).isEqualTo(EventStatus.SUCCEEDED);
        }

        assertThat(engine.texts()).containsExactly("X");
        assertThat(engine.storage.work().backlog()).isZero();
    }

    @Test
    @DisplayName("E06 whoever outlives the lease learns what the successor stored")
    void whoeverOutlivesTheLeaseLearnsWhatTheSuccessorStored() throws Exception {
        engine.close();
        engine = new Engine(IngestSettings.STANDARD.withWorkers(1));
        var started = new CountDownLatch(2);
        var mayEnd = new CountDownLatch(1);
        engine.extractor.behaves(_ -> {
            started.countDown();
            await(mayEnd);
            return extraction(said("by the first"));
        });
        var slow = CompletableFuture.supplyAsync(() -> engine.add(Add.inferred(U, "X")));
        // keeps the only worker of the first process busy, so that it cannot be its own successor
        Until.holds(() -> engine.storage.work().backlog() == 1);
        accept(Scope.ofUser("busy"), "Y");
        await(started);
        engine.clock.advance(IngestSettings.STANDARD.lease());
        var successor = new ScriptedExtractor();
        successor.behaves(task ->
                extraction(said("by the successor, " + task.messages().getFirst().content())));

        try (var _ = anotherWorker(successor)) {
            Until.holds(() -> engine.texts().contains("by the successor, X"));
            mayEnd.countDown();
            var answer = slow.get(30, SECONDS);

            assertThat(answer.results())
                    .extracting(EventResult::text)
                    .containsExactly("by the successor, X");
            assertThat(engine.remembered(answer))
                    .extracting(Memory::text)
                    .containsExactly("by the successor, X");
        }
        assertThat(engine.texts()).doesNotContain("by the first").hasSize(2);
    }

    @Test
    void closingTwiceIsFine() {
        engine.worker.close();

        engine.worker.close();
    }

    @Test
    void closingWaitsForWhatIsUnderWayAndLeavesTheRestInTheQueue() throws Exception {
        engine.close();
        engine = new Engine(IngestSettings.STANDARD.withWorkers(1));
        var started = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        engine.extractor.behaves(task -> {
            started.countDown();
            await(mayEnd);
            return ScriptedExtractor.eachMessage(task);
        });
        var first = accept(U, "first");
        var second = accept(U, "second");
        await(started);

        var closing = CompletableFuture.runAsync(engine.worker::close);
        mayEnd.countDown();
        closing.get(30, SECONDS);

        assertThat(status(first)).isEqualTo(EventStatus.SUCCEEDED);
        assertThat(engine.storage.work().backlog()).isLessThanOrEqualTo(1);
        assertThat(status(second)).isIn(EventStatus.PENDING, EventStatus.SUCCEEDED);
    }

    private IngestWorker anotherWorker(Extractor extractor) {
        return new IngestWorker(
                engine.storage,
                Interpreters.of(extractor),
                engine.gate(),
                engine.embedder,
                engine.encoder,
                engine.indexer,
                engine.labelling,
                Map.of(),
                engine.profiles,
                Tracer.NONE,
                IngestSettings.STANDARD,
                engine.clock);
    }

    private Event accept(Scope scope, String text) {
        return engine.intake.accept(engine.caller, Add.inferred(scope, text), Map.of());
    }

    /// Lets the pauses before further tries go by.
    private Event endWithPauses(Event event) {
        Until.holds(() -> {
            if (status(event) == EventStatus.PENDING) {
                engine.clock.advance(Duration.ofSeconds(1));
                engine.worker.wake();
            }
            return status(event).isFinal();
        });
        return engine.awaitEnd(event.id());
    }

    private EventStatus status(Event event) {
        return engine.storage.events().find(engine.project(), event.id()).orElseThrow().status();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, SECONDS);
        } catch (Exception nobodyCame) {
            throw new AssertionError(nobodyCame);
        }
    }
}
