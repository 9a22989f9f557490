package dev.keepsake.server.wire;

import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.FilterParser;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.search.ListAsk;
import dev.keepsake.search.Reader;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lists of memories and histories, of all generations (wire contract 7.6 to 7.8 and 7.15 to 7.17).
public final class Listing {

    private static final String ONE_OF =
            "One of the filters: app_id, user_id, agent_id, run_id is required!";
    private static final int OLD_LIMIT = 200;

    private final Reader reader;
    private final Asking asking;
    private final int usualSize;

    public Listing(Reader reader, FilterParser parser, int usualSize) {
        this.reader = reader;
        this.asking = new Asking(parser);
        this.usualSize = usualSize;
    }

    /// `POST /v3/memories/`
    public void v3(Exchange exchange) {
        var body = Form.ofBody(exchange);
        var filter = asking.strict(body);
        var page = list(exchange, body, filter, pageOf(exchange, body, usualSize));
        exchange.reply(Paging.envelope(exchange, page, shape(body)));
    }

    /// `POST /v2/memories/`: an envelope when both paging parameters are there, else an array.
    public void v2(Exchange exchange) {
        var body = Form.ofBody(exchange);
        var filter = asking.lenient(body);
        if (filter == null) {
            throw Refusal.keyed(400, "message", ONE_OF);
        }
        if (isPaged(Form.ofQuery(exchange).or(body))) {
            var page = list(exchange, body, filter, pageOf(exchange, body, usualSize));
            exchange.reply(Paging.envelope(exchange, page, shape(body)));
            return;
        }
        var size = Math.min(Paging.size(first(body, "top_k", "limit"), usualSize), OLD_LIMIT);
        var items =
                list(exchange, body, filter, Page.Ask.first(size)).items().stream()
                        .map(shape(body))
                        .toList();
        var isWrapped = "v1.1".equals(body.raw("output_format"));
        exchange.reply(isWrapped ? Asking.wrapped(items, body.flag("enable_graph", false)) : items);
    }

    /// `GET /v1/memories/`: as v2 with everything in the query, and an error that is an array.
    public void v1(Exchange exchange) {
        var query = Form.ofQuery(exchange);
        var filter = asking.lenient(query);
        if (filter == null) {
            throw new Refusal(400, List.of(ONE_OF));
        }
        if (isPaged(query)) {
            var page = list(exchange, query, filter, Paging.ask(query, usualSize));
            exchange.reply(Paging.envelope(exchange, page, shape(query)));
            return;
        }
        var items =
                list(exchange, query, filter, Page.Ask.first(limit(query))).items().stream()
                        .map(shape(query))
                        .toList();
        var isWrapped = "v1.1".equals(query.raw("output_format"));
        exchange.reply(isWrapped ? Asking.wrapped(items, false) : items);
    }

    private static int limit(Form query) {
        var raw = first(query, "limit", "top_k");
        if (raw == null) {
            return Paging.USUAL_SIZE;
        }
        var limit = Form.wholeNumber(raw);
        if (limit == null || limit < 1) {
            throw Refusal.keyed(400, "error", "limit must be a positive integer");
        }
        if (limit > OLD_LIMIT) {
            throw Refusal.keyed(400, "error", "limit must be <= " + OLD_LIMIT);
        }
        return limit;
    }

    private static boolean isPaged(Form form) {
        return form.has("page") && form.has("page_size");
    }

    private static @Nullable Object first(Form form, String name, String otherName) {
        return form.has(name) ? form.raw(name) : form.raw(otherName);
    }

    /// The query goes before the body; `top_k` or `limit` in the body is the size when no paging is
    /// given.
    private static Page.Ask pageOf(Exchange exchange, Form body, int usualSize) {
        var both = Form.ofQuery(exchange).or(body);
        if (both.has("page") || both.has("page_size")) {
            return Paging.ask(both, usualSize);
        }
        return Page.Ask.first(Paging.size(first(body, "top_k", "limit"), usualSize));
    }

    private Page<Memory> list(Exchange exchange, Form form, Filter filter, Page.Ask ask) {
        return reader.list(
                exchange.caller(),
                new ListAsk(
                        filter,
                        ask,
                        Asking.shown(form),
                        Asking.plainScope(filter),
                        Payload.of(form.values())));
    }

    private static java.util.function.Function<Memory, Object> shape(Form form) {
        var fields = form.projection();
        return memory -> Bodies.projected(Bodies.memory(memory), fields);
    }

    /// `GET /v1/memories/{memory_id}/history/`, unless the first is a kind of entity: then one is
    /// named "history".
    public void history(Exchange exchange) {
        var segment = exchange.path("memory_id");
        var kind = kind(segment);
        if (kind.isPresent()) {
            ofEntity(exchange, kind.get(), "history");
            return;
        }
        var history = reader.history(exchange.caller(), Ids.memory(segment));
        exchange.reply(history.stream().map(Bodies::revision).toList());
    }

    /// `GET /v1/memories/{entity_type}/{entity_id}/`
    public void ofEntity(Exchange exchange) {
        var kind =
                kind(exchange.path("entity_type"))
                        .orElseThrow(() -> Refusal.keyed(400, "error", "Invalid entity type"));
        ofEntity(exchange, kind, exchange.path("entity_id"));
    }

    private static Optional<EntityKind> kind(String segment) {
        return switch (segment) {
            case "user" -> Optional.of(EntityKind.USER);
            case "agent" -> Optional.of(EntityKind.AGENT);
            case "app" -> Optional.of(EntityKind.APP);
            case "run" -> Optional.of(EntityKind.RUN);
            default -> Optional.empty();
        };
    }

    private void ofEntity(Exchange exchange, EntityKind kind, String name) {
        var ask = new Page.Ask(Paging.number(Form.ofQuery(exchange)), Paging.USUAL_SIZE);
        var page = reader.ofEntity(exchange.caller(), kind, name, ask);
        exchange.reply(Paging.envelope(exchange, page, Listing::traced));
    }

    private static Map<String, @Nullable Object> traced(Reader.Traced traced) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>(Bodies.memory(traced.memory()));
        var history = traced.history();
        body.put(
                "input",
                history.isEmpty() ? List.of() : Bodies.messages(history.getFirst().input()));
        body.put("is_updated", history.stream().anyMatch(Listing::changedText));
        return body;
    }

    private static boolean changedText(Revision revision) {
        return revision.kind() == Revision.Kind.UPDATE
                && !Objects.requireNonNull(revision.before())
                        .text()
                        .equals(Objects.requireNonNull(revision.after()).text());
    }

    /// `GET /v1/memories/events/`: despite its name, the history of the project.
    public void revisions(Exchange exchange) {
        var query = Form.ofQuery(exchange);
        var ask =
                new Page.Ask(
                        Paging.number(query),
                        Paging.size(first(query, "limit", "page_size"), usualSize));
        exchange.reply(
                Paging.envelope(
                        exchange, reader.revisions(exchange.caller(), ask), Bodies::revision));
    }

    /// `GET /v1/memories/{memory_id}/`
    public void one(Exchange exchange) {
        var memory = reader.get(exchange.caller(), Ids.memory(exchange.path("memory_id")));
        exchange.reply(Bodies.memoryWithRelations(memory));
    }

    /// `GET /v1/stats/`
    public void statistics(Exchange exchange) {
        var statistics = reader.statistics(exchange.caller());
        var memories = statistics.memories();
        var events = statistics.events();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("total_memories", memories.memories());
        body.put("total_retrieval_events", events.retrievals());
        body.put("total_add_events", events.adds());
        body.put("total_api_retrieval_events", events.retrievalsThisMonth());
        body.put("total_retrieval_events_limit", statistics.limits().retrievals());
        body.put("total_users_with_memories", memories.users());
        body.put("total_agents_with_memories", memories.agents());
        body.put("total_runs_with_memories", memories.runs());
        body.put("memories_per_user", average(memories.memoriesWithUser(), memories.users()));
        body.put("memories_per_agent", average(memories.memoriesWithAgent(), memories.agents()));
        body.put("memories_per_run", average(memories.memoriesWithRun(), memories.runs()));
        exchange.reply(body);
    }

    private static long average(long memories, long entities) {
        return entities == 0 ? 0 : memories / entities;
    }
}
