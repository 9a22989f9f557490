package dev.keepsake.server.wire;

import dev.keepsake.event.Event;
import dev.keepsake.ingest.Intake;
import dev.keepsake.memory.Scope;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds, in the reply shapes of both generations.
public final class Adding {

    private final Intake intake;

    public Adding(Intake intake) {
        this.intake = intake;
    }

    /// `POST /v3/memories/add/`: an event to poll, or what was stored when the caller waits for it.
    /// A queued reply has no `results`, or a client would report that nothing was stored.
    public void v3(Exchange exchange) {
        var form = Form.ofBody(exchange);
        var scope = AddBody.scope(form);
        if (scope.isEmpty()) {
            throw Refusal.keyed(
                    400,
                    "error",
                    "At least one entity ID is required (user_id, agent_id, app_id, or run_id).");
        }
        var command = new AddBody(form).command(scope, false);
        var payload = Payload.of(exchange.body());
        if (command.infer() && form.flag("async_mode", true)) {
            var event = intake.accept(exchange.caller(), command, payload);
            exchange.reply(pending(event));
        } else {
            exchange.reply(done(intake.addNow(exchange.caller(), command, payload)));
        }
    }

    /// `POST /v1/memories/`: an array, wrapped when `output_format` is `v1.1`.
    public void v1(Exchange exchange) {
        var form = Form.ofBody(exchange);
        var scope = AddBody.scope(form);
        if (scope.isEmpty()) {
            throw Refusal.keyed(
                    400,
                    "error",
                    "At least one of the filters: agent_id, user_id, app_id, run_id is required!");
        }
        exchange.reply(wrapped(form, items(exchange, form, scope)));
    }

    private List<Map<String, @Nullable Object>> items(Exchange exchange, Form form, Scope scope) {
        var command = new AddBody(form).command(scope, true);
        var payload = Payload.of(exchange.body());
        if (!form.flag("async_mode", true)) {
            return results(intake.addNow(exchange.caller(), command, payload));
        }
        // a direct import is stored before the reply, which has the shape of a queued one all the
        // same
        var event =
                command.infer()
                        ? intake.accept(exchange.caller(), command, payload)
                        : intake.addNow(exchange.caller(), command, payload);
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("message", "Memory processing has been queued for background execution");
        item.put("status", "PENDING");
        item.put("event_id", event.id().toString());
        return List.of(item);
    }

    private static Object wrapped(Form form, List<Map<String, @Nullable Object>> items) {
        if (!"v1.1".equals(form.raw("output_format"))) {
            return items;
        }
        Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
        envelope.put("results", items);
        envelope.put("relations", List.of());
        return envelope;
    }

    private static Map<String, @Nullable Object> pending(Event event) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("event_id", event.id().toString());
        body.put("status", "PENDING");
        return body;
    }

    private static Map<String, @Nullable Object> done(Event event) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("message", "Memories stored successfully");
        body.put("status", "SUCCEEDED");
        body.put("event_id", event.id().toString());
        body.put("results", results(event));
        return body;
    }

    private static List<Map<String, @Nullable Object>> results(Event event) {
        return event.results().stream().map(Bodies::added).toList();
    }
}
