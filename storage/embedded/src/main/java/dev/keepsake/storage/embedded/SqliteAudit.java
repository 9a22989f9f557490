package dev.keepsake.storage.embedded;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.AuditEntry;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.RequestEntry;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.AuditLog;
import dev.keepsake.storage.RequestQuery;
import dev.keepsake.storage.document.PlainJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The `audit` and `request` tables. Requests are many, so writing them waits for nothing, and
/// forgetting them lets other writes in between.
final class SqliteAudit implements AuditLog {

    private static final int FORGOTTEN_AT_ONCE = 5_000;

    private final Database database;

    SqliteAudit(Database database) {
        this.database = database;
    }

    @Override
    public void record(AuditEntry entry) {
        var recorded = database.writer().write(session -> insert(session, entry));
        if (recorded == 0) {
            throw new Failure.Conflict("entry " + entry.id() + " is taken");
        }
    }

    private static int insert(SqliteSession session, AuditEntry entry) throws SQLException {
        return session.run(
                """
                INSERT INTO audit (id, at, actor, organization, project, action, target, details)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                Columns.bytes(entry.id()),
                Columns.micros(entry.at()),
                bytes(entry.actor(), AccountId::value),
                bytes(entry.organization(), OrganizationId::value),
                bytes(entry.project(), ProjectId::value),
                entry.action(),
                entry.target(),
                PlainJson.write(entry.details()));
    }

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                Columns.uuid(row, 1),
                Columns.instant(row, 2),
                id(row, 3, AccountId::new),
                id(row, 4, OrganizationId::new),
                id(row, 5, ProjectId::new),
                row.getString(6),
                row.getString(7),
                PlainJson.readObject(row.getString(8)));
    }

    @Override
    public List<AuditEntry> audit(
            Optional<OrganizationId> organization, Optional<UUID> before, int limit) {
        var question =
                new Question(
                        "SELECT id, at, actor, organization, project, action, target, details"
                                + " FROM audit WHERE true");
        organization.ifPresent(id -> question.add("organization = ?", PlaceRows.bytes(id)));
        return list(question, "audit", before, limit, SqliteAudit::entry);
    }

    @Override
    public void record(List<RequestEntry> entries) {
        var recorded = List.copyOf(entries);
        database.writer()
                .submit(
                        session -> {
                            for (var entry : recorded) {
                                insert(session, entry);
                            }
                            return true;
                        },
                        _ -> {});
    }

    private static void insert(SqliteSession session, RequestEntry entry) throws SQLException {
        session.run(
                """
                INSERT INTO request (id, at, method, path, status, latency, organization, project,
                    account, api_key, client, address)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                Columns.bytes(entry.id()),
                Columns.micros(entry.at()),
                entry.method(),
                entry.path(),
                entry.status(),
                entry.latency().toNanos() / 1_000,
                bytes(entry.organization(), OrganizationId::value),
                bytes(entry.project(), ProjectId::value),
                bytes(entry.account(), AccountId::value),
                bytes(entry.key(), KeyId::value),
                entry.client(),
                entry.address());
    }

    private static RequestEntry request(ResultSet row) throws SQLException {
        return new RequestEntry(
                Columns.uuid(row, 1),
                Columns.instant(row, 2),
                row.getString(3),
                row.getString(4),
                row.getInt(5),
                Duration.ofNanos(row.getLong(6) * 1_000),
                id(row, 7, OrganizationId::new),
                id(row, 8, ProjectId::new),
                id(row, 9, AccountId::new),
                id(row, 10, KeyId::new),
                row.getString(11),
                row.getString(12));
    }

    @Override
    public List<RequestEntry> requests(RequestQuery query) {
        var question =
                new Question(
                        "SELECT id, at, method, path, status, latency, organization, project,"
                                + " account, api_key, client, address FROM request WHERE true");
        query.organizations()
                .ifPresent(ids ->
                        question.add(
                                "organization IN ("
                                        + String.join(", ", Collections.nCopies(ids.size(), "?"))
                                        + ")",
                                ids.stream().map(PlaceRows::bytes).toArray()));
        query.project().ifPresent(id -> question.add("project = ?", PlaceRows.bytes(id)));
        query.status().ifPresent(status -> question.add("? IN (status, status / 100)", status));
        return list(question, "request", query.before(), query.limit(), SqliteAudit::request);
    }

    /// A question that is put together from conditions.
    private static final class Question {
        private final StringBuilder sql;
        private final List<@Nullable Object> values = new ArrayList<>();

        Question(String sql) {
            this.sql = new StringBuilder(sql);
        }

        void add(String condition, Object... bound) {
            sql.append(" AND ").append(condition);
            values.addAll(List.of(bound));
        }
    }

    private <T> List<T> list(
            Question question,
            String table,
            Optional<UUID> before,
            int limit,
            SqliteSession.Reading<T> reading) {
        before.ifPresent(id ->
                question.add(
                        "(at, id) < (SELECT at, id FROM " + table + " WHERE id = ?)",
                        Columns.bytes(id)));
        question.sql.append(" ORDER BY at DESC, id DESC LIMIT ?");
        question.values.add(limit);
        return database.read(session ->
                session.list(question.sql.toString(), reading, question.values.toArray()));
    }

    @Override
    public int expireRequests(Instant before) {
        var end = Columns.boundary(before);
        var forgotten = 0;
        int some;
        do {
            some = database.writer().write(session -> forget(session, end));
            forgotten += some;
        } while (some == FORGOTTEN_AT_ONCE);
        return forgotten;
    }

    private static int forget(SqliteSession session, long end) throws SQLException {
        return session.run(
                "DELETE FROM request WHERE id IN"
                        + " (SELECT id FROM request WHERE at < ? ORDER BY at LIMIT ?)",
                end,
                FORGOTTEN_AT_ONCE);
    }

    private static <T> byte @Nullable [] bytes(@Nullable T id, Function<T, UUID> value) {
        return id == null ? null : Columns.bytes(value.apply(id));
    }

    private static <T> @Nullable T id(ResultSet row, int column, Function<UUID, T> of)
            throws SQLException {
        return row.getBytes(column) == null ? null : of.apply(Columns.uuid(row, column));
    }
}
