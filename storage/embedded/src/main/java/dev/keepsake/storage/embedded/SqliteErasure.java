package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.Doomed;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.entity.Erased;
import dev.keepsake.entity.Mentions;
import dev.keepsake.event.Event;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.Erasure;
import dev.keepsake.storage.document.PlainJson;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// The `doomed_entity`, `doomed_memory` and `compaction` tables, and the erasing of all others.
///
/// Events go before the history, because only the history knows the texts to look for: an erasure
/// that is cut short has done all events, or can still read the texts.
final class SqliteErasure implements Erasure {

    /// What else is kept of entities and memories. Feedback goes with its memory; this looks
    /// whether it did.
    private static final List<Traces> TRACES =
            List.of(
                    Traces.of(
                            "deliveries",
                            SqliteErasure::blankDeliveries,
                            SqliteErasure::deliveriesLeft),
                    SqliteExports.TRACES,
                    SqliteGraph.TRACES,
                    SqliteQuarantine.TRACES,
                    SqliteDreams.TRACES,
                    Traces.of(
                            "feedback",
                            (_, _) -> 0,
                            (session, row) -> countOfMemories(session, row, "feedback")));

    private final Database database;
    private final SqliteWork work;

    SqliteErasure(Database database, SqliteWork work) {
        this.database = database;
        this.work = work;
    }

    @Override
    public List<ProjectId> doomed() {
        return database.read(session ->
                session.list(
                        "SELECT project FROM doomed_project ORDER BY rowid",
                        row -> new ProjectId(Columns.uuid(row, 1))));
    }

    /// Whether a project was removed and takes nothing any more.
    static boolean isDoomed(SqliteSession session, byte[] project) throws SQLException {
        return session.number(
                        "SELECT EXISTS (SELECT 1 FROM doomed_project WHERE project = ?)", project)
                == 1;
    }

    @Override
    public Map<String, Long> erase(ProjectId project) {
        var bytes = Columns.bytes(project.value());
        markDue();
        var erased = new ProjectTraces(database, bytes).erase();
        work.recount();
        database.writer()
                .write(session ->
                        session.run("DELETE FROM doomed_project WHERE project = ?", bytes));
        return erased;
    }

    @Override
    public Doom doom(
            ProjectId project,
            EntityKey key,
            Event pending,
            String why,
            long deleted,
            List<MemoryId> shown) {
        var event = EventRows.Prepared.of(project, pending);
        var bytes = Columns.bytes(project.value());
        var ids = texts(shown);
        var cancelled = new AtomicLong();
        return database.writer()
                .write(
                        session -> {
                            Application.requireLiving(session, project);
                            if (!isKnown(session, bytes, key)) {
                                return Doom.UNKNOWN;
                            }
                            if (hasMemories(session, bytes, key)) {
                                return Doom.HAS_MEMORIES;
                            }
                            EventRows.write(session, event);
                            var row = note(session, bytes, key, pending, deleted, ids);
                            markDue(session);
                            cancelled.set(end(session, project, row, why));
                            return Doom.DONE;
                        },
                        _ -> work.countEnds(cancelled.get()));
    }

    private static boolean isKnown(SqliteSession session, byte[] project, EntityKey key)
            throws SQLException {
        return session.number(
                        "SELECT EXISTS (SELECT 1 FROM entity"
                                + " WHERE project = ? AND kind = ? AND name = ?)",
                        project,
                        key.kind().name(),
                        key.name())
                == 1;
    }

    private static boolean hasMemories(SqliteSession session, byte[] project, EntityKey key)
            throws SQLException {
        return session.number(
                        "SELECT EXISTS (SELECT 1 FROM memory WHERE project = ? AND "
                                + key.kind().field()
                                + " = ?)",
                        project,
                        key.name())
                == 1;
    }

    private static DoomedRow note(
            SqliteSession session,
            byte[] project,
            EntityKey key,
            Event pending,
            long deleted,
            String shown)
            throws SQLException {
        var number =
                session.number(
                        """
                        INSERT INTO doomed_entity (project, kind, name, event, at, mark, deleted,
                            shown, erased)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, '{}') RETURNING row_id
                        """,
                        project,
                        key.kind().name(),
                        key.name(),
                        Columns.bytes(pending.id().value()),
                        Columns.micros(pending.created()),
                        Application.head(session),
                        deleted,
                        shown);
        session.run(
                "INSERT INTO doomed_memory (entity, project, memory)"
                        + " SELECT DISTINCT ?, project, memory FROM change WHERE project = ? AND "
                        + key.kind().field()
                        + " = ?",
                number,
                project,
                key.name());
        return DoomedRow.all(session).getLast();
    }

    /// @return how much work ended
    private static long end(SqliteSession session, ProjectId project, DoomedRow row, String why)
            throws SQLException {
        var key = row.entity().key();
        var entities =
                session.run(
                        "DELETE FROM entity WHERE project = ? AND kind = ? AND name = ?",
                        row.project(),
                        key.kind().name(),
                        key.name());
        var cancelled = SqliteWork.cancel(session, project, key, why, row.entity().at());
        row.count(session, "memories", row.entity().deleted());
        row.count(session, "entities", entities);
        row.count(session, "queue", cancelled);
        row.count(session, "messages", dropWindows(session, row));
        row.count(session, "exports", SqliteExports.erase(session, row));
        row.count(session, "quarantine", SqliteQuarantine.erase(session, row));
        return cancelled;
    }

    private static long dropWindows(SqliteSession session, DoomedRow row) throws SQLException {
        var count = 0L;
        for (var key : windows(session, row)) {
            count +=
                    session.run(
                            "DELETE FROM message WHERE project = ? AND session = ?",
                            row.project(),
                            key);
        }
        return count;
    }

    /// Keys of sessions that carry the entity's id, hopping from key to key in the table's order.
    private static List<String> windows(SqliteSession session, DoomedRow row) throws SQLException {
        var key = row.entity().key();
        return session
                .list(
                        """
                        WITH RECURSIVE each (session) AS (
                            SELECT min(session) FROM message WHERE project = ?1
                            UNION ALL
                            SELECT (SELECT min(m.session) FROM message m
                                WHERE m.project = ?1 AND m.session > each.session)
                            FROM each WHERE each.session IS NOT NULL)
                        SELECT session FROM each WHERE session IS NOT NULL
                        """,
                        found -> found.getString(1),
                        row.project())
                .stream()
                .filter(found -> Scope.isIn(key.kind(), key.name(), found))
                .toList();
    }

    @Override
    public List<Doomed> doomedEntities() {
        return database.read(DoomedRow::all).stream().map(DoomedRow::entity).toList();
    }

    @Override
    public List<Erased> erase(ProjectId project, List<Doomed> entities) {
        var numbers = entities.stream().map(Doomed::number).collect(Collectors.toSet());
        var rows =
                database.read(DoomedRow::all).stream()
                        .filter(row -> numbers.contains(row.number()))
                        .filter(row -> row.entity().project().equals(project))
                        .toList();
        markDue();
        Map<DoomedRow, Mentions> mentions = new LinkedHashMap<>();
        Map<DoomedRow, Set<MemoryId>> memories = new HashMap<>();
        for (var row : rows) {
            var ids = memories(row);
            memories.put(row, ids);
            mentions.put(
                    row, new Mentions(row.entity(), ids, new HistoryTraces(database, row).texts()));
        }
        var events = new EventTraces(database, project, mentions);
        events.redact();
        rows.forEach(this::erase);
        var eventsLeft = events.left();
        List<Erased> erased = new ArrayList<>();
        mentions.forEach((row, of) ->
                erased.add(
                        new Erased(
                                row.entity(),
                                memories.getOrDefault(row, Set.of()),
                                counts(row),
                                of.texts(),
                                left(row, eventsLeft.getOrDefault(row, 0L)),
                                pending(row))));
        return erased;
    }

    private Set<MemoryId> memories(DoomedRow row) {
        return database.read(session -> memories(session, row));
    }

    private static Set<MemoryId> memories(SqliteSession session, DoomedRow row)
            throws SQLException {
        return Set.copyOf(
                session.list(
                        "SELECT memory FROM doomed_memory WHERE entity = ?",
                        found -> new MemoryId(Columns.uuid(found, 1)),
                        row.number()));
    }

    private long pending(DoomedRow row) {
        return database.read(session -> deliveries(session, row, "w.status = 'PENDING'"));
    }

    private void erase(DoomedRow row) {
        for (var traces : TRACES) {
            database.writer()
                    .write(session -> {
                        var count = traces.erase(session, row);
                        row.count(session, traces.store(), count);
                        return count;
                    });
        }
        new HistoryTraces(database, row).redact();
    }

    private static long countOfMemories(SqliteSession session, DoomedRow row, String table)
            throws SQLException {
        return session.number(
                """
                SELECT count(*) FROM doomed_memory d
                JOIN %s t ON t.project = d.project AND t.memory = d.memory WHERE d.entity = ?
                """
                        .formatted(table),
                row.number());
    }

    private static long blankDeliveries(SqliteSession session, DoomedRow row) throws SQLException {
        var memories =
                session.list(
                        "SELECT DISTINCT d.memory FROM doomed_memory d JOIN webhook_delivery w"
                                + " ON w.project = d.project AND w.memory = d.memory"
                                + " WHERE d.entity = ?",
                        found -> new MemoryId(Columns.uuid(found, 1)),
                        row.number());
        return SqliteWebhooks.redact(session, row.entity().project(), texts(memories)).blanked();
    }

    /// Those that are still to be brought tell once more and are blanked when they end.
    private static long deliveriesLeft(SqliteSession session, DoomedRow row) throws SQLException {
        return deliveries(session, row, "(w.forgets = 0 OR w.status <> 'PENDING')");
    }

    private static long deliveries(SqliteSession session, DoomedRow row, String which)
            throws SQLException {
        return session.number(
                "SELECT count(*) FROM doomed_memory d JOIN webhook_delivery w"
                        + " ON w.project = d.project AND w.memory = d.memory"
                        + " WHERE d.entity = ? AND "
                        + which,
                row.number());
    }

    private static String texts(Collection<MemoryId> ids) {
        return PlainJson.write(ids.stream().map(MemoryId::toString).toList());
    }

    private Map<String, Long> counts(DoomedRow row) {
        var text =
                database.read(session ->
                        session.first(
                                "SELECT erased FROM doomed_entity WHERE row_id = ?",
                                found -> found.getString(1),
                                row.number()));
        Map<String, Long> counts = new HashMap<>();
        PlainJson.readObject(text.orElse("{}"))
                .forEach((store, count) -> counts.put(store, ((Number) count).longValue()));
        return counts;
    }

    private Map<String, Long> left(DoomedRow row, long events) {
        var history = new HistoryTraces(database, row);
        Map<String, Long> left = new HashMap<>();
        left.put("events", events);
        left.put("history", history.left());
        left.put("encodings", history.encodingsLeft());
        database.read(session -> {
            left.put("memories", living(session, row));
            // queue and rolling windows went when the entity ended; what is there is of a successor
            for (var traces : TRACES) {
                left.put(traces.store(), traces.left(session, row));
            }
            return left;
        });
        return left;
    }

    /// One that was restored after the deletion is another one with the same id.
    private static long living(SqliteSession session, DoomedRow row) throws SQLException {
        return session.number(
                """
                SELECT count(*) FROM doomed_memory d
                JOIN doomed_entity e ON e.row_id = d.entity
                JOIN memory m ON m.project = d.project AND m.id = d.memory
                WHERE d.entity = ? AND NOT EXISTS (SELECT 1 FROM change c
                    WHERE c.project = d.project AND c.memory = d.memory AND c.mark > e.mark)
                """,
                row.number());
    }

    @Override
    public void settle(Doomed entity, Event event) {
        var prepared = EventRows.Prepared.of(entity.project(), event);
        database.writer()
                .write(session -> {
                    var isNoted =
                            session.number(
                                            "SELECT count(*) FROM doomed_entity WHERE row_id = ?",
                                            entity.number())
                                    == 1;
                    if (isNoted) {
                        EventRows.write(session, prepared);
                        if (event.status().isFinal()) {
                            session.run(
                                    "DELETE FROM doomed_entity WHERE row_id = ?", entity.number());
                        }
                    }
                    return isNoted;
                });
    }

    private void markDue() {
        database.writer()
                .write(session -> {
                    markDue(session);
                    return true;
                });
    }

    private static void markDue(SqliteSession session) throws SQLException {
        session.run(
                "INSERT INTO compaction (row_id, erasures, compacted) VALUES (1, 1, 0)"
                        + " ON CONFLICT DO UPDATE SET erasures = erasures + 1");
    }

    @Override
    public boolean isCompactionDue() {
        return database.read(session ->
                session.number("SELECT count(*) FROM compaction WHERE compacted < erasures"))
                == 1;
    }

    @Override
    public Optional<Long> bytesToCompact() {
        return Optional.of(
                database.read(session ->
                        session.number("PRAGMA page_count") * session.number("PRAGMA page_size")));
    }

    /// What is erased meanwhile is left for the next time.
    @Override
    public void compact() {
        var erasures =
                database.read(session ->
                        session.number("SELECT coalesce((SELECT erasures FROM compaction), 0)"));
        database.compact();
        database.writer()
                .write(session -> session.run("UPDATE compaction SET compacted = ?", erasures));
    }
}
