package dev.keepsake.storage.embedded;

import dev.keepsake.failure.Failure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The only writer of the file, one thread with one connection, which commits in groups.
///
/// A durable commit waits for the disk, and the disk takes as long for one write as for fifty. So
/// callers hand their task over and wait; the thread takes all tasks that wait, runs them one after
/// the other in one transaction, commits once, and only then tells their callers. Tasks that arrive
/// meanwhile form the next group: the busier it is, the more share a sync, and a lone caller never
/// waits for company.
///
/// Every task runs in a savepoint of its own. One that throws is rolled back alone and its caller
/// gets the exception; the others of the group commit. When the commit itself fails, or SQLite gave
/// up the whole transaction (disk full), nothing of the group is kept and everybody gets
/// [Failure.StorageFailed]. A task sees the effects of those that ran before it.
final class SqliteWriter implements AutoCloseable {

    /// Bounds how long the first of a group waits for the rest.
    private static final int MAX_GROUP = 256;

    private final SqliteSession session;
    private final BlockingQueue<Job<?>> waiting = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final Object gate = new Object();
    private boolean closed;

    /// @param session from now on used by nobody else; closed with this
    SqliteWriter(SqliteSession session) {
        this.session = session;
        this.thread = Thread.ofPlatform().name("keepsake-writer").daemon().start(this::work);
    }

    /// What a caller wants written.
    interface Task<T> {
        T run(SqliteSession session) throws SQLException;
    }

    /// Runs a task and returns when its effects are durable.
    ///
    /// @throws Failure.StorageFailed when they are not, or after [#close]
    <T> T write(Task<T> task) {
        return write(task, _ -> {});
    }

    /// As [#write(Task)]; `committed` hears of the result on the writer's thread, in the order of
    /// the commits and before the caller does. It must not fail.
    <T> T write(Task<T> task, Consumer<T> committed) {
        try {
            return submit(task, committed).join();
        } catch (CompletionException failure) {
            throw rethrown(failure);
        }
    }

    /// Runs a task outside of any transaction while no other write is under way, for what SQLite
    /// does not do inside one.
    <T> T alone(Task<T> task) {
        try {
            return submit(new Job<>(task, _ -> {}, true)).join();
        } catch (CompletionException failure) {
            throw rethrown(failure);
        }
    }

    /// Hands a task over without waiting for it.
    <T> CompletableFuture<T> submit(Task<T> task, Consumer<T> committed) {
        return submit(new Job<>(task, committed, false));
    }

    private <T> CompletableFuture<T> submit(Job<T> job) {
        synchronized (gate) {
            if (closed) {
                throw new Failure.StorageFailed("the storage is closed");
            }
            waiting.add(job);
        }
        return job.result;
    }

    private static RuntimeException rethrown(CompletionException failure) {
        return switch (failure.getCause()) {
            case RuntimeException own -> own;
            case Error error -> throw error;
            case SQLException sql -> new Failure.StorageFailed("a write failed: " + sql, sql);
            case null, default -> failure;
        };
    }

    private void work() {
        List<Job<?>> group = new ArrayList<>();
        while (!isLast(group)) {
            group.clear();
            try {
                gather(group);
                if (group.getFirst().alone) {
                    group.getFirst().runOutside(session);
                } else {
                    write(group);
                }
            } catch (InterruptedException | RuntimeException | Error failure) {
                // whoever is in the group must not wait for ever, and the thread must go on
                group.forEach(job -> job.lose(failure));
            }
        }
    }

    /// All that waits and can share a transaction, or one that must be alone.
    private void gather(List<Job<?>> group) throws InterruptedException {
        group.add(waiting.take());
        while (!group.getLast().alone && group.size() < MAX_GROUP) {
            var next = waiting.peek();
            if (next == null || next.alone) {
                return;
            }
            group.add(waiting.remove());
        }
    }

    private static boolean isLast(List<Job<?>> group) {
        return !group.isEmpty() && group.getLast() instanceof End;
    }

    private void write(List<Job<?>> group) {
        try {
            session.run("BEGIN IMMEDIATE");
            for (var job : group) {
                runAlone(job);
            }
            session.run("COMMIT");
        } catch (SQLException failure) {
            abandon();
            group.forEach(job -> job.lose(failure));
            return;
        }
        group.forEach(Job::tell);
    }

    /// @throws SQLException when the transaction of the whole group is lost
    private void runAlone(Job<?> job) throws SQLException {
        session.run("SAVEPOINT task");
        if (!job.run(session)) {
            session.run("ROLLBACK TO task");
        }
        session.run("RELEASE task");
    }

    private void abandon() {
        try {
            session.run("ROLLBACK");
        } catch (SQLException alreadyRolledBack) {
            // SQLite ended the transaction itself
        }
    }

    /// Writes what waits, moves the log into the file and closes the connection. Twice is fine.
    @Override
    public void close() throws SQLException {
        synchronized (gate) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.add(new End());
        }
        Uninterrupted.of(() -> {
            thread.join();
            return true;
        });
        try {
            session.number("PRAGMA wal_checkpoint(TRUNCATE)");
        } finally {
            session.close();
        }
    }

    private static class Job<T> {
        private final Task<T> task;
        private final Consumer<T> committed;
        private final boolean alone;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private @Nullable Throwable failure;
        private @Nullable T value;

        Job(Task<T> task, Consumer<T> committed, boolean alone) {
            this.task = task;
            this.committed = committed;
            this.alone = alone;
        }

        void runOutside(SqliteSession session) {
            run(session);
            tell();
        }

        /// Whether it went well.
        boolean run(SqliteSession session) {
            try {
                value = task.run(session);
                return true;
            } catch (SQLException | RuntimeException | Error thrown) {
                failure = thrown;
                return false;
            }
        }

        @SuppressWarnings("NullAway") // the value is what the task returned
        void tell() {
            if (failure == null) {
                committed.accept(value);
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        }

        /// Its own failure, if it had one, says more than the group's.
        void lose(Throwable cause) {
            result.completeExceptionally(failure != null ? failure : lost(cause));
        }

        private static Throwable lost(Throwable cause) {
            return new Failure.StorageFailed("a write could not be made durable: " + cause, cause);
        }
    }

    /// The last job ever.
    private static final class End extends Job<Boolean> {
        End() {
            super(_ -> true, _ -> {}, false);
        }
    }
}
