package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventTotals;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.EventLog;
import dev.keepsake.storage.document.EventDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `event` and `counter` tables.
final class SqliteEvents implements EventLog {

    private final Database database;

    SqliteEvents(Database database) {
        this.database = database;
    }

    @Override
    public void record(List<Entry> entries) {
        var rows =
                entries.stream()
                        .map(entry -> EventRows.Prepared.of(entry.project(), entry.event()))
                        .toList();
        database.writer()
                .write(session -> {
                    for (var row : rows) {
                        // a read may end after its project
                        if (!SqliteErasure.isDoomed(
                                session, Columns.bytes(row.project().value()))) {
                            EventRows.write(session, row);
                        }
                    }
                    return rows.size();
                });
    }

    @Override
    public Optional<Event> find(ProjectId project, EventId id) {
        return database.read(session -> EventRows.find(session, project, id));
    }

    @Override
    public Page<Event> list(ProjectId project, EventQuery query, Page.Ask ask) {
        var where = Condition.of(project, query);
        return database.readAtOnce(session -> {
            var total =
                    session.number(
                            "SELECT count(*) FROM event WHERE " + where.sql(),
                            where.values().toArray());
            var values = where.values();
            values.add(ask.size());
            values.add(ask.offset());
            var items =
                    session.list(
                            "SELECT body FROM event WHERE "
                                    + where.sql()
                                    + " ORDER BY created DESC, row_id DESC LIMIT ? OFFSET ?",
                            row -> EventDocument.read(row.getString(1)),
                            values.toArray());
            return new Page<>(items, total, ask.number(), ask.size());
        });
    }

    /// @param values to be bound, growing
    private record Condition(String sql, List<@Nullable Object> values) {

        static Condition of(ProjectId project, EventQuery query) {
            var sql = new StringBuilder("project = ?");
            List<@Nullable Object> values = new ArrayList<>();
            values.add(Columns.bytes(project.value()));
            if (query.type() != null) {
                sql.append(" AND type = ?");
                values.add(query.type().name());
            }
            if (query.status() != null) {
                sql.append(" AND status = ?");
                values.add(query.status().name());
            }
            for (var kind : EntityKind.values()) {
                var id = query.scope().id(kind);
                if (id != null) {
                    sql.append(" AND ").append(kind.field()).append(" = ?");
                    values.add(id);
                }
            }
            if (query.from() != null) {
                sql.append(" AND created >= ?");
                values.add(Columns.boundary(query.from()));
            }
            if (query.until() != null) {
                sql.append(" AND created < ?");
                values.add(Columns.boundary(query.until()));
            }
            return new Condition(sql.toString(), values);
        }
    }

    @Override
    public EventTotals totals(ProjectId project, Instant month) {
        return database.read(session ->
                session.first(
                                """
                                SELECT
                                    coalesce(sum(count) FILTER (WHERE type LIKE 'ADD%'), 0),
                                    coalesce(sum(count) FILTER (
                                        WHERE type = 'ADD' AND month = ?1), 0),
                                    coalesce(sum(count) FILTER (WHERE type NOT LIKE 'ADD%'), 0),
                                    coalesce(sum(count) FILTER (
                                        WHERE type IN ('SEARCH', 'GET_ALL') AND month = ?1), 0)
                                FROM counter
                                WHERE project = ?2 AND type IN ('ADD', 'SEARCH', 'GET_ALL',
                                    'ADD@dashboard', 'SEARCH@dashboard', 'GET_ALL@dashboard')
                                """,
                                row ->
                                        new EventTotals(
                                                row.getLong(1),
                                                row.getLong(2),
                                                row.getLong(3),
                                                row.getLong(4)),
                                EventRows.month(month),
                                Columns.bytes(project.value()))
                        .orElseThrow());
    }

    @Override
    public int expire(Instant before) {
        return database.writer()
                .write(session ->
                        session.run(
                                "DELETE FROM event WHERE completed < ?", Columns.boundary(before)));
    }
}
