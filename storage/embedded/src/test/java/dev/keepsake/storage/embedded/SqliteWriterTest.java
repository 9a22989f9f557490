package dev.keepsake.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.failure.Failure;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteWriterTest {

    private static final String INSERT = "INSERT INTO note (text) VALUES (?)";

    private final Database database;
    private final SqliteWriter writer;

    SqliteWriterTest(@TempDir Path folder) {
        database = Database.open(folder.resolve("test.db"));
        writer = database.writer();
        writer.write(session -> session.run("CREATE TABLE note (text TEXT NOT NULL)"));
        // checked only at the commit, so that a commit can fail
        writer.write(session ->
                session.run(
                        """
                        CREATE TABLE reference (
                            to_row INTEGER REFERENCES memory (row_id)
                                DEFERRABLE INITIALLY DEFERRED)
                        """));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<String> notes() {
        return database.read(session ->
                session.list("SELECT text FROM note ORDER BY rowid", row -> row.getString(1)));
    }

    private static SqliteWriter.Task<Integer> note(String text) {
        return session -> session.run(INSERT, text);
    }

    /// Submits while the writer is held up, so that all tasks are in one group.
    private List<CompletableFuture<Integer>> group(List<SqliteWriter.Task<Integer>> tasks) {
        var ready = new CountDownLatch(1);
        writer.submit(
                _ -> {
                    awaitUninterrupted(ready);
                    return 0;
                },
                _ -> {});
        var results = tasks.stream().map(task -> writer.submit(task, _ -> {})).toList();
        ready.countDown();
        return results;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        Uninterrupted.of(() -> {
            latch.await();
            return true;
        });
    }

    @Test
    void whatWaitsTogetherIsCommittedTogether() {
        List<Integer> seen = new ArrayList<>();
        SqliteWriter.Task<Integer> looking =
                session -> {
                    // the reader sees only what is committed, the writer what its group did
                    seen.add(notes().size());
                    return (int) session.number("SELECT count(*) FROM note");
                };

        var results = group(List.of(note("a"), note("b"), looking, note("c")));

        assertThat(results.get(2).join()).isEqualTo(2);
        assertThat(seen).containsExactly(0);
        assertThat(results.get(3).join()).isEqualTo(1);
        assertThat(notes()).containsExactly("a", "b", "c");
    }

    @Test
    void aTaskThatThrowsIsRolledBackAlone() {
        var results =
                group(
                        List.of(
                                note("before"),
                                session -> {
                                    session.run(INSERT, "half");
                                    throw new Failure.Conflict("changed meanwhile");
                                },
                                session -> {
                                    session.run(INSERT, "other half");
                                    return session.run("INSERT INTO note (text) VALUES (NULL)");
                                },
                                note("after")));

        results.getLast().join();
        assertThat(notes()).containsExactly("before", "after");
        assertThatThrownBy(results.get(1)::join).hasCauseInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(results.get(2)::join).hasCauseInstanceOf(SQLException.class);
    }

    @Test
    void callersGetTheFailureOfTheirTask() {
        assertThatThrownBy(() ->
                        writer.write(_ -> {
                            throw new Failure.Conflict("changed meanwhile");
                        }))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessage("changed meanwhile");
        assertThatThrownBy(() -> writer.write(session -> session.run("INSERT INTO nowhere")))
                .isInstanceOf(Failure.StorageFailed.class);
    }

    @Test
    void whenTheCommitFailsNothingOfTheGroupIsKept() {
        var results =
                group(
                        List.of(
                                note("innocent"),
                                session -> session.run("INSERT INTO reference (to_row) VALUES (7)"),
                                note("innocent too")));

        for (var result : results) {
            assertThatThrownBy(result::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(Failure.StorageFailed.class);
        }
        assertThat(notes()).isEmpty();
        writer.write(note("later"));
        assertThat(notes()).containsExactly("later");
    }

    @Test
    void aFullDiskFailsTheWriteAndKeepsWhatWasAcknowledged() {
        writer.write(note("acknowledged"));
        var pages = writer.write(session -> session.number("PRAGMA page_count"));
        writer.write(session -> session.number("PRAGMA max_page_count = " + (pages + 2)));

        assertThatThrownBy(() -> writer.write(note("x".repeat(1_000_000))))
                .isInstanceOf(Failure.StorageFailed.class)
                .hasMessageContaining("full");

        writer.write(session -> session.number("PRAGMA max_page_count = " + pages * 1_000));
        writer.write(note("room again"));
        assertThat(notes()).containsExactly("acknowledged", "room again");
    }

    @Test
    void commitsAreToldInOrderBeforeTheCallerKnows() {
        List<Integer> told = new ArrayList<>();
        var results = new ArrayList<CompletableFuture<Integer>>();

        for (var at = 0; at < 100; at++) {
            var number = at;
            results.add(writer.submit(_ -> number, told::add));
        }

        results.getLast().join();
        assertThat(told).hasSize(100).isSorted();
    }

    @Test
    void anInterruptedCallerStillGetsItsAnswer() {
        Thread.currentThread().interrupt();

        var changed = writer.write(note("kept"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(changed).isEqualTo(1);
        assertThat(notes()).containsExactly("kept");
    }

    @Test
    void closingWritesWhatWaits() {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = group(List.of(note("a"), note("b")));
            var closing = CompletableFuture.runAsync(database::close, callers);

            assertThat(results).allSatisfy(result -> assertThat(result.join()).isEqualTo(1));
            closing.join();
        }
        assertThatThrownBy(() -> writer.write(note("late")))
                .isInstanceOf(Failure.StorageFailed.class);
    }
}
