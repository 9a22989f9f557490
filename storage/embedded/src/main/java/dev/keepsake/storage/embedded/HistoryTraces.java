package dev.keepsake.storage.embedded;

import dev.keepsake.memory.Memory;
import dev.keepsake.storage.document.MemoryDocument;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Redacts the entries of the change log that tell of the memories of a deleted entity, and drops
/// the encodings of their texts. Some hundred memories in a transaction.
final class HistoryTraces {

    private static final int MEMORIES = 200;
    private static final int ENCODINGS = 500;

    private static final String PAST =
            " FROM change c JOIN doomed_memory d ON d.memory = c.memory"
                    + " WHERE d.entity = ? AND c.project = ? AND c.mark <= ?";

    /// What an entry has that is not redacted.
    private static final String TELLING =
            """
             AND (c.user_id IS NOT NULL OR c.agent_id IS NOT NULL OR c.app_id IS NOT NULL
                OR c.run_id IS NOT NULL OR c.input IS NOT NULL OR c.note IS NOT NULL
                OR c.encoding IS NOT NULL
                OR coalesce(json_extract(c.before, '$.text'), '') <> ''
                OR coalesce(json_extract(c.after, '$.text'), '') <> '')
            """;

    private final Database database;
    private final DoomedRow entity;

    HistoryTraces(Database database, DoomedRow entity) {
        this.database = database;
        this.entity = entity;
    }

    private record Entry(
            long mark, @Nullable String before, @Nullable String after, @Nullable String input) {

        static Entry of(ResultSet row) throws SQLException {
            return new Entry(row.getLong(1), row.getString(2), row.getString(3), row.getString(4));
        }
    }

    /// The texts of the memories and of the messages behind them, as far as they are still there.
    Set<String> texts() {
        Set<String> texts = new HashSet<>();
        walk(entries -> {
            for (var entry : entries) {
                addText(texts, entry.before());
                addText(texts, entry.after());
                MemoryDocument.readMessages(entry.input())
                        .forEach(message -> texts.add(message.content()));
            }
        });
        return texts;
    }

    private static void addText(Set<String> texts, @Nullable String state) {
        if (state != null) {
            texts.add(MemoryDocument.read(state).text());
        }
    }

    private interface Visit {
        void of(List<Entry> entries);
    }

    /// Some memories at a time, with all entries of theirs that still tell something.
    private void walk(Visit visit) {
        var after = new byte[0];
        List<byte[]> memories;
        do {
            memories = memories(after);
            if (!memories.isEmpty()) {
                visit.of(entries(memories.getFirst(), memories.getLast()));
                after = memories.getLast();
            }
        } while (memories.size() == MEMORIES);
    }

    private List<byte[]> memories(byte[] after) {
        return database.read(session ->
                session.list(
                        "SELECT memory FROM doomed_memory WHERE entity = ? AND memory > ?"
                                + " ORDER BY memory LIMIT ?",
                        row -> row.getBytes(1),
                        entity.number(),
                        after,
                        MEMORIES));
    }

    private List<Entry> entries(byte[] first, byte[] last) {
        return database.read(session ->
                session.list(
                        "SELECT c.mark, c.before, c.after, c.input"
                                + PAST
                                + TELLING
                                + " AND d.memory BETWEEN ? AND ?",
                        Entry::of,
                        entity.number(),
                        entity.project(),
                        entity.mark(),
                        first,
                        last));
    }

    void redact() {
        walk(entries -> {
            if (!entries.isEmpty()) {
                database.writer()
                        .write(session -> {
                            for (var entry : entries) {
                                redact(session, entry);
                            }
                            entity.count(session, "history", entries.size());
                            return entries.size();
                        });
            }
        });
        dropEncodings();
        dropInput();
    }

    private static void redact(SqliteSession session, Entry entry) throws SQLException {
        session.run(
                """
                UPDATE change SET user_id = NULL, agent_id = NULL, app_id = NULL, run_id = NULL,
                    before = ?, after = ?, input = NULL, note = NULL, encoding = NULL
                WHERE mark = ?
                """,
                redacted(entry.before()),
                redacted(entry.after()),
                entry.mark());
    }

    private static @Nullable String redacted(@Nullable String state) {
        if (state == null) {
            return null;
        }
        Memory left = MemoryDocument.read(state).redacted();
        return MemoryDocument.write(left);
    }

    /// Those that a living row uses stay, in case somebody put a memory of the same id back.
    private void dropEncodings() {
        var dropped = ENCODINGS;
        while (dropped == ENCODINGS) {
            dropped =
                    database.writer()
                            .write(session -> {
                                var count =
                                        session.run(
                                                """
                                                DELETE FROM encoding WHERE row_id IN (
                                                    SELECT e.row_id FROM encoding e
                                                    JOIN doomed_memory d ON d.memory = e.memory
                                                    WHERE d.entity = ? AND e.project = ?
                                                        AND NOT EXISTS (SELECT 1 FROM memory m
                                                            WHERE m.project = e.project
                                                                AND m.id = e.memory)
                                                    LIMIT ?)
                                                """,
                                                entity.number(),
                                                entity.project(),
                                                ENCODINGS);
                                entity.count(session, "encodings", count);
                                return count;
                            });
        }
    }

    private void dropInput() {
        database.writer()
                .write(session -> {
                    var count =
                            session.run(
                                    "UPDATE change SET input = NULL"
                                            + " WHERE input IS NOT NULL AND mark IN ("
                                            + contributions("SELECT mark FROM contribution")
                                            + ")",
                                    contributionsOf());
                    entity.count(session, "history", count);
                    session.run(contributions("DELETE FROM contribution"), contributionsOf());
                    return count;
                });
    }

    private static String contributions(String what) {
        return what + " WHERE project = ? AND kind = ? AND name = ? AND mark <= ?";
    }

    private Object[] contributionsOf() {
        return new Object[] {
            entity.project(), entity.entity().key().kind().name(), entity.name(), entity.mark()
        };
    }

    /// How many entries still tell something.
    long left() {
        return database.read(session ->
                session.number(
                                "SELECT count(*)" + PAST + TELLING,
                                entity.number(),
                                entity.project(),
                                entity.mark())
                        + session.number(
                                contributions("SELECT count(*) FROM contribution"),
                                contributionsOf()));
    }

    long encodingsLeft() {
        return database.read(session ->
                session.number(
                        """
                        SELECT count(*) FROM encoding e
                        JOIN doomed_memory d ON d.memory = e.memory
                        WHERE d.entity = ? AND e.project = ?
                            AND NOT EXISTS (SELECT 1 FROM memory m
                                WHERE m.project = e.project AND m.id = e.memory)
                        """,
                        entity.number(),
                        entity.project()));
    }
}
