package dev.keepsake.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.RequestEntry;
import dev.keepsake.server.http.Answered;
import dev.keepsake.server.http.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestLogTest {

    private final List<RequestEntry> stored = Collections.synchronizedList(new ArrayList<>());

    @Test
    void whatWaitsIsWrittenWhenTheLogCloses() {
        try (var log = new RequestLog(stored::addAll)) {
            log.accept(answered("/v1/memories/{id}", 200));
            log.accept(answered("/v1/stats", 404));
        }

        assertThat(stored)
                .extracting(RequestEntry::path)
                .containsExactly("/v1/memories/{id}", "/v1/stats");
        assertThat(stored).extracting(RequestEntry::status).containsExactly(200, 404);
        assertThat(stored).extracting(RequestEntry::client).containsOnly("mem0-js/3.3.1");
    }

    @Test
    void whatNoRouteFitsIsNotedWithoutItsPath() {
        try (var log = new RequestLog(stored::addAll)) {
            log.accept(answered(null, 404));
        }

        assertThat(stored).extracting(RequestEntry::path).containsExactly("(no route)");
    }

    @Test
    void healthChecksAreLeftOut() {
        try (var log = new RequestLog(stored::addAll)) {
            log.accept(answered("/healthz", 200));
            log.accept(answered("/readyz", 503));
            log.accept(answered("/metrics", 200));
        }

        assertThat(stored).isEmpty();
    }

    @Test
    void aSlowStorageCostsEntriesButHoldsNobodyUp() throws InterruptedException {
        var writing = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var log =
                new RequestLog(entries -> {
                    writing.countDown();
                    await(goOn);
                    stored.addAll(entries);
                })) {
            log.accept(answered("/v1/stats", 200));
            assertThat(writing.await(30, TimeUnit.SECONDS)).isTrue();
            for (var i = 0; i < 10_003; i++) {
                log.accept(answered("/v1/stats", 200));
            }

            assertThat(log.dropped()).isEqualTo(3);
            goOn.countDown();
        }
        assertThat(stored).hasSize(10_001);
    }

    @Test
    void aFailingStorageCostsOnlyTheEntriesOfThatBatch() {
        var fails = new boolean[] {true};
        try (var log =
                new RequestLog(entries -> {
                    if (fails[0]) {
                        fails[0] = false;
                        throw new IllegalStateException("disk full");
                    }
                    stored.addAll(entries);
                })) {
            log.accept(answered("/v1/stats", 200));
            while (log.dropped() == 0) {
                Thread.onSpinWait();
            }
            log.accept(answered("/v1/ping", 200));
        }

        assertThat(stored).extracting(RequestEntry::path).containsExactly("/v1/ping");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Answered answered(@org.jspecify.annotations.Nullable String path, int status) {
        return new Answered(
                "id",
                Instant.EPOCH,
                "GET",
                path == null ? null : Endpoint.open("GET", path, _ -> {}),
                status,
                Duration.ofMillis(3),
                "192.0.2.1",
                "mem0-js/3.3.1",
                null,
                null,
                null);
    }
}
