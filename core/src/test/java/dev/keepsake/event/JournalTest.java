package dev.keepsake.event;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.engine.Interposed;
import dev.keepsake.engine.Until;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.EventLog;
import dev.keepsake.storage.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Noting reads behind the reader's back.
@Timeout(60)
class JournalTest {

    private static final ProjectId PROJECT = ProjectId.random();
    private static final Instant NOW = Instant.parse("2026-08-22T12:00:00Z");

    private final InMemoryStorage storage = new InMemoryStorage(InstantSource.system());
    private final Interposed<EventLog> meanwhile = new Interposed<>(EventLog.class);
    private final Journal journal = new Journal(meanwhile.around(storage.events()));

    @AfterEach
    void close() {
        journal.close();
        storage.close();
    }

    @Test
    void whatWasNotedIsFoundAtOnce() {
        for (var i = 0; i < 100; i++) {
            var event = event(EventType.SEARCH);
            journal.record(PROJECT, event);

            assertThat(journal.find(PROJECT, event.id())).contains(event);
            assertThat(journal.list(PROJECT, EventQuery.ALL, Page.Ask.first(1)).total())
                    .isEqualTo(i + 1);
            assertThat(journal.totals(PROJECT, NOW).retrievals()).isEqualTo(i + 1);
        }
    }

    @Test
    void aProjectDoesNotSeeTheEventsOfAnother() {
        var event = event(EventType.SEARCH);
        journal.record(PROJECT, event);

        assertThat(journal.find(ProjectId.random(), event.id())).isEmpty();
    }

    @Test
    void whatWasNotedReachesTheLogByItself() {
        var event = event(EventType.GET);

        journal.record(PROJECT, event);

        Until.holds(() -> storage.events().find(PROJECT, event.id()).isPresent());
        assertThat(storage.events().find(PROJECT, event.id())).contains(event);
    }

    @Test
    void manyEventsAreWrittenInTheirOrder() {
        var events = IntStream.range(0, 1700).mapToObj(_ -> event(EventType.GET)).toList();
        events.forEach(each -> journal.record(PROJECT, each));

        journal.flush();

        assertThat(storage.events().list(PROJECT, EventQuery.ALL, Page.Ask.first(10_000)).items())
                .isEqualTo(events.reversed());
    }

    @Test
    void aReaderDoesNotWaitForAWriteUnderWay() throws Exception {
        var writing = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        meanwhile.before(
                "record",
                () -> {
                    writing.countDown();
                    await(mayEnd);
                });
        var first = event(EventType.SEARCH);
        var second = event(EventType.SEARCH);
        journal.record(PROJECT, first);
        await(writing);

        CompletableFuture.runAsync(() -> journal.record(PROJECT, second)).get(30, SECONDS);
        var found = CompletableFuture.supplyAsync(() -> journal.find(PROJECT, first.id()));
        mayEnd.countDown();

        assertThat(found.get(30, SECONDS)).contains(first);
        assertThat(journal.find(PROJECT, second.id())).contains(second);
    }

    @Test
    void manyWritersLoseNothing() throws Exception {
        List<Future<?>> writers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 20; i++) {
                writers.add(
                        threads.submit(() -> {
                            for (var j = 0; j < 50; j++) {
                                var event = event(EventType.SEARCH);
                                journal.record(PROJECT, event);
                                assertThat(journal.find(PROJECT, event.id())).isPresent();
                            }
                        }));
            }
            for (var each : writers) {
                each.get();
            }
        }

        assertThat(journal.totals(PROJECT, NOW).retrievals()).isEqualTo(1000);
    }

    @Test
    void afterAWriteThatFailedTheNextOnesAreWritten() {
        var log = Logger.getLogger(Journal.class.getName());
        log.setLevel(Level.OFF);
        try {
            var failed = new CountDownLatch(1);
            meanwhile.before(
                    "record",
                    () -> {
                        failed.countDown();
                        throw new Failure.StorageFailed("disk full");
                    });
            journal.record(PROJECT, event(EventType.GET));
            await(failed);

            var next = event(EventType.GET);
            journal.record(PROJECT, next);

            Until.holds(() -> storage.events().find(PROJECT, next.id()).isPresent());
            assertThat(storage.events().find(PROJECT, next.id())).contains(next);
        } finally {
            log.setLevel(null);
        }
    }

    @Test
    void closingWritesWhatIsWaitingAndLaterEventsAreWrittenAtOnce() {
        var before = event(EventType.GET);
        var after = event(EventType.GET);
        journal.record(PROJECT, before);

        journal.close();
        journal.record(PROJECT, after);

        assertThat(storage.events().find(PROJECT, before.id())).contains(before);
        assertThat(storage.events().find(PROJECT, after.id())).contains(after);
    }

    @Test
    void expiredEventsAreForgottenAndTheirCountsStay() {
        var event = event(EventType.SEARCH);
        journal.record(PROJECT, event);
        journal.flush();

        assertThat(journal.expire(NOW.plus(Duration.ofDays(1)))).isEqualTo(1);

        assertThat(journal.find(PROJECT, event.id())).isEmpty();
        assertThat(journal.totals(PROJECT, NOW).retrievals()).isEqualTo(1);
    }

    private static Event event(EventType type) {
        return Event.pending(EventId.random(), type, Scope.NONE, Map.of(), NOW)
                .running(NOW)
                .succeeded(List.of(), Map.of(), NOW);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
