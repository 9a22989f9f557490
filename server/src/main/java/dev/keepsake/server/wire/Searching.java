package dev.keepsake.server.wire;

import dev.keepsake.memory.Filter;
import dev.keepsake.memory.FilterParser;
import dev.keepsake.search.Hit;
import dev.keepsake.search.SearchAsk;
import dev.keepsake.search.Searcher;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Searches of all generations (wire contract 7.4 and 7.5).
public final class Searching {

    private final Searcher searcher;
    private final Asking asking;
    private final Limits limits;

    /// @param topK results when the caller does not say how many
    /// @param maxTopK the most that may be asked for
    /// @param threshold of v3 searches that name none
    public record Limits(int topK, int maxTopK, double threshold) {
        public static final Limits STANDARD = new Limits(10, 1000, 0.1);
    }

    public Searching(Searcher searcher, FilterParser parser, Limits limits) {
        this.searcher = searcher;
        this.asking = new Asking(parser);
        this.limits = limits;
    }

    /// `POST /v3/memories/search/`
    public void v3(Exchange exchange) {
        var form = Form.ofBody(exchange);
        var query = requiredQuery(form);
        var filter = asking.strict(form);
        exchange.reply(
                Asking.wrapped(
                        search(exchange, form, query, filter, limits.threshold(), true), false));
    }

    /// `POST /v2/memories/search/`: a bare array unless `v1.1` or a graph was asked for. Without a
    /// query the filter alone decides, newest first.
    public void v2(Exchange exchange) {
        var form = Form.ofBody(exchange);
        var query = query(form);
        var filter = asking.lenient(form);
        if (filter == null) {
            throw Asking.missingFilters();
        }
        var hits = search(exchange, form, query, filter, 0, false);
        var isWrapped = isNewFormat(form) || form.flag("enable_graph", false);
        exchange.reply(isWrapped ? Asking.wrapped(hits, true) : hits);
    }

    /// `POST /v1/memories/search/`: a query may be left out here, too.
    public void v1(Exchange exchange) {
        var form = Form.ofBody(exchange);
        var filter = asking.lenient(form);
        if (filter == null) {
            throw Refusal.keyed(
                    400,
                    "message",
                    "At least one of the filters: agent_id, user_id, app_id, run_id is required!");
        }
        var isUnranked = form.flag("only_metadata_based_search", false);
        var query = isUnranked ? null : query(form);
        var hits = search(exchange, form, query, filter, 0, false);
        exchange.reply(isNewFormat(form) ? Asking.wrapped(hits, true) : hits);
    }

    private static boolean isNewFormat(Form form) {
        return "v1.1".equals(form.raw("output_format"));
    }

    private static String requiredQuery(Form form) {
        var query = form.text("query");
        if (query == null || query.isBlank()) {
            throw Refusal.field("query", "must be a string that is not blank");
        }
        return query.strip();
    }

    /// The query of the older generations; null when none, a blank one or `*` asks for whatever the
    /// filter matches.
    private static @Nullable String query(Form form) {
        var query = form.text("query");
        return query == null || query.isBlank() || query.strip().equals("*") ? null : query.strip();
    }

    private List<Map<String, @Nullable Object>> search(
            Exchange exchange,
            Form form,
            @Nullable String query,
            Filter filter,
            double usualThreshold,
            boolean withParts) {
        var fields = form.projection();
        var ask =
                new SearchAsk(
                        query,
                        filter,
                        topK(form),
                        form.number("threshold", usualThreshold, 0, 1),
                        form.flag("rerank", false),
                        reference(form),
                        Asking.shown(form),
                        Asking.plainScope(filter),
                        Payload.of(exchange.body()));
        List<Hit> hits = searcher.search(exchange.caller(), ask);
        return hits.stream()
                .map(hit -> Bodies.projected(Bodies.hit(hit, withParts), fields))
                .toList();
    }

    private int topK(Form form) {
        var name = form.has("top_k") || !form.has("limit") ? "top_k" : "limit";
        return form.integer(name, limits.topK(), 1, limits.maxTopK());
    }

    private static @Nullable Instant reference(Form form) {
        var reference = form.instant("reference_date");
        return reference == null ? null : reference.noon();
    }
}
