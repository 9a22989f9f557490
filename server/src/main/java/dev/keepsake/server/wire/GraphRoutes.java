package dev.keepsake.server.wire;

import static dev.keepsake.account.Permission.READ_DATA;

import dev.keepsake.graph.GraphView;
import dev.keepsake.graph.GraphViewer;
import dev.keepsake.graph.NodeType;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.FilterParser;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.http.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The graph to look at (engine contract 4.3). The hosted service has nothing like it.
public final class GraphRoutes implements HttpServer.Area {

    private static final int USUAL = 200;

    private final GraphViewer viewer;
    private final Asking asking;

    public GraphRoutes(GraphViewer viewer, FilterParser parser) {
        this.viewer = viewer;
        this.asking = new Asking(parser);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.inProject("POST", "/v1/graph", READ_DATA, this::draw));
    }

    private void draw(Exchange exchange) {
        var form = Form.ofBody(exchange);
        Filter filter = asking.lenient(form);
        if (filter == null || !filter.isPositivelyScoped()) {
            throw Asking.missingFilters();
        }
        var ask =
                new GraphView.Ask(
                        filter,
                        form.filled("q"),
                        type(form),
                        form.integer("max_entities", USUAL, 1, GraphView.Ask.MOST),
                        form.integer("max_memories", USUAL, 1, GraphView.Ask.MOST));
        exchange.reply(body(viewer.view(exchange.caller(), ask)));
    }

    private static @Nullable NodeType type(Form form) {
        var name = form.filled("entity_type");
        if (name == null) {
            return null;
        }
        return Arrays.stream(NodeType.values())
                .filter(type -> type.name().equals(name.strip().toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.field(
                                "entity_type", "must be one of PROPER, IDENTIFIER, QUOTED, TOPIC"));
    }

    private static Map<String, @Nullable Object> body(GraphView view) {
        List<Map<String, @Nullable Object>> nodes = new ArrayList<>();
        view.names().forEach(name -> nodes.add(body(name)));
        view.memories().forEach(memory -> nodes.add(body(memory)));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("nodes", nodes);
        body.put("edges", view.edges().stream().map(GraphRoutes::body).toList());
        return body;
    }

    private static Map<String, @Nullable Object> body(GraphView.Name name) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", name.id().toString());
        body.put("type", "entity");
        body.put("label", name.text());
        body.put("entity_type", name.type().name());
        body.put("degree", name.memories());
        return body;
    }

    private static Map<String, @Nullable Object> body(GraphView.Mentioning mentioning) {
        var memory = mentioning.memory();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", memory.id().toString());
        body.put("type", "memory");
        body.put("label", memory.text());
        body.put("memory_id", memory.id().toString());
        body.put("degree", mentioning.names());
        body.put("superseded", memory.lineage().state() == Lifecycle.SUPERSEDED);
        return body;
    }

    private static Map<String, @Nullable Object> body(GraphView.Edge edge) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("source", edge.source());
        body.put("target", edge.target());
        body.put("weight", edge.weight());
        return body;
    }
}
