package dev.keepsake.storage.embedded;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.feedback.Feedback;
import dev.keepsake.feedback.Verdict;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.storage.Feedbacks;
import dev.keepsake.storage.document.PlainJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `feedback` table. Rows go with their memory by a foreign key; [Application] removes them
/// when a text changes.
final class SqliteFeedbacks implements Feedbacks {

    private static final String COLUMNS = "f.id, f.memory, f.verdict, f.reason, f.account, f.at";

    private final Database database;

    SqliteFeedbacks(Database database) {
        this.database = database;
    }

    @Override
    public Feedback set(ProjectId project, Feedback feedback) {
        var values =
                new @Nullable Object[] {
                    Columns.bytes(feedback.id()),
                    verdict(feedback),
                    feedback.reason(),
                    Columns.bytes(feedback.account().value()),
                    Columns.micros(feedback.at()),
                    Columns.bytes(project.value()),
                    Columns.bytes(feedback.memory().value())
                };
        return database.writer()
                .write(session ->
                        session.first(
                                """
                                INSERT INTO feedback AS f
                                    (project, memory, id, verdict, reason, account, at)
                                SELECT project, id, ?1, ?2, ?3, ?4, ?5 FROM memory
                                WHERE project = ?6 AND id = ?7
                                ON CONFLICT (project, memory) DO UPDATE SET
                                    verdict = excluded.verdict, reason = excluded.reason,
                                    account = excluded.account, at = excluded.at
                                RETURNING id, memory, verdict, reason, account, at
                                """,
                                SqliteFeedbacks::feedback,
                                values))
                .orElseThrow(() -> new Failure.Missing("Memory not found!"));
    }

    private static @Nullable String verdict(Feedback feedback) {
        return feedback.verdict() == null ? null : feedback.verdict().name();
    }

    @Override
    public Optional<Feedback> remove(ProjectId project, MemoryId memory) {
        return database.writer()
                .write(session ->
                        session.first(
                                """
                                DELETE FROM feedback WHERE project = ? AND memory = ?
                                RETURNING id, memory, verdict, reason, account, at
                                """,
                                SqliteFeedbacks::feedback,
                                Columns.bytes(project.value()),
                                Columns.bytes(memory.value())));
    }

    @Override
    public Map<MemoryId, Feedback> findAll(ProjectId project, Collection<MemoryId> memories) {
        if (memories.isEmpty()) {
            return Map.of();
        }
        var ids = PlainJson.write(memories.stream().map(MemoryId::toString).toList());
        Map<MemoryId, Feedback> found = new HashMap<>();
        database.read(session ->
                        session.list(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM feedback f WHERE f.project = ? AND f.memory IN"
                                        + " (SELECT unhex(value, '-') FROM json_each(?))",
                                SqliteFeedbacks::feedback,
                                Columns.bytes(project.value()),
                                ids))
                .forEach(feedback -> found.put(feedback.memory(), feedback));
        return found;
    }

    @Override
    public List<Feedback> reasons(ProjectId project, Filter filter, int limit) {
        var where = FilterSql.of(filter);
        var sql =
                """
                SELECT %s FROM feedback f
                JOIN memory m ON m.project = f.project AND m.id = f.memory
                WHERE f.project = ? AND f.reason IS NOT NULL AND %s
                ORDER BY f.at DESC, f.memory DESC LIMIT ?
                """
                        .formatted(COLUMNS, where.condition());
        return database.readAtOnce(session -> {
            session.judgeBy(where.leaves());
            List<@Nullable Object> values = new ArrayList<>();
            values.add(Columns.bytes(project.value()));
            values.addAll(where.values());
            values.add(limit);
            return session.list(sql, SqliteFeedbacks::feedback, values.toArray());
        });
    }

    /// From the columns of [#COLUMNS].
    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private static Feedback feedback(ResultSet row) throws SQLException {
        var verdict = row.getString(3);
        return new Feedback(
                Columns.uuid(row, 1),
                new MemoryId(Columns.uuid(row, 2)),
                verdict == null ? null : Verdict.valueOf(verdict),
                row.getString(4),
                new AccountId(Columns.uuid(row, 5)),
                Columns.instant(row, 6));
    }
}
