package dev.keepsake.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Several clients that share a pile of numbered tasks, each taking the next when it is done with
/// one.
final class Crew {

    private Crew() {}

    @FunctionalInterface
    interface Task {
        void run(int number) throws IOException, InterruptedException;
    }

    /// Does the tasks from 0 to `count`, without the last.
    ///
    /// @return seconds from the start of the first to the end of the last
    /// @throws IllegalStateException when a task fails
    static double work(int clients, int count, Task task) throws InterruptedException {
        var next = new AtomicInteger();
        var start = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                running.add(
                        threads.submit(() -> {
                            for (int number = next.getAndIncrement();
                                    number < count;
                                    number = next.getAndIncrement()) {
                                task.run(number);
                            }
                            return null;
                        }));
            }
            for (var each : running) {
                each.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a request failed", failed.getCause());
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
