package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.storage.document.EventDocument;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes and finds single rows of `event`, and counts in `counter`; for those who do so inside
/// their own transactions.
final class EventRows {

    private EventRows() {}

    /// An event with its document, which is made before the transaction.
    record Prepared(ProjectId project, Event event, String body) {
        static Prepared of(ProjectId project, Event event) {
            return new Prepared(project, event, EventDocument.write(event));
        }
    }

    static final String IN_DASHBOARD = "@dashboard";

    /// Writes a new event and counts it, or changes the one that is there.
    static void write(SqliteSession session, Prepared row) throws SQLException {
        if (!change(session, row)) {
            insert(session, row);
        }
    }

    /// Whether there was one to change.
    static boolean change(SqliteSession session, Prepared row) throws SQLException {
        var event = row.event();
        var scope = event.scope();
        return session.run(
                        """
                        UPDATE event SET type = ?, status = ?, user_id = ?, agent_id = ?, app_id = ?,
                            run_id = ?, created = ?, completed = ?, body = ?
                        WHERE project = ? AND id = ?
                        """,
                        event.type().name(),
                        event.status().name(),
                        scope.user(),
                        scope.agent(),
                        scope.app(),
                        scope.run(),
                        Columns.micros(event.created()),
                        completed(event),
                        row.body(),
                        Columns.bytes(row.project().value()),
                        Columns.bytes(event.id().value()))
                > 0;
    }

    private static void insert(SqliteSession session, Prepared row) throws SQLException {
        var event = row.event();
        var scope = event.scope();
        session.run(
                """
                INSERT INTO event (project, id, type, status, user_id, agent_id, app_id, run_id,
                    created, completed, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                Columns.bytes(row.project().value()),
                Columns.bytes(event.id().value()),
                event.type().name(),
                event.status().name(),
                scope.user(),
                scope.agent(),
                scope.app(),
                scope.run(),
                Columns.micros(event.created()),
                completed(event),
                row.body());
        count(session, row.project(), event);
    }

    /// Only an event that is over can expire.
    private static @Nullable Long completed(Event event) {
        return event.status().isFinal() ? Columns.microsOrNull(event.completed()) : null;
    }

    private static void count(SqliteSession session, ProjectId project, Event event)
            throws SQLException {
        session.run(
                """
                INSERT INTO counter (project, type, month, count) VALUES (?, ?, ?, 1)
                ON CONFLICT (project, type, month) DO UPDATE SET count = count + 1
                """,
                Columns.bytes(project.value()),
                counted(event),
                month(event.created()));
    }

    /// The name that an operation is counted under: those of the dashboard apart, because quotas do
    /// not count them.
    private static String counted(Event event) {
        var actor = event.actor();
        return actor != null && actor.key() == null
                ? event.type().name() + IN_DASHBOARD
                : event.type().name();
    }

    /// Months since January of the year 0, in UTC.
    static int month(Instant instant) {
        var date = instant.atOffset(ZoneOffset.UTC);
        return date.getYear() * 12 + date.getMonthValue() - 1;
    }

    static Optional<Event> find(SqliteSession session, ProjectId project, EventId id)
            throws SQLException {
        return session.first(
                "SELECT body FROM event WHERE project = ? AND id = ?",
                row -> EventDocument.read(row.getString(1)),
                Columns.bytes(project.value()),
                Columns.bytes(id.value()));
    }
}
