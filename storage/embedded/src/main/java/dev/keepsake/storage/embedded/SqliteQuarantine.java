package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.quality.QuarantineId;
import dev.keepsake.quality.QuarantineQuery;
import dev.keepsake.quality.Quarantined;
import dev.keepsake.quality.Verdict;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.Quarantine;
import dev.keepsake.storage.document.Document;
import dev.keepsake.storage.document.QuarantineDocument;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `quarantine` table. It is written by [Application], in the transaction of the add.
final class SqliteQuarantine implements Quarantine {

    private static final String COLUMNS =
            "id, user_id, agent_id, app_id, run_id, verdict, event, at, body";

    /// A project's rows that a query means; a value that is null means any.
    private static final String MEANT =
            """
             FROM quarantine WHERE project = ?1 AND (?2 IS NULL OR verdict = ?2)
                AND (?3 IS NULL OR user_id = ?3) AND (?4 IS NULL OR agent_id = ?4)
                AND (?5 IS NULL OR app_id = ?5) AND (?6 IS NULL OR run_id = ?6)
            """;

    private final Database database;

    SqliteQuarantine(Database database) {
        this.database = database;
    }

    /// What an add refused, in the form of its rows.
    record Prepared(List<@Nullable Object[]> rows, int capacity) {

        static Prepared of(byte[] project, ChangeSet.@Nullable Refused refused) {
            if (refused == null) {
                return new Prepared(List.of(), 0);
            }
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (var entry : refused.entries()) {
                var asked = entry.asked();
                rows.add(
                        new @Nullable Object[] {
                            project,
                            Columns.bytes(entry.id().value()),
                            asked.user(),
                            asked.agent(),
                            asked.app(),
                            asked.run(),
                            entry.judgement().verdict().name(),
                            Columns.bytes(entry.event().value()),
                            Columns.micros(entry.at()),
                            QuarantineDocument.write(entry)
                        });
            }
            return new Prepared(rows, refused.capacity());
        }

        void write(SqliteSession session, byte[] project) throws SQLException {
            for (var row : rows) {
                session.run(
                        """
                        INSERT INTO quarantine (project, id, user_id, agent_id, app_id, run_id,
                            verdict, event, at, body)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                        row);
            }
            if (!rows.isEmpty()) {
                session.run(
                        """
                        DELETE FROM quarantine WHERE row_id IN (
                            SELECT row_id FROM quarantine WHERE project = ?
                            ORDER BY at DESC, row_id DESC LIMIT -1 OFFSET ?)
                        """,
                        project,
                        capacity);
            }
        }
    }

    @Override
    public Page<Quarantined> list(ProjectId project, QuarantineQuery query, Page.Ask ask) {
        var meant = values(project, query);
        var paged = Arrays.copyOf(meant, meant.length + 2);
        paged[meant.length] = ask.size();
        paged[meant.length + 1] = ask.offset();
        return database.readAtOnce(session -> {
            var total = session.number("SELECT count(*)" + MEANT, meant);
            var items =
                    session.list(
                            "SELECT "
                                    + COLUMNS
                                    + MEANT
                                    + " ORDER BY at DESC, row_id DESC LIMIT ?7 OFFSET ?8",
                            SqliteQuarantine::entry,
                            paged);
            return new Page<>(items, total, ask.number(), ask.size());
        });
    }

    private static @Nullable Object[] values(ProjectId project, QuarantineQuery query) {
        var verdict = query.verdict();
        var scope = query.scope();
        return new @Nullable Object[] {
            Columns.bytes(project.value()),
            verdict == null ? null : verdict.name(),
            scope.user(),
            scope.agent(),
            scope.app(),
            scope.run()
        };
    }

    @Override
    public Map<Verdict, Long> totals(ProjectId project) {
        Map<Verdict, Long> totals = new EnumMap<>(Verdict.class);
        database.read(session ->
                session.list(
                        "SELECT verdict, count(*) FROM quarantine WHERE project = ?"
                                + " GROUP BY verdict",
                        row -> totals.put(Verdict.valueOf(row.getString(1)), row.getLong(2)),
                        Columns.bytes(project.value())));
        return totals;
    }

    @Override
    public Optional<Quarantined> find(ProjectId project, QuarantineId id) {
        return database.read(session ->
                session.first(
                        "SELECT " + COLUMNS + " FROM quarantine WHERE project = ? AND id = ?",
                        SqliteQuarantine::entry,
                        Columns.bytes(project.value()),
                        Columns.bytes(id.value())));
    }

    @Override
    public boolean remove(ProjectId project, QuarantineId id) {
        return database.writer()
                .write(session ->
                        session.run(
                                        "DELETE FROM quarantine WHERE project = ? AND id = ?",
                                        Columns.bytes(project.value()),
                                        Columns.bytes(id.value()))
                                == 1);
    }

    @Override
    public long removeAll(ProjectId project, QuarantineQuery query) {
        var values = values(project, query);
        return database.writer().write(session -> (long) session.run("DELETE" + MEANT, values));
    }

    @Override
    public int expire(Instant before) {
        return database.writer()
                .write(session ->
                        session.run(
                                "DELETE FROM quarantine WHERE at < ?", Columns.boundary(before)));
    }

    /// What adds of deleted entities left.
    static final Traces TRACES =
            Traces.of("quarantine", SqliteQuarantine::erase, SqliteQuarantine::left);

    static long erase(SqliteSession session, DoomedRow entity) throws SQLException {
        return session.run(
                "DELETE FROM quarantine WHERE project = ? AND at <= ? AND "
                        + entity.column()
                        + " = ?",
                entity.project(),
                entity.at(),
                entity.name());
    }

    private static long left(SqliteSession session, DoomedRow entity) throws SQLException {
        return session.number(
                "SELECT count(*) FROM quarantine WHERE project = ? AND at <= ? AND "
                        + entity.column()
                        + " = ?",
                entity.project(),
                entity.at(),
                entity.name());
    }

    /// From the columns of [#COLUMNS].
    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private static Quarantined entry(ResultSet row) throws SQLException {
        var body = Document.read(row.getString(9));
        return new Quarantined(
                new QuarantineId(Columns.uuid(row, 1)),
                QuarantineDocument.proposal(body),
                QuarantineDocument.judgement(Verdict.valueOf(row.getString(6)), body),
                new Scope(row.getString(2), row.getString(3), row.getString(4), row.getString(5)),
                QuarantineDocument.terms(body),
                new EventId(Columns.uuid(row, 7)),
                Columns.instant(row, 8));
    }
}
