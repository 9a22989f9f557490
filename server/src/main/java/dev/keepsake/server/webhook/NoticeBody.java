package dev.keepsake.server.webhook;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.server.wire.Stamp;
import dev.keepsake.webhook.Notice;
import dev.keepsake.webhook.WebhookEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The payload of a delivery, with exactly the documented keys (management contract 9.3).
public final class NoticeBody {

    private NoticeBody() {}

    /// @param project null unless the context is told
    public static Map<String, @Nullable Object> of(
            WebhookEvent event, Notice notice, @Nullable ProjectId project) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("event_details", details(event, notice));
        if (project != null) {
            body.put("context", context(notice, project));
        }
        return body;
    }

    private static Map<String, @Nullable Object> details(WebhookEvent event, Notice notice) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        if (event == WebhookEvent.MEMORY_CATEGORIZE) {
            details.put("event", event.payloadName());
            details.put("memory_id", notice.memory().toString());
            details.put("categories", notice.categories());
        } else {
            details.put("id", notice.memory().toString());
            details.put("data", Map.of("memory", notice.text()));
            details.put("event", event.payloadName());
        }
        return details;
    }

    private static Map<String, @Nullable Object> context(Notice notice, ProjectId project) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("project_id", project.toString());
        for (var kind : EntityKind.values()) {
            context.put(kind.field(), notice.scope().id(kind));
        }
        context.put("occurred_at", Stamp.of(notice.at()));
        return context;
    }
}
