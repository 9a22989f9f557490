package dev.keepsake.server.wire;

import static dev.keepsake.account.Permission.WRITE_DATA;

import dev.keepsake.feedback.Feedback;
import dev.keepsake.feedback.FeedbackIntake;
import dev.keepsake.feedback.Verdict;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.http.Refusal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Feedback on memories (wire contract 7.20).
public final class FeedbackRoutes implements HttpServer.Area {

    private final FeedbackIntake intake;

    public FeedbackRoutes(FeedbackIntake intake) {
        this.intake = intake;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.inProject("POST", "/v1/feedback", WRITE_DATA, this::give));
    }

    private void give(Exchange exchange) {
        var form = Form.ofBody(exchange);
        var memory = memory(form);
        var verdict = verdict(form);
        var reason = form.filled("feedback_reason");
        if (verdict == null && reason == null) {
            var taken = intake.takeBack(exchange.caller(), memory);
            exchange.reply(body(taken.map(Feedback::id), null, null, "Feedback removed"));
        } else {
            var given = intake.give(exchange.caller(), memory, verdict, reason);
            exchange.reply(body(Optional.of(given.id()), verdict, reason, "Feedback recorded"));
        }
    }

    private static MemoryId memory(Form form) {
        if (form.raw("memory_id") instanceof String text) {
            try {
                return MemoryId.parse(text);
            } catch (IllegalArgumentException malformed) {
                // refused like any other value
            }
        }
        throw Refusal.keyed(400, "error", "Invalid memory_id");
    }

    private static @Nullable Verdict verdict(Form form) {
        var text = form.text("feedback");
        return text == null
                ? null
                : Arrays.stream(Verdict.values())
                        .filter(each -> each.name().equalsIgnoreCase(text.strip()))
                        .findFirst()
                        .orElseThrow(() ->
                                Refusal.field(
                                        "feedback",
                                        "must be POSITIVE, NEGATIVE, VERY_NEGATIVE or null"));
    }

    /// @param id where nothing was there to remove, any id will do
    private static Map<String, @Nullable Object> body(
            Optional<UUID> id, @Nullable Verdict verdict, @Nullable String reason, String message) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", id.orElseGet(UUID::randomUUID).toString());
        body.put("feedback", verdict == null ? null : verdict.name());
        body.put("feedback_reason", reason);
        body.put("message", message);
        return body;
    }
}
