package dev.keepsake.server.console;

import static dev.keepsake.account.Permission.READ_DATA;
import static dev.keepsake.account.Permission.WRITE_DATA;

import dev.keepsake.account.Permission;
import dev.keepsake.dream.DreamBook;
import dev.keepsake.dream.DreamRun;
import dev.keepsake.edit.Lifecycles;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityIds;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.server.http.Call;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.Endpoint.Operation;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.wire.Bodies;
import dev.keepsake.server.wire.Form;
import dev.keepsake.server.wire.Paging;
import dev.keepsake.server.wire.Stamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the dashboard can do about consolidation (engine contract 7.7): runs of synthesis,
/// patterns, and memories that newer ones replaced.
public final class DreamRoutes implements HttpServer.Area {

    private static final String DREAMS = "/dreams";

    private final DreamBook book;
    private final Lifecycles lifecycles;

    public DreamRoutes(DreamBook book, Lifecycles lifecycles) {
        this.book = book;
        this.lifecycles = lifecycles;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                endpoint("GET", "/runs", READ_DATA, this::runs),
                endpoint("POST", "/runs", WRITE_DATA, this::start),
                endpoint("DELETE", "/patterns/{memory_id}", WRITE_DATA, this::forget),
                endpoint("GET", "/replaced", READ_DATA, this::replaced),
                endpoint("POST", "/replaced/{memory_id}/restore", WRITE_DATA, this::restore));
    }

    private static Endpoint endpoint(
            String method, String path, Permission permission, Operation<Exchange> operation) {
        return Endpoint.inProject(method, DREAMS + path, permission, operation)
                .forSession(Console.ROOT + DREAMS + path);
    }

    private void runs(Exchange exchange) {
        var query = Form.ofQuery(exchange);
        var user = EntityIds.forReading(EntityKind.USER, query.raw("user_id"));
        var ask = Paging.ask(query, Paging.USUAL_SIZE);
        var page = book.runs(exchange.caller(), user, ask);
        exchange.reply(Paging.envelope(exchange, page, DreamRoutes::view));
    }

    private void start(Exchange exchange) {
        var user = EntityIds.forReading(EntityKind.USER, Form.ofBody(exchange).raw("user_id"));
        if (user == null) {
            throw new Failure.Invalid("user_id: is required");
        }
        var event = book.start(exchange.caller(), user);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", event.id().toString());
        body.put("user_id", user);
        body.put("status", event.status().name());
        exchange.reply(body);
    }

    private void forget(Exchange exchange) {
        var id = id(exchange);
        book.forget(exchange.caller(), id, payload(id));
        exchange.reply(Map.of("message", "Pattern forgotten."));
    }

    private void replaced(Exchange exchange) {
        var query = Form.ofQuery(exchange);
        var user = EntityIds.forReading(EntityKind.USER, query.raw("user_id"));
        var filter =
                user == null
                        ? Filter.EVERYTHING
                        : new Filter.EntityIn(EntityKind.USER, Set.of(user));
        var ask = Paging.ask(query, Paging.USUAL_SIZE);
        var page = lifecycles.replaced(exchange.caller(), filter, ask);
        exchange.reply(Paging.envelope(exchange, page, DreamRoutes::view));
    }

    private void restore(Exchange exchange) {
        var id = id(exchange);
        exchange.reply(Bodies.memory(lifecycles.restore(exchange.caller(), id, payload(id))));
    }

    private static MemoryId id(Call call) {
        return Console.pathId(call, "memory_id", MemoryId::parse);
    }

    private static Map<String, @Nullable Object> payload(MemoryId id) {
        return Map.of("memory_id", id.toString());
    }

    private static Map<String, @Nullable Object> view(DreamRun run) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", run.id().toString());
        view.put("user_id", run.user());
        view.put("trigger", Filter.foldCase(run.trigger().name()));
        view.put("status", run.status().name());
        view.put("started_at", Stamp.of(run.started()));
        view.put("finished_at", Stamp.orNull(run.finished()));
        view.put("eligible", run.found().eligible());
        view.put("clusters", run.found().clusters());
        view.put("created", run.found().created());
        view.put("updated", run.found().updated());
        view.put("skipped", run.found().skipped());
        view.put("mode", run.mode());
        view.put("error", run.error());
        return view;
    }

    private static Map<String, @Nullable Object> view(Lifecycles.Replaced replaced) {
        var successor = replaced.successor();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("memory", Bodies.memory(replaced.memory()));
        view.put("successor", successor == null ? null : Bodies.memory(successor));
        return view;
    }
}
