package dev.keepsake.server.wire;

import static dev.keepsake.account.Permission.READ_DATA;

import dev.keepsake.memory.Filter;
import dev.keepsake.memory.FilterParser;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.summary.Biographer;
import dev.keepsake.summary.Summary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Summaries of what is known (wire contract 7.21).
public final class SummaryRoutes implements HttpServer.Area {

    private final Biographer biographer;
    private final Asking asking;

    public SummaryRoutes(Biographer biographer, FilterParser parser) {
        this.biographer = biographer;
        this.asking = new Asking(parser);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.inProject("POST", "/v1/summary", READ_DATA, this::tell));
    }

    private void tell(Exchange exchange) {
        Filter filter = asking.lenient(Form.ofBody(exchange));
        if (filter == null) {
            throw Asking.missingFilters();
        }
        exchange.reply(
                biographer.summaries(exchange.caller(), filter).stream()
                        .map(SummaryRoutes::body)
                        .toList());
    }

    private static Map<String, @Nullable Object> body(Summary summary) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("entity_type", Filter.foldCase(summary.kind().name()));
        body.put("entity_id", summary.entity());
        body.put("summary", summary.text());
        body.put("memory_count", summary.memories());
        body.put("generated_at", Stamp.of(summary.generated()));
        body.put("model", summary.by());
        return body;
    }
}
