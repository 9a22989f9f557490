package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.Mentions;
import dev.keepsake.event.Event;
import dev.keepsake.storage.document.EventDocument;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Walks through the events of a project and redacts those that speak of deleted entities. No index
/// leads to them, so many entities share one walk.
final class EventTraces {

    private static final int PAGE = 500;

    private final Database database;
    private final ProjectId project;
    private final Map<DoomedRow, Mentions> mentions;

    EventTraces(Database database, ProjectId project, Map<DoomedRow, Mentions> mentions) {
        this.database = database;
        this.project = project;
        this.mentions = mentions;
    }

    /// An event with the entities that it speaks of.
    private record Hit(long row, Event event, List<DoomedRow> entities) {}

    private record Position(long created, long row) {}

    private interface Visit {
        void of(List<Hit> hits);
    }

    void redact() {
        walk(hits -> {
            if (!hits.isEmpty()) {
                database.writer()
                        .write(session -> {
                            for (var hit : hits) {
                                redact(session, hit);
                            }
                            return hits.size();
                        });
            }
        });
    }

    private static void redact(SqliteSession session, Hit hit) throws SQLException {
        session.run(
                """
                UPDATE event SET user_id = NULL, agent_id = NULL, app_id = NULL, run_id = NULL,
                    body = ?
                WHERE row_id = ?
                """,
                EventDocument.write(hit.event().redacted()),
                hit.row());
        for (var entity : hit.entities()) {
            entity.count(session, "events", 1);
        }
    }

    /// How many events speak of each.
    Map<DoomedRow, Long> left() {
        Map<DoomedRow, Long> left = new HashMap<>();
        walk(hits ->
                hits.forEach(hit ->
                        hit.entities().forEach(entity -> left.merge(entity, 1L, Long::sum))));
        return left;
    }

    private void walk(Visit visit) {
        var position = new Position(Long.MIN_VALUE, 0);
        List<Hit> page;
        do {
            page = page(position);
            visit.of(page.stream().filter(hit -> !hit.entities().isEmpty()).toList());
            if (!page.isEmpty()) {
                var last = page.getLast();
                position = new Position(Columns.micros(last.event().created()), last.row());
            }
        } while (page.size() == PAGE);
    }

    private List<Hit> page(Position after) {
        return database.read(session ->
                session.list(
                        """
                        SELECT row_id, body FROM event
                        WHERE project = ? AND (created, row_id) > (?, ?)
                        ORDER BY created, row_id LIMIT ?
                        """,
                        row -> hit(row.getLong(1), EventDocument.read(row.getString(2))),
                        Columns.bytes(project.value()),
                        after.created(),
                        after.row(),
                        PAGE));
    }

    private Hit hit(long row, Event event) {
        List<DoomedRow> entities = new ArrayList<>();
        mentions.forEach((entity, of) -> {
            if (of.in(event)) {
                entities.add(entity);
            }
        });
        return new Hit(row, event, entities);
    }
}
