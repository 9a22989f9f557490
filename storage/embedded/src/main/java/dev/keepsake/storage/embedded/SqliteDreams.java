package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.dream.DreamRun;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventStatus;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.Dreams;
import dev.keepsake.storage.document.PlainJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The `dream_run` and `dream_evidence` tables.
final class SqliteDreams implements Dreams {

    private static final String USER_IS_KNOWN =
            "EXISTS (SELECT 1 FROM entity WHERE project = ?1 AND kind = 'USER' AND name = ?3)";

    private final Database database;

    SqliteDreams(Database database) {
        this.database = database;
    }

    @Override
    public void put(ProjectId project, DreamRun run) {
        var body = body(run);
        database.writer()
                .write(session ->
                        session.run(
                                """
                                INSERT INTO dream_run (project, id, user_id, started, body)
                                SELECT ?1, ?2, ?3, ?4, ?5 WHERE %s
                                ON CONFLICT DO UPDATE SET body = excluded.body,
                                    started = excluded.started
                                """
                                        .formatted(USER_IS_KNOWN),
                                Columns.bytes(project.value()),
                                Columns.bytes(run.id().value()),
                                run.user(),
                                Columns.micros(run.started()),
                                body));
    }

    private static String body(DreamRun run) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("trigger", run.trigger().name());
        body.put("status", run.status().name());
        body.put("finished", Columns.microsOrNull(run.finished()));
        body.put("eligible", run.found().eligible());
        body.put("clusters", run.found().clusters());
        body.put("created", run.found().created());
        body.put("updated", run.found().updated());
        body.put("skipped", run.found().skipped());
        body.put("mode", run.mode());
        body.put("error", run.error());
        return PlainJson.write(body);
    }

    @Override
    public Page<DreamRun> runs(ProjectId project, @Nullable String user, Page.Ask ask) {
        var where = user == null ? "project = ?" : "project = ? AND user_id = ?";
        var key = Columns.bytes(project.value());
        return database.readAtOnce(session -> {
            var total =
                    user == null
                            ? session.number("SELECT count(*) FROM dream_run WHERE " + where, key)
                            : session.number(
                                    "SELECT count(*) FROM dream_run WHERE " + where, key, user);
            var sql =
                    "SELECT id, user_id, started, body FROM dream_run WHERE "
                            + where
                            + " ORDER BY started DESC, id DESC LIMIT ? OFFSET ?";
            var items =
                    user == null
                            ? session.list(sql, SqliteDreams::run, key, ask.size(), ask.offset())
                            : session.list(
                                    sql, SqliteDreams::run, key, user, ask.size(), ask.offset());
            return new Page<>(items, total, ask.number(), ask.size());
        });
    }

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private static DreamRun run(ResultSet row) throws SQLException {
        var body = PlainJson.readObject(row.getString(4));
        return new DreamRun(
                new EventId(Columns.uuid(row, 1)),
                row.getString(2),
                DreamRun.Trigger.valueOf(String.valueOf(body.get("trigger"))),
                EventStatus.valueOf(String.valueOf(body.get("status"))),
                Columns.instant(row, 3),
                body.get("finished") instanceof Number micros
                        ? Columns.instant(micros.longValue())
                        : null,
                new DreamRun.Found(
                        number(body, "eligible"),
                        number(body, "clusters"),
                        number(body, "created"),
                        number(body, "updated"),
                        number(body, "skipped")),
                String.valueOf(body.get("mode")),
                body.get("error") instanceof String error ? error : null);
    }

    private static int number(Map<String, @Nullable Object> body, String key) {
        return body.get(key) instanceof Number number ? number.intValue() : 0;
    }

    @Override
    public void note(
            ProjectId project,
            String user,
            MemoryId pattern,
            Collection<MemoryId> sources,
            Instant at) {
        var ids = PlainJson.write(sources.stream().map(MemoryId::toString).toList());
        database.writer()
                .write(session ->
                        session.run(
                                """
                                INSERT INTO dream_evidence (project, pattern, user_id, at, sources)
                                SELECT ?1, ?2, ?3, ?4, ?5 WHERE %s
                                ON CONFLICT DO UPDATE SET sources = excluded.sources,
                                    at = excluded.at
                                """
                                        .formatted(USER_IS_KNOWN),
                                Columns.bytes(project.value()),
                                Columns.bytes(pattern.value()),
                                user,
                                Columns.micros(at),
                                ids));
    }

    @Override
    public Map<MemoryId, Set<MemoryId>> evidence(ProjectId project, String user) {
        Map<MemoryId, Set<MemoryId>> found = new HashMap<>();
        database.read(session ->
                session.list(
                        "SELECT pattern, sources FROM dream_evidence"
                                + " WHERE project = ? AND user_id = ?",
                        row -> found.put(new MemoryId(Columns.uuid(row, 1)), ids(row.getString(2))),
                        Columns.bytes(project.value()),
                        user));
        return found;
    }

    private static Set<MemoryId> ids(String text) {
        return PlainJson.read(text) instanceof List<?> ids
                ? ids.stream()
                        .map(id -> MemoryId.parse(String.valueOf(id)))
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    @Override
    public int expire(Instant before) {
        return database.writer()
                .write(session ->
                        session.run(
                                """
                                DELETE FROM dream_run AS old WHERE started < ? AND EXISTS (
                                    SELECT 1 FROM dream_run AS later
                                    WHERE later.project = old.project
                                        AND later.user_id = old.user_id
                                        AND (later.started, later.id) > (old.started, old.id))
                                """,
                                Columns.boundary(before)));
    }

    /// What is kept of a deleted user, up to the deletion.
    static final Traces TRACES = Traces.of("dreams", SqliteDreams::erase, SqliteDreams::left);

    private static long erase(SqliteSession session, DoomedRow entity) throws SQLException {
        if (entity.entity().key().kind() != EntityKind.USER) {
            return 0;
        }
        return session.run(
                        "DELETE FROM dream_run"
                                + " WHERE project = ? AND user_id = ? AND started <= ?",
                        entity.project(),
                        entity.name(),
                        entity.at())
                + session.run(
                        "DELETE FROM dream_evidence"
                                + " WHERE project = ? AND user_id = ? AND at <= ?",
                        entity.project(),
                        entity.name(),
                        entity.at());
    }

    private static long left(SqliteSession session, DoomedRow entity) throws SQLException {
        if (entity.entity().key().kind() != EntityKind.USER) {
            return 0;
        }
        return session.number(
                        "SELECT count(*) FROM dream_run"
                                + " WHERE project = ? AND user_id = ? AND started <= ?",
                        entity.project(),
                        entity.name(),
                        entity.at())
                + session.number(
                        "SELECT count(*) FROM dream_evidence"
                                + " WHERE project = ? AND user_id = ? AND at <= ?",
                        entity.project(),
                        entity.name(),
                        entity.at());
    }
}
