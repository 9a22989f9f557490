package dev.keepsake.server.console;

import static dev.keepsake.account.Permission.READ_DATA;
import static dev.keepsake.account.Permission.WRITE_DATA;

import dev.keepsake.account.Permission;
import dev.keepsake.event.EventResult;
import dev.keepsake.failure.Failure;
import dev.keepsake.ingest.QuarantineDesk;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Scope;
import dev.keepsake.quality.QuarantineId;
import dev.keepsake.quality.QuarantineQuery;
import dev.keepsake.quality.Quarantined;
import dev.keepsake.quality.Verdict;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.wire.Form;
import dev.keepsake.server.wire.Paging;
import dev.keepsake.server.wire.Stamp;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the quality gate refused, for the dashboard.
public final class QuarantineRoutes implements HttpServer.Area {

    private static final String ALL = "/quarantine";
    private static final String ONE = ALL + "/{quarantine_id}";

    private final QuarantineDesk desk;

    public QuarantineRoutes(QuarantineDesk desk) {
        this.desk = desk;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                endpoint("GET", ALL, READ_DATA, this::list),
                endpoint("DELETE", ALL, WRITE_DATA, this::dismissAll),
                endpoint("GET", ONE, READ_DATA, this::one),
                endpoint("DELETE", ONE, WRITE_DATA, this::dismiss),
                endpoint("POST", ONE + "/release", WRITE_DATA, this::release));
    }

    private static Endpoint endpoint(
            String method,
            String path,
            Permission permission,
            Endpoint.Operation<Exchange> operation) {
        return Endpoint.inProject(method, path, permission, operation)
                .forSession(Console.ROOT + path);
    }

    private void list(Exchange exchange) {
        var form = Form.ofQuery(exchange);
        var page = desk.list(exchange.caller(), query(form), Paging.ask(form, Paging.USUAL_SIZE));
        var body = Paging.envelope(exchange, page, QuarantineRoutes::view);
        Map<String, Object> totals = new TreeMap<>();
        desk.totals(exchange.caller())
                .forEach((verdict, count) -> totals.put(verdict.spelled(), count));
        body.put("verdicts", totals);
        exchange.reply(body);
    }

    private void one(Exchange exchange) {
        exchange.reply(view(desk.get(exchange.caller(), id(exchange))));
    }

    private void release(Exchange exchange) {
        var released = desk.release(exchange.caller(), id(exchange));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("message", message(released.result()));
        body.put("memory_id", released.result().id().toString());
        body.put("event_id", released.event());
        exchange.reply(body);
    }

    private static String message(EventResult result) {
        return result.effect() == EventResult.Effect.NOOP
                ? "A memory said this already; nothing was stored."
                : "It is a memory now.";
    }

    private void dismiss(Exchange exchange) {
        desk.dismiss(exchange.caller(), id(exchange));
        exchange.reply(Map.of("message", "Dismissed."));
    }

    private void dismissAll(Exchange exchange) {
        var form = Form.ofQuery(exchange);
        var query = query(form);
        if (query.equals(QuarantineQuery.ALL) && !form.flag("all", false)) {
            // a path without its id must not empty everything
            throw new Failure.Invalid("verdict, an entity id or all=true is required");
        }
        var count = desk.dismissAll(exchange.caller(), query);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("message", "Dismissed.");
        body.put("count", count);
        exchange.reply(body);
    }

    private static QuarantineId id(Exchange exchange) {
        return Console.pathId(exchange, "quarantine_id", QuarantineId::parse);
    }

    private static QuarantineQuery query(Form form) {
        var scope = Scope.NONE;
        for (var kind : EntityKind.values()) {
            scope = scope.with(kind, form.filled(kind.field()));
        }
        return new QuarantineQuery(verdict(form.filled("verdict")), scope);
    }

    private static @Nullable Verdict verdict(@Nullable String text) {
        return text == null
                ? null
                : Arrays.stream(Verdict.values())
                        .filter(each -> each.name().equalsIgnoreCase(text.strip()))
                        .findFirst()
                        .orElseThrow(() ->
                                new Failure.Invalid(
                                        "verdict: must be echo, boilerplate, transient or secret"));
    }

    private static Map<String, @Nullable Object> view(Quarantined entry) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", entry.id().toString());
        view.put("memory", entry.proposal().text());
        for (var kind : EntityKind.values()) {
            view.put(kind.field(), entry.proposal().scope().id(kind));
        }
        view.put("verdict", entry.judgement().verdict().spelled());
        view.put("reason", entry.judgement().reason());
        view.put("related_memory_id", Objects.toString(entry.judgement().related(), null));
        view.put(
                "messages",
                entry.proposal().sources().stream()
                        .map(each -> {
                            Map<String, @Nullable Object> message = new LinkedHashMap<>();
                            message.put("role", each.role());
                            if (each.name() != null) {
                                message.put("name", each.name());
                            }
                            message.put("content", each.content());
                            return message;
                        })
                        .toList());
        view.put("metadata", entry.terms().metadata());
        view.put("event_id", entry.event().toString());
        view.put("created_at", Stamp.of(entry.at()));
        return view;
    }
}
