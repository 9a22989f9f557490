package dev.keepsake.storage.embedded;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.Entity;
import dev.keepsake.entity.EntityDraft;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.entity.EntityQuery;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.Entities;
import dev.keepsake.storage.document.PlainJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `entity` table. What change sets write there is in [Application].
final class SqliteEntities implements Entities {

    /// The columns of an entity; memories are counted in the index of their kind.
    private static final String ENTITY =
            """
            e.row_id, e.kind, e.name, e.title, e.metadata, e.created, e.updated, e.owner,
            CASE e.kind
                WHEN 'USER' THEN (SELECT count(*) FROM memory m
                    WHERE m.project = e.project AND m.user_id = e.name)
                WHEN 'AGENT' THEN (SELECT count(*) FROM memory m
                    WHERE m.project = e.project AND m.agent_id = e.name)
                WHEN 'APP' THEN (SELECT count(*) FROM memory m
                    WHERE m.project = e.project AND m.app_id = e.name)
                ELSE (SELECT count(*) FROM memory m
                    WHERE m.project = e.project AND m.run_id = e.name) END
            """;

    private final Database database;

    SqliteEntities(Database database) {
        this.database = database;
    }

    @Override
    public Written put(ProjectId project, EntityDraft draft) {
        var prepared = EntityRows.Prepared.of(Columns.bytes(project.value()), draft);
        return database.writer()
                .write(session -> {
                    Application.requireLiving(session, project);
                    var created = EntityRows.write(session, prepared);
                    return new Written(find(session, project, draft.key()).orElseThrow(), created);
                });
    }

    @Override
    public Optional<Entity> find(ProjectId project, EntityKey key) {
        return database.read(session -> find(session, project, key));
    }

    private static Optional<Entity> find(SqliteSession session, ProjectId project, EntityKey key)
            throws SQLException {
        return session.first(
                "SELECT " + ENTITY + " FROM entity e WHERE project = ? AND kind = ? AND name = ?",
                SqliteEntities::entity,
                Columns.bytes(project.value()),
                key.kind().name(),
                key.name());
    }

    @Override
    public Optional<Entity> find(ProjectId project, long number) {
        return database.read(session ->
                session.first(
                        "SELECT " + ENTITY + " FROM entity e WHERE row_id = ? AND project = ?",
                        SqliteEntities::entity,
                        number,
                        Columns.bytes(project.value())));
    }

    @Override
    public Page<Entity> list(ProjectId project, EntityQuery query, Page.Ask ask) {
        List<@Nullable Object> values = new ArrayList<>();
        var where = condition(project, query, values);
        return database.readAtOnce(session -> {
            var total =
                    session.number(
                            "SELECT count(*) FROM entity e WHERE " + where, values.toArray());
            values.add(ask.size());
            values.add(ask.offset());
            var items =
                    session.list(
                            "SELECT "
                                    + ENTITY
                                    + " FROM entity e WHERE "
                                    + where
                                    + " ORDER BY e.updated DESC, e.row_id LIMIT ? OFFSET ?",
                            SqliteEntities::entity,
                            values.toArray());
            return new Page<>(items, total, ask.number(), ask.size());
        });
    }

    private static String condition(
            ProjectId project, EntityQuery query, List<@Nullable Object> values) {
        var where = new StringBuilder("e.project = ?");
        values.add(Columns.bytes(project.value()));
        if (query.kind() != null) {
            where.append(" AND e.kind = ?");
            values.add(query.kind().name());
        }
        if (query.part() != null) {
            where.append(" AND instr(fold_case(e.name), ?) > 0");
            values.add(Filter.foldCase(query.part()));
        }
        return where.toString();
    }

    @Override
    public Map<EntityKind, Long> totals(ProjectId project) {
        Map<EntityKind, Long> totals = new EnumMap<>(EntityKind.class);
        for (var kind : EntityKind.values()) {
            totals.put(kind, 0L);
        }
        database.read(session ->
                session.list(
                        "SELECT kind, count(*) FROM entity WHERE project = ? GROUP BY kind",
                        row -> totals.put(EntityKind.valueOf(row.getString(1)), row.getLong(2)),
                        Columns.bytes(project.value())));
        return totals;
    }

    @Override
    public long number(ProjectId project) {
        return database.read(session ->
                        session.first(
                                "SELECT row_id FROM project WHERE id = ?",
                                row -> row.getLong(1),
                                Columns.bytes(project.value())))
                .orElseThrow(() -> new Failure.Missing("there is no project " + project));
    }

    /// From the columns of [#ENTITY].
    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private static Entity entity(ResultSet row) throws SQLException {
        var owner = row.getBytes(8);
        return new Entity(
                row.getLong(1),
                new EntityKey(EntityKind.valueOf(row.getString(2)), row.getString(3)),
                row.getString(4),
                PlainJson.readObject(row.getString(5)),
                Columns.instant(row, 6),
                Columns.instant(row, 7),
                owner == null ? null : new AccountId(Columns.uuid(row, 8)),
                row.getLong(9));
    }
}
