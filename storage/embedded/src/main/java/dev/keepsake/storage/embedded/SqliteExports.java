package dev.keepsake.storage.embedded;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.export.Export;
import dev.keepsake.export.Export.State;
import dev.keepsake.export.ExportId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.FilterKey;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.storage.Exports;
import dev.keepsake.storage.document.PlainJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The `export` and `export_source` tables. Claims end with the process: a storage that opens puts
/// everything that was handed out back in line.
final class SqliteExports implements Exports {

    private static final String COLUMNS =
            "row_id, project, id, state, filter_key, body, result, error, created, finished,"
                    + " attempt";

    private final Database database;
    private final InstantSource clock;

    private SqliteExports(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// For a file that is only read.
    static SqliteExports reading(Database database, InstantSource clock) {
        return new SqliteExports(database, clock);
    }

    /// Takes over the exports of a process that is gone.
    static SqliteExports takeOver(Database database, InstantSource clock) {
        database.writer()
                .write(session ->
                        session.run(
                                "UPDATE export SET state = 'PENDING', token = NULL, until = NULL"
                                        + " WHERE finished IS NULL AND token IS NOT NULL"));
        return new SqliteExports(database, clock);
    }

    @Override
    public void create(ProjectId project, Export export) {
        var body = body(export.order());
        var inserted =
                database.writer()
                        .write(session -> {
                            Application.requireLiving(session, project);
                            return session.run(
                                    """
                                    INSERT INTO export
                                        (project, id, state, filter_key, body, created, attempt)
                                    VALUES (?, ?, ?, ?, ?, ?, 0)
                                    ON CONFLICT (project, id) DO NOTHING
                                    """,
                                    Columns.bytes(project.value()),
                                    Columns.bytes(export.id().value()),
                                    export.state().name(),
                                    export.order().filterKey(),
                                    body,
                                    Columns.micros(export.created()));
                        });
        if (inserted == 0) {
            throw new Failure.Conflict("export " + export.id() + " exists");
        }
    }

    private static String body(Export.Order order) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("schema", order.schema());
        body.put("filter", order.filter());
        body.put("instructions", order.instructions());
        body.put("account", order.account().toString());
        return PlainJson.write(body);
    }

    @Override
    public Optional<Export> find(ProjectId project, ExportId id) {
        return database.read(session ->
                session.first(
                                "SELECT " + COLUMNS + " FROM export WHERE project = ? AND id = ?",
                                SqliteExports::row,
                                Columns.bytes(project.value()),
                                Columns.bytes(id.value()))
                        .map(Row::export));
    }

    @Override
    public List<Done> done(ProjectId project, String filterKey) {
        return database.read(session ->
                session.list(
                        """
                        SELECT id, created, finished FROM export
                        WHERE project = ? AND filter_key = ? AND state = 'DONE'
                        ORDER BY created DESC, row_id DESC
                        """,
                        row ->
                                new Done(
                                        new ExportId(Columns.uuid(row, 1)),
                                        Columns.instant(row, 2),
                                        Columns.instant(row, 3)),
                        Columns.bytes(project.value()),
                        filterKey));
    }

    @Override
    public Optional<Claim> claim(Duration hold) {
        var now = clock.instant();
        if (database.read(session -> free(session, now)).isEmpty()) {
            // asking an empty line must not write
            return Optional.empty();
        }
        var token = UUID.randomUUID().toString();
        return database.writer()
                .write(session -> {
                    var row = free(session, now);
                    if (row.isEmpty()) {
                        return Optional.<Claim>empty();
                    }
                    return session.first(
                            """
                            UPDATE export SET state = 'RUNNING', token = ?, until = ?,
                                attempt = attempt + 1
                            WHERE row_id = ? RETURNING %s
                            """
                                    .formatted(COLUMNS),
                            each -> row(each).claimed(token),
                            token,
                            Columns.micros(now.plus(hold)),
                            row.get());
                });
    }

    private static Optional<Long> free(SqliteSession session, Instant now) throws SQLException {
        return session.first(
                """
                SELECT row_id FROM export
                WHERE finished IS NULL AND (token IS NULL OR until <= ?)
                ORDER BY row_id LIMIT 1
                """,
                row -> row.getLong(1),
                Columns.micros(now));
    }

    @Override
    public boolean finish(Claim claim, Outcome outcome) {
        var now = Columns.micros(clock.instant());
        return switch (outcome) {
            case Outcome.Made made -> {
                var result = PlainJson.write(made.result());
                var sources =
                        PlainJson.write(made.madeFrom().stream().map(MemoryId::toString).toList());
                yield ending(claim, (session, row) -> make(session, row, result, sources, now));
            }
            case Outcome.Failed(var error) ->
                    ending(
                            claim,
                            (session, row) -> {
                                session.run(
                                        """
                                        UPDATE export SET state = 'FAILED', error = ?,
                                            finished = ?, token = NULL, until = NULL
                                        WHERE row_id = ?
                                        """,
                                        error,
                                        now,
                                        row.number());
                                return true;
                            });
            case Outcome.Retry _ ->
                    ending(
                            claim,
                            (session, row) -> {
                                putBack(session, row);
                                return true;
                            });
        };
    }

    /// What becomes of a row whose claim holds.
    private interface Ending {
        boolean of(SqliteSession session, Row row) throws SQLException;
    }

    private boolean ending(Claim claim, Ending ending) {
        return database.writer()
                .write(session -> {
                    var row =
                            session.first(
                                    "SELECT "
                                            + COLUMNS
                                            + " FROM export"
                                            + " WHERE project = ? AND id = ? AND token = ?",
                                    SqliteExports::row,
                                    Columns.bytes(claim.project().value()),
                                    Columns.bytes(claim.export().id().value()),
                                    claim.token());
                    return row.isPresent() && ending.of(session, row.get());
                });
    }

    private static boolean make(
            SqliteSession session, Row row, String result, String sources, long now)
            throws SQLException {
        var project = Columns.bytes(row.project().value());
        var gone =
                session.number(
                        """
                        SELECT count(*) FROM json_each(?) WHERE unhex(value, '-') NOT IN
                            (SELECT id FROM memory WHERE project = ? AND id = unhex(value, '-'))
                        """,
                        sources,
                        project);
        if (gone > 0) {
            putBack(session, row);
            return false;
        }
        session.run(
                """
                UPDATE export SET state = 'DONE', result = ?, finished = ?, token = NULL,
                    until = NULL
                WHERE row_id = ?
                """,
                result,
                now,
                row.number());
        session.run(
                """
                INSERT INTO export_source (project, memory, export)
                SELECT DISTINCT ?, unhex(value, '-'), ? FROM json_each(?)
                """,
                project,
                row.number(),
                sources);
        return true;
    }

    private static void putBack(SqliteSession session, Row row) throws SQLException {
        session.run(
                "UPDATE export SET state = 'PENDING', token = NULL, until = NULL"
                        + " WHERE row_id = ?",
                row.number());
    }

    @Override
    public int expire(Instant before) {
        return database.writer()
                .write(session ->
                        session.run(
                                "DELETE FROM export WHERE created < ?", Columns.boundary(before)));
    }

    /// What exports keep of deleted entities: results made from their memories, and orders of
    /// before whose filter names them.
    static final Traces TRACES = Traces.of("exports", SqliteExports::erase, SqliteExports::left);

    private static final String MADE_FROM =
            """
            SELECT s.export FROM export_source s
            JOIN doomed_memory d ON d.project = s.project AND d.memory = s.memory
            WHERE d.entity = ?
            """;

    static long erase(SqliteSession session, DoomedRow entity) throws SQLException {
        long erased =
                session.run(
                        "DELETE FROM export WHERE row_id IN (" + MADE_FROM + ")", entity.number());
        for (var row : naming(session, entity)) {
            erased += session.run("DELETE FROM export WHERE row_id = ?", row);
        }
        return erased;
    }

    private static long left(SqliteSession session, DoomedRow entity) throws SQLException {
        return naming(session, entity).size()
                + session.number("SELECT count(*) FROM (" + MADE_FROM + ")", entity.number());
    }

    /// Exports live for days, so a project has few.
    private static List<Long> naming(SqliteSession session, DoomedRow entity) throws SQLException {
        var key = entity.entity().key();
        return session
                .list(
                        "SELECT " + COLUMNS + " FROM export WHERE project = ? AND created <= ?",
                        SqliteExports::row,
                        entity.project(),
                        entity.at())
                .stream()
                .filter(row ->
                        FilterKey.names(row.export().order().filter(), key.kind(), key.name()))
                .map(Row::number)
                .toList();
    }

    private record Row(long number, ProjectId project, Export export, int attempt) {
        Claim claimed(String token) {
            return new Claim(project, export, token, attempt);
        }
    }

    /// From the columns of [#COLUMNS].
    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private static Row row(ResultSet row) throws SQLException {
        var result = row.getString(7);
        var export =
                new Export(
                        new ExportId(Columns.uuid(row, 3)),
                        order(row.getString(5), PlainJson.readObject(row.getString(6))),
                        State.valueOf(row.getString(4)),
                        result == null ? null : PlainJson.readObject(result),
                        row.getString(8),
                        Columns.instant(row, 9),
                        Columns.instantOrNull(row, 10));
        return new Row(row.getLong(1), new ProjectId(Columns.uuid(row, 2)), export, row.getInt(11));
    }

    /// Written by [#body]; class files lose the annotations of compact constructors.
    @SuppressWarnings({"unchecked", "NullAway"})
    private static Export.Order order(String filterKey, Map<String, @Nullable Object> body) {
        return new Export.Order(
                (Map<String, @Nullable Object>) required(body, "schema"),
                (Map<String, @Nullable Object>) required(body, "filter"),
                filterKey,
                (String) body.get("instructions"),
                AccountId.parse((String) required(body, "account")));
    }

    private static Object required(Map<String, @Nullable Object> body, String name) {
        var value = body.get(name);
        if (value == null) {
            throw new Failure.StorageFailed("an export has no " + name);
        }
        return value;
    }
}
