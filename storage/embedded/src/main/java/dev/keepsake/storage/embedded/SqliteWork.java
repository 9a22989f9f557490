package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.WorkQueue;
import dev.keepsake.storage.document.PlainJson;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The `work`, `lane` and `turn` tables.
///
/// A lease is lost once somebody else got the work or the work went back in line or ended; one that
/// only ran out can still be renewed, finished and settled. Leases end with the process: a storage
/// that opens puts everything that was handed out back in line.
final class SqliteWork implements WorkQueue {

    private final Database database;
    private final InstantSource clock;

    /// How much is unfinished, so that asking an empty queue costs nothing.
    private final AtomicLong backlog = new AtomicLong();

    private SqliteWork(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Takes over the queue of a process that is gone.
    static SqliteWork takeOver(Database database, InstantSource clock) {
        var work = new SqliteWork(database, clock);
        database.writer()
                .write(
                        session -> {
                            work.putBackEverything(session);
                            return session.number("SELECT count(*) FROM work");
                        },
                        work.backlog::set);
        return work;
    }

    private void putBackEverything(SqliteSession session) throws SQLException {
        var held =
                session.list(
                        "SELECT row_id, project, event FROM work WHERE token IS NOT NULL",
                        row ->
                                new Place(
                                        row.getLong(1),
                                        new ProjectId(Columns.uuid(row, 2)),
                                        new EventId(Columns.uuid(row, 3))));
        for (var place : held) {
            putBack(session, place, null);
        }
    }

    /// For a file that is only read: hands nothing out and takes nothing back.
    static SqliteWork reading(Database database, InstantSource clock) {
        return new SqliteWork(database, clock);
    }

    @Override
    public void accept(ProjectId project, Work work) {
        var prepared = PreparedWork.of(project, work);
        database.writer()
                .write(session -> queue(session, prepared), _ -> backlog.incrementAndGet());
    }

    @Override
    public Optional<Lease> acceptAndClaim(ProjectId project, Work work, Duration hold) {
        var prepared = PreparedWork.of(project, work);
        return database.writer()
                .write(
                        session -> {
                            var place = queue(session, prepared);
                            return isAtFront(session, place)
                                    ? Optional.of(handOut(session, place, work, hold))
                                    : Optional.<Lease>empty();
                        },
                        _ -> backlog.incrementAndGet());
    }

    /// @throws Failure.Conflict when the event exists
    private static Place queue(SqliteSession session, PreparedWork prepared) throws SQLException {
        var project = prepared.event().project();
        var event = prepared.event().event().id();
        Application.requireLiving(session, project);
        if (EventRows.find(session, project, event).isPresent()) {
            throw new Failure.Conflict("event " + event + " exists");
        }
        EventRows.write(session, prepared.event());
        var projectBytes = Columns.bytes(project.value());
        var waiting = 0;
        for (var lane : prepared.lanes()) {
            waiting += (int) inLane(session, projectBytes, lane);
        }
        var row =
                session.number(
                        """
                        INSERT INTO work (project, event, job, waiting, attempt)
                        VALUES (?, ?, ?, ?, 0) RETURNING row_id
                        """,
                        projectBytes,
                        Columns.bytes(event.value()),
                        prepared.job(),
                        waiting);
        for (var lane : prepared.lanes()) {
            session.run(
                    "INSERT INTO lane (project, lane, work) VALUES (?, ?, ?)",
                    projectBytes,
                    lane,
                    row);
        }
        session.run(
                "INSERT INTO turn (project, served) VALUES (?, 0) ON CONFLICT DO NOTHING",
                projectBytes);
        return new Place(row, project, event);
    }

    /// 1 when the lane is taken, else 0.
    private static long inLane(SqliteSession session, byte[] project, String lane)
            throws SQLException {
        return session.number(
                "SELECT EXISTS (SELECT 1 FROM lane WHERE project = ? AND lane = ?)", project, lane);
    }

    private static boolean isAtFront(SqliteSession session, Place place) throws SQLException {
        return session.number("SELECT waiting FROM work WHERE row_id = ?", place.row()) == 0;
    }

    @Override
    public Optional<Lease> claim(Duration hold) {
        if (backlog.get() == 0) {
            database.requireOpen();
            return Optional.empty();
        }
        return database.writer()
                .write(session -> {
                    var next = next(session);
                    return next.isEmpty()
                            ? Optional.<Lease>empty()
                            : Optional.of(handOut(session, next.get(), hold));
                });
    }

    /// Walks the projects in the order of their turns and stops at the first that has something: in
    /// each, only the front of `work_at_front` is looked at.
    private Optional<Place> next(SqliteSession session) throws SQLException {
        var now = Columns.micros(now());
        return session.first(
                """
                SELECT w.row_id, w.project, w.event
                FROM (
                    SELECT (
                        SELECT row_id FROM work
                        WHERE work.project = turn.project AND waiting = 0
                            AND (token IS NULL OR until <= ?)
                            AND (not_before IS NULL OR not_before <= ?)
                        ORDER BY row_id LIMIT 1) AS pick
                    FROM turn
                    WHERE pick IS NOT NULL
                    ORDER BY served, pick LIMIT 1) AS front
                JOIN work w ON w.row_id = front.pick
                """,
                row ->
                        new Place(
                                row.getLong(1),
                                new ProjectId(Columns.uuid(row, 2)),
                                new EventId(Columns.uuid(row, 3))),
                now,
                now);
    }

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private Lease handOut(SqliteSession session, Place place, Duration hold) throws SQLException {
        var lanes =
                session.list(
                        "SELECT lane FROM lane WHERE work = ?",
                        row -> row.getString(1),
                        place.row());
        var job =
                session.first(
                        "SELECT job FROM work WHERE row_id = ?",
                        row -> PlainJson.readObject(row.getString(1)),
                        place.row());
        var work = new Work(event(session, place), Set.copyOf(lanes), job.orElseThrow());
        return handOut(session, place, work, hold);
    }

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private Lease handOut(SqliteSession session, Place place, Work work, Duration hold)
            throws SQLException {
        var now = now();
        var token = UUID.randomUUID().toString();
        var until = now.plus(hold).truncatedTo(ChronoUnit.MICROS);
        var running = work.event().running(now);
        var attempt =
                session.number(
                        """
                        UPDATE work SET token = ?, until = ?, attempt = attempt + 1
                        WHERE row_id = ? RETURNING attempt
                        """,
                        token,
                        Columns.micros(until),
                        place.row());
        session.run(
                """
                UPDATE turn SET served = (SELECT max(served) + 1 FROM turn) WHERE project = ?
                """,
                Columns.bytes(place.project().value()));
        EventRows.write(session, EventRows.Prepared.of(place.project(), running));
        return new Lease(
                place.project(),
                token,
                (int) attempt,
                until,
                new Work(running, work.lanes(), work.job()));
    }

    @Override
    public boolean renew(Lease lease, Duration hold) {
        return database.writer()
                .write(session ->
                        session.run(
                                        "UPDATE work SET until = ?"
                                                + " WHERE project = ? AND event = ? AND token = ?",
                                        Columns.micros(now().plus(hold)),
                                        Columns.bytes(lease.project().value()),
                                        Columns.bytes(lease.work().event().id().value()),
                                        lease.token())
                                > 0);
    }

    @Override
    public boolean finish(Lease lease, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Finished(var event) -> finish(lease, event);
            case Outcome.Retry(var notBefore) -> retry(lease, notBefore);
        };
    }

    private boolean finish(Lease lease, Event event) {
        var prepared = EventRows.Prepared.of(lease.project(), event);
        return database.writer()
                .write(
                        session -> {
                            var place = held(session, lease);
                            if (place.isPresent()) {
                                end(session, place.get(), prepared);
                            }
                            return place.isPresent();
                        },
                        this::countEnd);
    }

    private boolean retry(Lease lease, Instant notBefore) {
        return database.writer()
                .write(session -> {
                    var place = held(session, lease);
                    if (place.isPresent()) {
                        putBack(session, place.get(), notBefore);
                    }
                    return place.isPresent();
                });
    }

    private void putBack(SqliteSession session, Place place, @Nullable Instant notBefore)
            throws SQLException {
        session.run(
                "UPDATE work SET token = NULL, until = NULL, not_before = ? WHERE row_id = ?",
                notBefore == null ? null : Columns.boundary(notBefore),
                place.row());
        var waiting = event(session, place).waiting(now());
        EventRows.write(session, EventRows.Prepared.of(place.project(), waiting));
    }

    private static Event event(SqliteSession session, Place place) throws SQLException {
        return EventRows.find(session, place.project(), place.event()).orElseThrow();
    }

    /// For a change set that settles a lease in its own transaction.
    ///
    /// @throws Failure.Conflict when the lease is lost
    static Place requireHeld(SqliteSession session, ProjectId project, Lease lease)
            throws SQLException {
        return held(session, lease)
                .filter(place -> place.project().equals(project))
                .orElseThrow(() ->
                        new Failure.Conflict(
                                "the lease of " + lease.work().event().id() + " is lost"));
    }

    private static Optional<Place> held(SqliteSession session, Lease lease) throws SQLException {
        var event = lease.work().event().id();
        return session.first(
                "SELECT row_id FROM work WHERE project = ? AND event = ? AND token = ?",
                row -> new Place(row.getLong(1), lease.project(), event),
                Columns.bytes(lease.project().value()),
                Columns.bytes(event.value()),
                lease.token());
    }

    /// Ends work whose lease is held; once that is committed, [#countEnd] must hear of it. Only
    /// work at the front of all its lanes was ever handed out, so whoever is first in them now has
    /// moved up by one.
    static void end(SqliteSession session, Place place, EventRows.Prepared event)
            throws SQLException {
        EventRows.write(session, event);
        session.run(
                """
                UPDATE work SET waiting = waiting - (
                    SELECT count(*) FROM lane own
                    WHERE own.work = ?1 AND work.row_id = (
                        SELECT min(next.work) FROM lane next
                        WHERE next.project = own.project AND next.lane = own.lane
                            AND next.work > ?1))
                WHERE row_id IN (
                    SELECT (SELECT min(next.work) FROM lane next
                        WHERE next.project = own.project AND next.lane = own.lane
                            AND next.work > ?1)
                    FROM lane own WHERE own.work = ?1)
                """,
                place.row());
        session.run("DELETE FROM lane WHERE work = ?", place.row());
        session.run("DELETE FROM work WHERE row_id = ?", place.row());
    }

    /// Ends all work whose event carries an id, held or not; once that is committed, [#countEnds]
    /// must hear how much that was. Whoever holds a lease of it has lost it.
    static long cancel(
            SqliteSession session, ProjectId project, EntityKey key, String why, Instant now)
            throws SQLException {
        var places =
                session.list(
                        "SELECT w.row_id, w.event FROM work w"
                                + " JOIN event e ON e.project = w.project AND e.id = w.event"
                                + " WHERE w.project = ? AND e."
                                + key.kind().field()
                                + " = ?",
                        row ->
                                new Place(
                                        row.getLong(1), project, new EventId(Columns.uuid(row, 2))),
                        Columns.bytes(project.value()),
                        key.name());
        for (var place : places) {
            var cancelled = event(session, place).cancelled(why, now);
            leaveLine(session, place);
            EventRows.write(session, EventRows.Prepared.of(project, cancelled));
        }
        return places.size();
    }

    /// Work may leave from anywhere in the line, so those behind it count again who is before them.
    private static void leaveLine(SqliteSession session, Place place) throws SQLException {
        var behind =
                session.list(
                        """
                        SELECT DISTINCT next.work FROM lane own
                        JOIN lane next ON next.project = own.project AND next.lane = own.lane
                        WHERE own.work = ?1 AND next.work > ?1
                        """,
                        row -> row.getLong(1),
                        place.row());
        session.run("DELETE FROM lane WHERE work = ?", place.row());
        session.run("DELETE FROM work WHERE row_id = ?", place.row());
        for (var row : behind) {
            session.run(
                    """
                    UPDATE work SET waiting = (
                        SELECT count(*) FROM lane own WHERE own.work = ?1 AND EXISTS (
                            SELECT 1 FROM lane before WHERE before.project = own.project
                                AND before.lane = own.lane AND before.work < ?1))
                    WHERE row_id = ?1
                    """,
                    row);
        }
    }

    void countEnds(long ended) {
        backlog.addAndGet(-ended);
    }

    /// After rows went that nobody counted.
    void recount() {
        database.writer()
                .write(session -> session.number("SELECT count(*) FROM work"), backlog::set);
    }

    void countEnd(boolean ended) {
        if (ended) {
            backlog.decrementAndGet();
        }
    }

    @Override
    public long backlog() {
        database.requireOpen();
        return backlog.get();
    }

    @Override
    public Optional<Instant> oldest() {
        if (backlog() == 0) {
            return Optional.empty();
        }
        return database.read(session ->
                session.first(
                        """
                        SELECT event.created FROM work
                        JOIN event ON event.project = work.project AND event.id = work.event
                        ORDER BY work.row_id LIMIT 1
                        """,
                        row -> Columns.instant(row, 1)));
    }

    private Instant now() {
        return clock.instant();
    }

    /// A row of `work`.
    record Place(long row, ProjectId project, EventId event) {}

    /// Work as it is stored, made before the transaction.
    private record PreparedWork(EventRows.Prepared event, Set<String> lanes, String job) {
        static PreparedWork of(ProjectId project, Work work) {
            return new PreparedWork(
                    EventRows.Prepared.of(project, work.event()),
                    work.lanes(),
                    PlainJson.write(work.job()));
        }
    }
}
