package dev.keepsake.server.wire;

import static dev.keepsake.account.Permission.READ_DATA;
import static dev.keepsake.account.Permission.WRITE_DATA;

import dev.keepsake.export.ExportId;
import dev.keepsake.export.Exporter;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.FilterParser;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.http.Json;
import dev.keepsake.server.http.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Structured exports (wire contract 7.22 and 7.23).
public final class ExportRoutes implements HttpServer.Area {

    private static final int MAX_INSTRUCTIONS = 10_000;

    private final Exporter exporter;
    private final FilterParser parser;

    public ExportRoutes(Exporter exporter, FilterParser parser) {
        this.exporter = exporter;
        this.parser = parser;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.inProject("POST", "/v1/exports", WRITE_DATA, this::order),
                Endpoint.inProject(
                        "GET",
                        "/v1/exports",
                        READ_DATA,
                        exchange -> fetch(exchange, Form.ofQuery(exchange))),
                Endpoint.inProject(
                        "POST",
                        "/v1/exports/get",
                        READ_DATA,
                        exchange -> fetch(exchange, Form.ofBody(exchange))));
    }

    private void order(Exchange exchange) {
        var form = Form.ofBody(exchange);
        var schema = schema(form);
        var filter = filter(form).filter(this::isScoped).orElseThrow(ExportRoutes::unscoped);
        var id = exporter.order(exchange.caller(), schema, filter, instructions(form));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put(
                "message",
                "Memory export request received. The export will be ready in a few seconds.");
        body.put("id", id.toString());
        exchange.reply(201, body);
    }

    private void fetch(Exchange exchange, Form form) {
        var id = form.filled("memory_export_id");
        if (id != null) {
            exchange.reply(exporter.result(exchange.caller(), exportId(id)));
            return;
        }
        var filter =
                filter(form)
                        .orElseThrow(() ->
                                Refusal.keyed(
                                        400,
                                        "message",
                                        "One of the filters: app_id, user_id, agent_id, run_id is required!"));
        exchange.reply(exporter.newest(exchange.caller(), filter));
    }

    /// An object, or the text of one: Python's type hint for it says string.
    private static Map<String, @Nullable Object> schema(Form form) {
        var raw = form.raw("schema");
        var value = raw instanceof String text ? Loose.read(text).orElse(null) : raw;
        var schema = Json.object(value);
        if (schema == null || schema.isEmpty()) {
            throw Refusal.keyed(400, "message", "Schema is required and must be a valid object");
        }
        return schema;
    }

    private static @Nullable String instructions(Form form) {
        var text = form.filled("export_instructions");
        if (text != null && text.length() > MAX_INSTRUCTIONS) {
            throw Refusal.field(
                    "export_instructions", "must have at most " + MAX_INSTRUCTIONS + " characters");
        }
        return text;
    }

    /// Ids at the top level and filters, flat or structured; both count.
    private static Optional<Map<String, @Nullable Object>> filter(Form form) {
        var scope = form.askedScope();
        Map<String, String> ids = new LinkedHashMap<>();
        for (var kind : EntityKind.values()) {
            var id = scope.id(kind);
            if (id != null) {
                ids.put(kind.field(), id);
            }
        }
        return Exporter.together(ids, form.object("filters"));
    }

    private boolean isScoped(Map<String, @Nullable Object> filter) {
        return parser.parse(filter).isPositivelyScoped();
    }

    private static Refusal unscoped() {
        return Refusal.keyed(
                400,
                "error",
                "One of the filters: app_id, user_id, agent_id, run_id, memory_export_id is required!");
    }

    /// What is no id names no export; clients poll on that answer.
    private static ExportId exportId(String text) {
        try {
            return ExportId.parse(text.strip());
        } catch (IllegalArgumentException malformed) {
            throw new Failure.Missing("No memory export request found");
        }
    }
}
