package dev.keepsake.server;

import dev.keepsake.event.Journal;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What is tidied up once an hour: events past their time.
final class Housekeeping implements AutoCloseable {

    private final Journal journal;
    private final Duration retention;
    private final Clock clock;
    private final ScheduledExecutorService schedule =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("housekeeping").factory());

    Housekeeping(Journal journal, Duration retention, Clock clock) {
        this.journal = journal;
        this.retention = retention;
        this.clock = clock;
        schedule.scheduleWithFixedDelay(this::tidy, 1, 60, TimeUnit.MINUTES);
    }

    private void tidy() {
        try {
            journal.expire(clock.instant().minus(retention));
        } catch (RuntimeException failed) {
            System.getLogger(Housekeeping.class.getName())
                    .log(System.Logger.Level.WARNING, "old events could not be forgotten", failed);
        }
    }

    @Override
    public void close() {
        schedule.close();
    }
}
