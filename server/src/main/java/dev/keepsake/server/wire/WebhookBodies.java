package dev.keepsake.server.wire;

import dev.keepsake.account.Project;
import dev.keepsake.server.webhook.NoticeBody;
import dev.keepsake.webhook.Attempt;
import dev.keepsake.webhook.Delivery;
import dev.keepsake.webhook.Webhook;
import dev.keepsake.webhook.WebhookEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Webhooks and deliveries in replies.
final class WebhookBodies {

    private WebhookBodies() {}

    /// As management contract 9.1 has it.
    static Map<String, @Nullable Object> webhook(Webhook webhook, Project project) {
        var subscription = webhook.subscription();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("webhook_id", webhook.id().value());
        body.put("name", subscription.name());
        body.put("url", subscription.url());
        body.put(
                "event_types", subscription.events().stream().map(WebhookEvent::wireName).toList());
        body.put("owner", webhook.owner());
        body.put("project", project.name());
        body.put("project_id", project.id().toString());
        body.put("is_active", webhook.isActive());
        body.put("include_context", subscription.includesContext());
        body.put("created_at", Stamp.of(webhook.createdAt()));
        body.put("updated_at", Stamp.of(webhook.updatedAt()));
        return body;
    }

    /// The same with how its deliveries fare, for the dashboard.
    static Map<String, @Nullable Object> watched(Webhook webhook, Project project) {
        var standing = webhook.standing();
        var body = webhook(webhook, project);
        body.put("consecutive_failures", standing.failures());
        body.put("failing_since", Stamp.orNull(standing.failingSince()));
        body.put("switched_off", standing.switchedOff());
        return body;
    }

    static Map<String, @Nullable Object> delivery(Delivery delivery) {
        var notice = delivery.notice();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", delivery.id().toString());
        body.put("event", delivery.event().wireName());
        body.put("status", delivery.status().name());
        body.put("created_at", Stamp.of(delivery.createdAt()));
        body.put("next_attempt_at", Stamp.orNull(delivery.due()));
        body.put("payload", notice == null ? null : NoticeBody.of(delivery.event(), notice, null));
        body.put("attempts", delivery.attempts().stream().map(WebhookBodies::attempt).toList());
        return body;
    }

    private static Map<String, @Nullable Object> attempt(Attempt attempt) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("at", Stamp.of(attempt.at()));
        body.put("latency_ms", attempt.latency().toMillis());
        body.put("status_code", attempt.status());
        body.put("response", attempt.response());
        return body;
    }
}
