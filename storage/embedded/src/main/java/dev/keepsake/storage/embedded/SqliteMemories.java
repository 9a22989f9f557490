package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventId;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.Row;
import dev.keepsake.storage.document.MemoryDocument;
import dev.keepsake.storage.document.PlainJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The `memory`, `encoding`, `change`, `applied` and `message` tables. How a change set gets in is
/// told by [Application].
final class SqliteMemories implements MemoryStore {

    private static final String REVISION =
            "id, memory, kind, at, before, after, input, note, cause";

    /// The plus keeps SQLite from reading the whole project's log in order, where it should look up
    /// a few memories and sort their entries.
    static final String HISTORIES =
            "SELECT "
                    + REVISION
                    + " FROM change WHERE project = ? AND kind <> 'ANNOTATE'"
                    + " AND memory IN (SELECT unhex(value, '-') FROM json_each(?))"
                    + " ORDER BY +mark";

    private final Database database;
    private final SqliteWork work;

    /// The last mark, told by the writer after each commit.
    private final AtomicLong head = new AtomicLong();

    private SqliteMemories(Database database, SqliteWork work) {
        this.database = database;
        this.work = work;
    }

    static SqliteMemories open(Database database, SqliteWork work) {
        var memories = new SqliteMemories(database, work);
        memories.head.set(database.read(Application::head));
        return memories;
    }

    @Override
    public Mark apply(ProjectId project, ChangeSet changes) {
        var application = new Application(project, changes);
        return new Mark(database.writer().write(application::run, this::committed).mark());
    }

    private void committed(Application.Outcome outcome) {
        head.accumulateAndGet(outcome.mark(), Math::max);
        work.countEnd(outcome.endedWork());
    }

    @Override
    public Optional<Memory> find(ProjectId project, MemoryId id) {
        return database.read(session ->
                session.first(
                        "SELECT body FROM memory WHERE project = ? AND id = ?",
                        row -> MemoryDocument.read(row.getString(1)),
                        Columns.bytes(project.value()),
                        Columns.bytes(id.value())));
    }

    @Override
    public List<Memory> findAll(ProjectId project, List<MemoryId> ids) {
        Map<MemoryId, Memory> found = new HashMap<>();
        where(project, "id IN (SELECT unhex(value, '-') FROM json_each(?))", texts(ids))
                .forEach(memory -> found.put(memory.id(), memory));
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    @Override
    public Map<MemoryId, Encoding> encodings(ProjectId project, Collection<MemoryId> ids) {
        Map<MemoryId, Encoding> found = new HashMap<>();
        database.read(session ->
                session.list(
                        """
                        SELECT m.id, e.model, e.terms, e.vector
                        FROM memory m JOIN encoding e ON e.row_id = m.encoding
                        WHERE m.project = ?
                            AND m.id IN (SELECT unhex(value, '-') FROM json_each(?))
                        """,
                        row ->
                                found.put(
                                        new MemoryId(Columns.uuid(row, 1)),
                                        Columns.encoding(row, 2)),
                        Columns.bytes(project.value()),
                        texts(ids)));
        return found;
    }

    @Override
    public List<Memory> withHash(ProjectId project, Scope scope, Collection<String> hashes) {
        return where(
                project,
                "hash IN (SELECT value FROM json_each(?))"
                        + " AND user_id IS ? AND agent_id IS ? AND app_id IS ? AND run_id IS ?",
                PlainJson.write(hashes),
                scope.user(),
                scope.agent(),
                scope.app(),
                scope.run());
    }

    @Override
    public List<Memory> replacedBy(ProjectId project, Collection<MemoryId> ids) {
        return where(
                project, "replaced_by IN (SELECT unhex(value, '-') FROM json_each(?))", texts(ids));
    }

    /// The words of the condition are those of the index.
    @Override
    public List<Memory> patternsOf(ProjectId project, Collection<String> users) {
        return where(
                project,
                "json_extract(body, '$.synthesized')"
                        + " AND user_id IN (SELECT value FROM json_each(?))",
                PlainJson.write(List.copyOf(users)));
    }

    private List<Memory> where(ProjectId project, String condition, @Nullable Object... values) {
        return database.read(session ->
                session.list(
                        "SELECT body FROM memory WHERE project = ? AND " + condition,
                        row -> MemoryDocument.read(row.getString(1)),
                        with(Columns.bytes(project.value()), values)));
    }

    private static @Nullable Object[] with(Object first, @Nullable Object... others) {
        var all = new @Nullable Object[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }

    private static String texts(Collection<MemoryId> ids) {
        return PlainJson.write(ids.stream().map(MemoryId::toString).toList());
    }

    @Override
    public Page<Memory> list(ProjectId project, Filter filter, Page.Ask ask) {
        var where = FilterSql.of(filter);
        return database.readAtOnce(session -> {
            session.judgeBy(where.leaves());
            List<@Nullable Object> values = new ArrayList<>();
            values.add(Columns.bytes(project.value()));
            values.addAll(where.values());
            var total = session.number(countSql(where), values.toArray());
            values.add(ask.size());
            values.add(ask.offset());
            var items =
                    session.list(
                            pageSql(where),
                            row -> MemoryDocument.read(row.getString(1)),
                            values.toArray());
            return new Page<>(items, total, ask.number(), ask.size());
        });
    }

    static String countSql(FilterSql where) {
        return "SELECT count(*) FROM memory m WHERE m.project = ? AND " + where.condition();
    }

    /// The rows of the page are found in an index first; only they are fetched.
    static String pageSql(FilterSql where) {
        return """
        WITH page AS MATERIALIZED (
            SELECT m.row_id FROM memory m WHERE m.project = ? AND %s
            ORDER BY m.created DESC, m.id DESC LIMIT ? OFFSET ?)
        SELECT m.body FROM page JOIN memory m ON m.row_id = page.row_id
        ORDER BY m.created DESC, m.id DESC
        """
                .formatted(where.condition());
    }

    @Override
    public Map<MemoryId, List<Revision>> histories(ProjectId project, Collection<MemoryId> ids) {
        var revisions =
                database.read(session ->
                        session.list(
                                HISTORIES,
                                row -> revision(row, 1),
                                Columns.bytes(project.value()),
                                texts(ids)));
        Map<MemoryId, List<Revision>> histories = new HashMap<>();
        for (var revision : revisions) {
            histories.computeIfAbsent(revision.memoryId(), _ -> new ArrayList<>()).add(revision);
        }
        return histories;
    }

    @Override
    public Page<Revision> revisions(ProjectId project, Page.Ask ask) {
        var projectBytes = Columns.bytes(project.value());
        return database.readAtOnce(session -> {
            var total =
                    session.number(
                            "SELECT count(*) FROM change WHERE project = ? AND kind <> 'ANNOTATE'",
                            projectBytes);
            var items =
                    session.list(
                            "SELECT "
                                    + REVISION
                                    + " FROM change WHERE project = ? AND kind <> 'ANNOTATE'"
                                    + " ORDER BY mark DESC LIMIT ? OFFSET ?",
                            row -> revision(row, 1),
                            projectBytes,
                            ask.size(),
                            ask.offset());
            return new Page<>(items, total, ask.number(), ask.size());
        });
    }

    /// From the columns of [#REVISION].
    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private static Revision revision(ResultSet row, int first) throws SQLException {
        return new Revision(
                Columns.uuid(row, first),
                new MemoryId(Columns.uuid(row, first + 1)),
                Revision.Kind.valueOf(row.getString(first + 2)),
                Columns.instant(row, first + 3),
                state(row.getString(first + 4)),
                state(row.getString(first + 5)),
                MemoryDocument.readMessages(row.getString(first + 6)),
                note(row.getString(first + 7)),
                new EventId(Columns.uuid(row, first + 8)));
    }

    private static @Nullable Memory state(@Nullable String body) {
        return body == null ? null : MemoryDocument.read(body);
    }

    private static Map<String, @Nullable Object> note(@Nullable String text) {
        return text == null ? Map.of() : PlainJson.readObject(text);
    }

    @Override
    public List<Message> window(ProjectId project, String sessionKey) {
        return database.read(session ->
                session.list(
                        "SELECT body FROM message WHERE project = ? AND session = ?"
                                + " ORDER BY position",
                        row -> MemoryDocument.readMessage(row.getString(1)),
                        Columns.bytes(project.value()),
                        sessionKey));
    }

    @Override
    public MemoryTotals totals(ProjectId project) {
        var projectBytes = Columns.bytes(project.value());
        return database.readAtOnce(session -> {
            var all = session.number("SELECT count(*) FROM memory WHERE project = ?", projectBytes);
            var users = entities(session, projectBytes, EntityKind.USER);
            var agents = entities(session, projectBytes, EntityKind.AGENT);
            var runs = entities(session, projectBytes, EntityKind.RUN);
            return new MemoryTotals(
                    all,
                    users.distinct(),
                    agents.distinct(),
                    runs.distinct(),
                    users.memories(),
                    agents.memories(),
                    runs.memories());
        });
    }

    @Override
    public List<String> categories(ProjectId project) {
        return database
                .read(session ->
                        session.list(
                                """
                                SELECT DISTINCT label.value
                                FROM memory m, json_each(m.body, '$.categories') label
                                WHERE m.project = ?
                                """,
                                row -> row.getString(1),
                                Columns.bytes(project.value())))
                .stream()
                .sorted()
                .toList();
    }

    private record Entities(long distinct, long memories) {}

    private static Entities entities(SqliteSession session, byte[] project, EntityKind kind)
            throws SQLException {
        var sql =
                """
                SELECT count(*), coalesce(sum(memories), 0) FROM (
                    SELECT count(*) AS memories FROM memory
                    WHERE project = ? AND %1$s IS NOT NULL GROUP BY %1$s)
                """
                        .formatted(kind.field());
        return session.first(sql, row -> new Entities(row.getLong(1), row.getLong(2)), project)
                .orElseThrow();
    }

    @Override
    public Mark head() {
        database.requireOpen();
        return new Mark(head.get());
    }

    /// A past state whose vector is of a former model comes with the vector of the present state,
    /// so that an index never meets vectors of two models; the present state follows in the log.
    @Override
    public List<LoggedChange> changesAfter(Mark mark, int limit) {
        return database.read(session ->
                session.list(
                        """
                        SELECT c.mark, c.project, c.id, c.memory, c.kind, c.at, c.before, c.after,
                            c.input, c.note, c.cause, e.model, e.terms, e.vector
                        FROM change c
                        LEFT JOIN memory m ON m.project = c.project AND m.id = c.memory
                        LEFT JOIN encoding e ON e.row_id = CASE
                            WHEN c.encoding = m.encoding THEN m.encoding
                            WHEN (SELECT model FROM encoding WHERE row_id = c.encoding)
                                = (SELECT model FROM encoding WHERE row_id = m.encoding)
                                THEN c.encoding
                            WHEN c.encoding IS NOT NULL THEN m.encoding END
                        WHERE c.mark > ? ORDER BY c.mark LIMIT ?
                        """,
                        row ->
                                new LoggedChange(
                                        new Mark(row.getLong(1)),
                                        new ProjectId(Columns.uuid(row, 2)),
                                        revision(row, 3),
                                        row.getString(12) == null
                                                ? null
                                                : Columns.encoding(row, 12)),
                        mark.value(),
                        limit));
    }

    /// Told and untold changes each have an index; the two are merged.
    @Override
    public List<LoggedChange> log(ProjectId project, Mark after, int limit) {
        return database.read(session ->
                session.list(
                        """
                        SELECT c.mark, c.id, c.memory, c.kind, c.at, c.before, c.after, c.input,
                            c.note, c.cause, e.model, e.terms, e.vector
                        FROM (
                            SELECT * FROM (
                                SELECT mark FROM change
                                WHERE project = ?1 AND mark > ?2 AND kind <> 'ANNOTATE'
                                ORDER BY mark LIMIT ?3)
                            UNION ALL
                            SELECT * FROM (
                                SELECT mark FROM change
                                WHERE project = ?1 AND mark > ?2 AND kind = 'ANNOTATE'
                                ORDER BY mark LIMIT ?3)
                            ORDER BY mark LIMIT ?3) page
                        JOIN change c ON c.mark = page.mark
                        LEFT JOIN encoding e ON e.row_id = c.encoding
                        ORDER BY c.mark
                        """,
                        row ->
                                new LoggedChange(
                                        new Mark(row.getLong(1)),
                                        project,
                                        revision(row, 2),
                                        row.getString(11) == null
                                                ? null
                                                : Columns.encoding(row, 11)),
                        Columns.bytes(project.value()),
                        after.value(),
                        limit));
    }

    @Override
    public void restore(ProjectId project, List<LoggedChange> changes) {
        database.writer()
                .write(
                        session -> {
                            var mark = 0L;
                            for (var change : changes) {
                                mark = Application.replay(session, project, change).orElse(mark);
                            }
                            return new Application.Outcome(mark, false);
                        },
                        this::committed);
    }

    @Override
    public List<Row> rows(long position, int limit) {
        return database.read(session ->
                session.list(
                        """
                        SELECT m.row_id, m.project, m.body, e.model, e.terms, e.vector
                        FROM memory m JOIN encoding e ON e.row_id = m.encoding
                        WHERE m.row_id > ? ORDER BY m.row_id LIMIT ?
                        """,
                        row ->
                                new Row(
                                        row.getLong(1),
                                        new ProjectId(Columns.uuid(row, 2)),
                                        new Stored(
                                                MemoryDocument.read(row.getString(3)),
                                                Columns.encoding(row, 4))),
                        position,
                        limit));
    }

    /// In place, so that the log's entry of the same state shows the new encoding too. A row whose
    /// text changed meanwhile is passed over: its encoding is newer than this one.
    @Override
    public void reencode(List<Row> rows) {
        database.writer()
                .write(session -> {
                    for (var row : rows) {
                        reencode(session, row);
                    }
                    return rows.size();
                });
    }

    private static void reencode(SqliteSession session, Row row) throws SQLException {
        var memory = row.stored().memory();
        var encoding = row.stored().encoding();
        session.run(
                """
                UPDATE encoding SET model = ?, terms = ?, vector = ?
                WHERE row_id = (
                    SELECT encoding FROM memory WHERE project = ? AND id = ? AND hash = ?)
                """,
                encoding.modelId(),
                Columns.terms(encoding.terms()),
                Columns.vector(encoding.vector()),
                Columns.bytes(row.project().value()),
                Columns.bytes(memory.id().value()),
                memory.hash());
    }
}
