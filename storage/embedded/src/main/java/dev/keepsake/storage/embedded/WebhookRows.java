package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.document.PlainJson;
import dev.keepsake.webhook.Attempt;
import dev.keepsake.webhook.Delivery;
import dev.keepsake.webhook.DeliveryId;
import dev.keepsake.webhook.Notice;
import dev.keepsake.webhook.SealedSecret;
import dev.keepsake.webhook.Signing;
import dev.keepsake.webhook.Standing;
import dev.keepsake.webhook.Subscription;
import dev.keepsake.webhook.Webhook;
import dev.keepsake.webhook.WebhookEvent;
import dev.keepsake.webhook.WebhookId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads and writes single rows of `webhook` and `webhook_delivery`.
final class WebhookRows {

    static final String WEBHOOK =
            "SELECT id, project, owner, name, url, events, context, secret, former_secret,"
                    + " former_until, active, since, failures, failing_since, switched_off,"
                    + " created, updated FROM webhook";

    static final String DELIVERY =
            "SELECT id, project, webhook, event, memory, text, categories, user_id, agent_id,"
                    + " app_id, run_id, at, created, status, due, attempts FROM webhook_delivery";

    private WebhookRows() {}

    /// From the columns of [#WEBHOOK].
    static Webhook webhook(ResultSet row) throws SQLException {
        return new Webhook(
                new WebhookId(row.getString(1)),
                new ProjectId(Columns.uuid(row, 2)),
                row.getString(3),
                new Subscription(
                        row.getString(4),
                        row.getString(5),
                        texts(row.getString(6)).stream().map(WebhookEvent::valueOf).toList(),
                        row.getBoolean(7)),
                signing(row),
                standing(row),
                Columns.instant(row, 16),
                Columns.instant(row, 17));
    }

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private static Signing signing(ResultSet row) throws SQLException {
        var former = row.getString(9);
        return new Signing(
                new SealedSecret(row.getString(8)),
                former == null ? null : new SealedSecret(former),
                Columns.instantOrNull(row, 10));
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                row.getBoolean(11),
                new Mark(row.getLong(12)),
                row.getInt(13),
                Columns.instantOrNull(row, 14),
                row.getString(15));
    }

    static void insert(SqliteSession session, Webhook webhook) throws SQLException {
        session.run(
                """
                INSERT INTO webhook (id, project, created, owner, name, url, events, context,
                    secret, former_secret, former_until, active, since, failures, failing_since,
                    switched_off, updated)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                values(
                                List.of(
                                        webhook.id().value(),
                                        Columns.bytes(webhook.project().value()),
                                        Columns.micros(webhook.createdAt())),
                                webhook)
                        .toArray());
    }

    static void update(SqliteSession session, Webhook webhook) throws SQLException {
        var values = values(List.of(), webhook);
        values.add(webhook.id().value());
        session.run(
                """
                UPDATE webhook SET owner = ?, name = ?, url = ?, events = ?, context = ?,
                    secret = ?, former_secret = ?, former_until = ?, active = ?, since = ?,
                    failures = ?, failing_since = ?, switched_off = ?, updated = ?
                WHERE id = ?
                """,
                values.toArray());
    }

    /// What may change, after some others.
    private static List<@Nullable Object> values(List<?> others, Webhook webhook) {
        var subscription = webhook.subscription();
        var signing = webhook.signing();
        var standing = webhook.standing();
        List<@Nullable Object> values = new ArrayList<>(others);
        values.add(webhook.owner());
        values.add(subscription.name());
        values.add(subscription.url());
        values.add(PlainJson.write(subscription.events().stream().map(Enum::name).toList()));
        values.add(subscription.includesContext());
        values.add(signing.current().text());
        values.add(signing.former() == null ? null : signing.former().text());
        values.add(Columns.microsOrNull(signing.formerUntil()));
        values.add(standing.active());
        values.add(standing.since().value());
        values.add(standing.failures());
        values.add(Columns.microsOrNull(standing.failingSince()));
        values.add(standing.switchedOff());
        values.add(Columns.micros(webhook.updatedAt()));
        return values;
    }

    /// From the columns of [#DELIVERY].
    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                new DeliveryId(Columns.uuid(row, 1)),
                new ProjectId(Columns.uuid(row, 2)),
                new WebhookId(row.getString(3)),
                WebhookEvent.valueOf(row.getString(4)),
                row.getBytes(5) == null ? null : notice(row),
                Columns.instant(row, 13),
                Delivery.Status.valueOf(row.getString(14)),
                Columns.instantOrNull(row, 15),
                attempts(row.getString(16)));
    }

    private static Notice notice(ResultSet row) throws SQLException {
        return new Notice(
                new MemoryId(Columns.uuid(row, 5)),
                row.getString(6),
                texts(row.getString(7)),
                new Scope(row.getString(8), row.getString(9), row.getString(10), row.getString(11)),
                Columns.instant(row, 12));
    }

    static void insert(SqliteSession session, Delivery delivery) throws SQLException {
        var notice = delivery.notice();
        var scope = notice == null ? Scope.NONE : notice.scope();
        session.run(
                """
                INSERT INTO webhook_delivery (id, project, webhook, event, memory, text, categories,
                    user_id, agent_id, app_id, run_id, at, created, status, due, ready, forgets,
                    attempts)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
                """,
                Columns.bytes(delivery.id().value()),
                Columns.bytes(delivery.project().value()),
                delivery.webhook().value(),
                delivery.event().name(),
                notice == null ? null : Columns.bytes(notice.memory().value()),
                notice == null ? null : notice.text(),
                notice == null ? null : PlainJson.write(notice.categories()),
                scope.user(),
                scope.agent(),
                scope.app(),
                scope.run(),
                notice == null ? null : Columns.micros(notice.at()),
                Columns.micros(delivery.createdAt()),
                delivery.status().name(),
                Columns.microsOrNull(delivery.due()),
                Columns.microsOrNull(delivery.due()),
                attempts(delivery.attempts()));
    }

    /// How it stands now; the lease on it ends.
    static void update(SqliteSession session, Delivery delivery) throws SQLException {
        session.run(
                """
                UPDATE webhook_delivery SET status = ?, due = ?, ready = ?, token = NULL,
                    attempts = ?
                WHERE id = ?
                """,
                delivery.status().name(),
                Columns.microsOrNull(delivery.due()),
                Columns.microsOrNull(delivery.due()),
                attempts(delivery.attempts()),
                Columns.bytes(delivery.id().value()));
    }

    /// Ended deliveries that were asked to forget do so.
    ///
    /// @param which a condition on `webhook_delivery`
    static int blank(SqliteSession session, String which, @Nullable Object... values)
            throws SQLException {
        return session.run(
                """
                UPDATE webhook_delivery SET memory = NULL, text = NULL, categories = NULL,
                    user_id = NULL, agent_id = NULL, app_id = NULL, run_id = NULL, at = NULL,
                    attempts = (
                        SELECT json_group_array(json_set(value, '$.response', '') ORDER BY key)
                        FROM json_each(attempts))
                WHERE forgets = 1 AND status <> 'PENDING' AND memory IS NOT NULL AND %s
                """
                        .formatted(which),
                values);
    }

    private static String attempts(List<Attempt> attempts) {
        return PlainJson.write(attempts.stream().map(WebhookRows::document).toList());
    }

    private static Map<String, @Nullable Object> document(Attempt attempt) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("at", Columns.micros(attempt.at()));
        document.put("ms", attempt.latency().toMillis());
        document.put("status", attempt.status());
        document.put("response", attempt.response());
        return document;
    }

    private static List<Attempt> attempts(String text) {
        return list(text).stream().map(each -> attempt((Map<?, ?>) each)).toList();
    }

    private static Attempt attempt(Map<?, ?> document) {
        var status = document.get("status");
        return new Attempt(
                Columns.instant(number(document.get("at"))),
                Duration.ofMillis(number(document.get("ms"))),
                status == null ? null : (int) number(status),
                String.valueOf(document.get("response")));
    }

    private static long number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("not a number: " + value);
    }

    private static List<String> texts(String json) {
        return list(json).stream().map(String::valueOf).toList();
    }

    private static List<?> list(String json) {
        if (PlainJson.read(json) instanceof List<?> list) {
            return list;
        }
        throw new IllegalStateException("not a list: " + json);
    }
}
