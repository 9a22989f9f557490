package dev.keepsake.server;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What is tidied up once an hour.
final class Housekeeping implements AutoCloseable {

    private final ScheduledExecutorService schedule =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("housekeeping").factory());

    /// @param what names it where it is told that it went wrong
    record Chore(String what, Runnable work) {}

    Housekeeping(List<Chore> chores) {
        schedule.scheduleWithFixedDelay(
                () -> chores.forEach(Housekeeping::run), 1, 60, TimeUnit.MINUTES);
    }

    private static void run(Chore chore) {
        try {
            chore.work().run();
        } catch (RuntimeException failed) {
            System.getLogger(Housekeeping.class.getName())
                    .log(System.Logger.Level.WARNING, chore.what() + " went wrong", failed);
        }
    }

    @Override
    public void close() {
        schedule.close();
    }
}
