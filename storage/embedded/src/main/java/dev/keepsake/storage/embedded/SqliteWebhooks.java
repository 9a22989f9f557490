package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.Webhooks;
import dev.keepsake.storage.document.PlainJson;
import dev.keepsake.webhook.Delivery;
import dev.keepsake.webhook.DeliveryId;
import dev.keepsake.webhook.Webhook;
import dev.keepsake.webhook.WebhookId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// The `webhook`, `webhook_delivery` and `webhook_mark` tables. Leases end with the process: a
/// storage that opens lets everything that was handed out be handed out again.
final class SqliteWebhooks implements Webhooks {

    private static final String OF_PROJECT = " WHERE project = ? AND id = ?";
    private static final String IN_LOG = " WHERE project = ? AND webhook = ? AND id = ?";

    private final Database database;
    private final InstantSource clock;

    private SqliteWebhooks(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// For a file that is only read.
    static SqliteWebhooks reading(Database database, InstantSource clock) {
        return new SqliteWebhooks(database, clock);
    }

    /// Takes over the deliveries of a process that is gone.
    static SqliteWebhooks takeOver(Database database, InstantSource clock) {
        var held =
                database.read(session ->
                        session.number(
                                "SELECT EXISTS (SELECT 1 FROM webhook_delivery"
                                        + " WHERE token IS NOT NULL)"));
        if (held > 0) {
            database.writer()
                    .write(session ->
                            session.run(
                                    "UPDATE webhook_delivery SET token = NULL, ready = due"
                                            + " WHERE token IS NOT NULL"));
        }
        return new SqliteWebhooks(database, clock);
    }

    @Override
    public void create(Webhook webhook) {
        database.writer()
                .write(session -> {
                    if (find(session, webhook.id()).isPresent()) {
                        throw new Failure.Conflict("webhook " + webhook.id() + " exists");
                    }
                    WebhookRows.insert(session, webhook);
                    return true;
                });
    }

    @Override
    public Optional<Webhook> find(WebhookId id) {
        return database.read(session -> find(session, id));
    }

    private static Optional<Webhook> find(SqliteSession session, WebhookId id) throws SQLException {
        return session.first(
                WebhookRows.WEBHOOK + " WHERE id = ?", WebhookRows::webhook, id.value());
    }

    private static Optional<Webhook> find(SqliteSession session, ProjectId project, WebhookId id)
            throws SQLException {
        return session.first(
                WebhookRows.WEBHOOK + OF_PROJECT,
                WebhookRows::webhook,
                Columns.bytes(project.value()),
                id.value());
    }

    @Override
    public List<Webhook> list(ProjectId project) {
        return database.read(session ->
                session.list(
                        WebhookRows.WEBHOOK + " WHERE project = ? ORDER BY row_id",
                        WebhookRows::webhook,
                        Columns.bytes(project.value())));
    }

    @Override
    public Optional<Webhook> change(
            ProjectId project, WebhookId id, UnaryOperator<Webhook> change) {
        return database.writer().write(session -> change(session, project, id, change));
    }

    private static Optional<Webhook> change(
            SqliteSession session, ProjectId project, WebhookId id, UnaryOperator<Webhook> change)
            throws SQLException {
        var before = find(session, project, id);
        if (before.isEmpty()) {
            return before;
        }
        var after = change.apply(before.get());
        if (!after.equals(before.get())) {
            WebhookRows.update(session, after);
        }
        if (!after.isActive()) {
            drop(session, id);
        }
        return Optional.of(after);
    }

    private static void drop(SqliteSession session, WebhookId id) throws SQLException {
        session.run(
                "UPDATE webhook_delivery SET status = 'DROPPED', due = NULL, ready = NULL,"
                        + " token = NULL WHERE webhook = ? AND ready IS NOT NULL",
                id.value());
        WebhookRows.blank(session, "webhook = ?", id.value());
    }

    @Override
    public boolean remove(ProjectId project, WebhookId id) {
        return database.writer()
                .write(session -> {
                    var gone =
                            session.run(
                                    "DELETE FROM webhook" + OF_PROJECT,
                                    Columns.bytes(project.value()),
                                    id.value());
                    if (gone > 0) {
                        session.run(
                                "DELETE FROM webhook_delivery WHERE project = ? AND webhook = ?",
                                Columns.bytes(project.value()),
                                id.value());
                    }
                    return gone > 0;
                });
    }

    @Override
    public Mark mark() {
        return database.read(SqliteWebhooks::mark);
    }

    private static Mark mark(SqliteSession session) throws SQLException {
        return new Mark(session.number("SELECT coalesce(max(mark), 0) FROM webhook_mark"));
    }

    @Override
    public Optional<Mark> listeningSince() {
        return database.read(session ->
                session.first(
                        "SELECT since FROM webhook WHERE active = 1 ORDER BY since LIMIT 1",
                        row -> new Mark(row.getLong(1))));
    }

    @Override
    public List<Webhook> active(Collection<ProjectId> projects) {
        var ids = PlainJson.write(projects.stream().map(ProjectId::toString).toList());
        return database.read(session ->
                session.list(
                        WebhookRows.WEBHOOK
                                + " WHERE active = 1"
                                + " AND project IN (SELECT unhex(value, '-') FROM json_each(?))"
                                + " ORDER BY row_id",
                        WebhookRows::webhook,
                        ids));
    }

    @Override
    public boolean advance(Mark from, Mark to, List<Delivery> deliveries) {
        return database.writer()
                .write(session -> {
                    if (!mark(session).equals(from)) {
                        return false;
                    }
                    session.run(
                            "INSERT INTO webhook_mark (row_id, mark) VALUES (1, ?)"
                                    + " ON CONFLICT DO UPDATE SET mark = excluded.mark",
                            to.value());
                    for (var delivery : deliveries) {
                        if (isActive(session, delivery.project(), delivery.webhook())) {
                            WebhookRows.insert(session, delivery);
                        }
                    }
                    return true;
                });
    }

    private static boolean isActive(SqliteSession session, ProjectId project, WebhookId id)
            throws SQLException {
        return session.number(
                        "SELECT EXISTS (SELECT 1 FROM webhook" + OF_PROJECT + " AND active = 1)",
                        Columns.bytes(project.value()),
                        id.value())
                == 1;
    }

    @Override
    public List<Lease> claim(int most, int mostOfOne, Duration hold) {
        var now = clock.instant();
        if (database.read(session -> waiting(session, now)).isEmpty()) {
            return List.of();
        }
        return database.writer()
                .write(session -> {
                    List<Lease> leases = new ArrayList<>();
                    for (var next : waiting(session, now)) {
                        var free = Math.min(most - leases.size(), mostOfOne - next.inHand());
                        if (free > 0) {
                            leases.addAll(handOut(session, next.id(), now, hold, (int) free));
                        }
                    }
                    return leases;
                });
    }

    private record Waiting(WebhookId id, long inHand) {}

    /// Webhooks with something to do, those with the least in hand first.
    private static List<Waiting> waiting(SqliteSession session, Instant now) throws SQLException {
        var micros = Columns.micros(now);
        return session.list(
                """
                SELECT id, (
                    SELECT count(*) FROM webhook_delivery
                    WHERE webhook = w.id AND token IS NOT NULL AND ready > ?) AS in_hand
                FROM webhook w
                WHERE active = 1 AND EXISTS (
                    SELECT 1 FROM webhook_delivery
                    WHERE webhook = w.id AND ready IS NOT NULL AND ready <= ?)
                ORDER BY in_hand, row_id
                """,
                row -> new Waiting(new WebhookId(row.getString(1)), row.getLong(2)),
                micros,
                micros);
    }

    private static List<Lease> handOut(
            SqliteSession session, WebhookId id, Instant now, Duration hold, int most)
            throws SQLException {
        var webhook = find(session, id).orElseThrow();
        var due =
                session.list(
                        WebhookRows.DELIVERY
                                + " WHERE webhook = ? AND ready IS NOT NULL AND ready <= ?"
                                + " ORDER BY ready, row_id LIMIT ?",
                        WebhookRows::delivery,
                        id.value(),
                        Columns.micros(now),
                        most);
        List<Lease> leases = new ArrayList<>();
        for (var delivery : due) {
            var token = UUID.randomUUID().toString();
            session.run(
                    "UPDATE webhook_delivery SET token = ?, ready = ? WHERE id = ?",
                    token,
                    Columns.micros(now.plus(hold)),
                    Columns.bytes(delivery.id().value()));
            leases.add(new Lease(token, webhook, delivery));
        }
        return leases;
    }

    @Override
    public boolean finish(Lease lease, Delivery after, UnaryOperator<Webhook> effect) {
        var id = Columns.bytes(after.id().value());
        return database.writer()
                .write(session -> {
                    var held =
                            session.number(
                                    "SELECT EXISTS (SELECT 1 FROM webhook_delivery"
                                            + " WHERE id = ? AND token = ?)",
                                    id,
                                    lease.token());
                    if (held == 0) {
                        return false;
                    }
                    WebhookRows.update(session, after);
                    WebhookRows.blank(session, "id = ?", id);
                    change(session, after.project(), after.webhook(), effect);
                    return true;
                });
    }

    @Override
    public void record(Delivery ended) {
        database.writer()
                .write(session -> {
                    if (find(session, ended.project(), ended.webhook()).isEmpty()) {
                        throw new Failure.Missing("there is no webhook " + ended.webhook());
                    }
                    WebhookRows.insert(session, ended);
                    return true;
                });
    }

    @Override
    public Page<Delivery> deliveries(ProjectId project, WebhookId webhook, Page.Ask ask) {
        var projectBytes = Columns.bytes(project.value());
        return database.readAtOnce(session -> {
            var total =
                    session.number(
                            "SELECT count(*) FROM webhook_delivery"
                                    + " WHERE project = ? AND webhook = ?",
                            projectBytes,
                            webhook.value());
            var items =
                    session.list(
                            WebhookRows.DELIVERY
                                    + " WHERE project = ? AND webhook = ?"
                                    + " ORDER BY row_id DESC LIMIT ? OFFSET ?",
                            WebhookRows::delivery,
                            projectBytes,
                            webhook.value(),
                            ask.size(),
                            ask.offset());
            return new Page<>(items, total, ask.number(), ask.size());
        });
    }

    @Override
    public Optional<Delivery> delivery(ProjectId project, WebhookId webhook, DeliveryId id) {
        return database.read(session -> delivery(session, project, webhook, id));
    }

    private static Optional<Delivery> delivery(
            SqliteSession session, ProjectId project, WebhookId webhook, DeliveryId id)
            throws SQLException {
        return session.first(
                WebhookRows.DELIVERY + IN_LOG,
                WebhookRows::delivery,
                Columns.bytes(project.value()),
                webhook.value(),
                Columns.bytes(id.value()));
    }

    @Override
    public Delivery redeliver(ProjectId project, WebhookId webhook, DeliveryId id, Instant due) {
        return database.writer()
                .write(session -> {
                    var ended =
                            delivery(session, project, webhook, id)
                                    .orElseThrow(() ->
                                            new Failure.Missing("there is no delivery " + id));
                    if (ended.isPending()) {
                        throw new Failure.Conflict("The delivery is still pending.");
                    }
                    if (ended.notice() == null) {
                        throw new Failure.Conflict("The content of the delivery was erased.");
                    }
                    if (!isActive(session, project, webhook)) {
                        throw new Failure.Conflict("The webhook is inactive.");
                    }
                    var pending = ended.pending(due);
                    WebhookRows.update(session, pending);
                    return pending;
                });
    }

    @Override
    public int expire(Instant before) {
        return database.writer()
                .write(session ->
                        session.run(
                                "DELETE FROM webhook_delivery"
                                        + " WHERE created < ? AND status <> 'PENDING'",
                                Columns.boundary(before)));
    }

    @Override
    public Redaction redact(ProjectId project, Collection<MemoryId> memories) {
        var ids = PlainJson.write(memories.stream().map(MemoryId::toString).toList());
        return database.writer().write(session -> redact(session, project, ids));
    }

    /// @param ids a JSON list of memory ids
    static Redaction redact(SqliteSession session, ProjectId project, String ids)
            throws SQLException {
        var which = "project = ? AND memory IN (SELECT unhex(value, '-') FROM json_each(?))";
        var projectBytes = Columns.bytes(project.value());
        var telling =
                session.run(
                        "UPDATE webhook_delivery SET forgets = 1 WHERE " + which,
                        projectBytes,
                        ids);
        var blanked = WebhookRows.blank(session, which, projectBytes, ids);
        return new Redaction(blanked, (long) telling - blanked);
    }

    @Override
    public long erase(ProjectId project) {
        return database.writer().write(session -> erase(session, project));
    }

    static long erase(SqliteSession session, ProjectId project) throws SQLException {
        var id = Columns.bytes(project.value());
        return (long) session.run("DELETE FROM webhook_delivery WHERE project = ?", id)
                + session.run("DELETE FROM webhook WHERE project = ?", id);
    }
}
