package dev.keepsake.server.wire;

import dev.keepsake.edit.Editor;
import dev.keepsake.edit.MemoryEdit;
import dev.keepsake.edit.Outcome;
import dev.keepsake.memory.EntityIds;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.ExpirationForm;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.FilterParser;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.Json;
import dev.keepsake.server.http.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Updates and deletions (wire contract 7.10 to 7.14).
public final class Changing {

    private static final int MOST = 1000;

    private final Editor editor;
    private final FilterParser parser;

    public Changing(Editor editor, FilterParser parser) {
        this.editor = editor;
        this.parser = parser;
    }

    /// `PUT /v1/memories/{memory_id}/`
    public void update(Exchange exchange) {
        var id = Ids.memory(exchange.path("memory_id"));
        var edit = edit(id, Form.ofBody(exchange));
        if (edit.isEmpty()) {
            throw Refusal.keyed(
                    400,
                    "error",
                    "At least one of text, metadata, timestamp or expiration_date is required.");
        }
        var payload = Payload.of(exchange.body());
        payload.put("memory_id", id.toString());
        var memory = editor.update(exchange.caller(), edit, payload);
        var body = Bodies.memory(memory);
        // the name that the text had before 2026
        body.put("text", memory.text());
        exchange.reply(body);
    }

    private static MemoryEdit edit(MemoryId id, Form form) {
        var text = form.has("text") ? form.text("text") : form.text("data");
        if (text != null && text.isBlank()) {
            throw Refusal.field("text", "must not be blank");
        }
        var timestamp = form.instant("timestamp");
        return new MemoryEdit(
                id,
                text,
                form.object("metadata"),
                timestamp == null ? null : timestamp.start(),
                expiry(form));
    }

    /// Null clears the date, absence leaves it.
    private static MemoryEdit.@Nullable Expiry expiry(Form form) {
        if (!form.names("expiration_date")) {
            return null;
        }
        var value = form.raw("expiration_date");
        return new MemoryEdit.Expiry(value == null ? null : ExpirationForm.parse(value));
    }

    /// `DELETE /v1/memories/{memory_id}/`
    public void delete(Exchange exchange) {
        var id = Ids.memory(exchange.path("memory_id"));
        var linked = Form.ofQuery(exchange).flag("delete_linked", false);
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("memory_id", id.toString());
        payload.put("delete_linked", linked);
        var cascaded = editor.delete(exchange.caller(), id, linked, payload);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("message", "Memory deleted successfully!");
        if (linked) {
            body.put("cascade_count", cascaded);
        }
        exchange.reply(body);
    }

    /// `DELETE /v1/memories/`
    public void deleteMatching(Exchange exchange) {
        // all that was said, wherever: a condition that is overlooked deletes too much
        var form = Form.ofQuery(exchange).or(Form.ofBody(exchange));
        var scope = scopeOf(form);
        if (scope.isEmpty()) {
            throw Refusal.keyed(
                    400,
                    "error",
                    "At least one filter is required: user_id, agent_id, app_id or run_id.");
        }
        var event =
                editor.deleteMatching(
                        exchange.caller(),
                        filter(form, scope),
                        concrete(scope),
                        Payload.of(form.values()));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("message", "Delete in progress. This may take some time.");
        body.put("event_id", event.toString());
        exchange.reply(body);
    }

    /// The ids at the top level, or in a `filters` object, which may hold nothing else.
    private static Scope scopeOf(Form form) {
        var scope = form.askedScope();
        var filters = form.object("filters");
        if (filters == null) {
            return scope;
        }
        for (var part : AddBody.flatParts(filters)) {
            refuseOtherKeys(part);
            for (var kind : EntityKind.values()) {
                var id = EntityIds.forReading(kind, part.get(kind.field()));
                if (id != null && scope.id(kind) == null) {
                    scope = scope.with(kind, id);
                }
            }
        }
        return scope;
    }

    /// A condition that this cannot honour must not be dropped: the deletion would be wider than
    /// asked.
    private static void refuseOtherKeys(Map<String, @Nullable Object> part) {
        for (var key : part.keySet()) {
            var isId =
                    Arrays.stream(EntityKind.values()).anyMatch(kind -> kind.field().equals(key));
            if (!isId && !key.equals("AND")) {
                throw Refusal.field(
                        "filters",
                        "only user_id, agent_id, app_id and run_id are allowed here, not " + key);
            }
        }
    }

    /// Concrete ids are all required, `*` beside one means "has any", and only wildcards mean any
    /// of the kinds named.
    private Filter filter(Form form, Scope scope) {
        List<Filter> ids = new ArrayList<>();
        var kinds =
                Arrays.stream(EntityKind.values()).filter(kind -> scope.id(kind) != null).toList();
        var onlyWildcards = kinds.stream().allMatch(kind -> "*".equals(scope.id(kind)));
        if (onlyWildcards) {
            kinds.forEach(kind -> ids.add(new Filter.EntityPresent(kind)));
        }
        Filter chosen;
        if (!onlyWildcards) {
            chosen = Asking.byIds(scope);
        } else {
            chosen =
                    kinds.size() == EntityKind.values().length
                            ? Filter.EVERYTHING
                            : new Filter.Any(ids);
        }
        var metadata = form.object("metadata");
        return metadata == null || metadata.isEmpty()
                ? chosen
                : Filter.all(chosen, parser.parse(Map.of("metadata", metadata)));
    }

    private static Scope concrete(Scope scope) {
        var concrete = scope;
        for (var kind : EntityKind.values()) {
            if ("*".equals(scope.id(kind))) {
                concrete = concrete.with(kind, null);
            }
        }
        return concrete;
    }

    /// `PUT /v1/batch/`
    public void updateBatch(Exchange exchange) {
        List<MemoryEdit> edits = new ArrayList<>();
        for (var item : items(exchange, "updated")) {
            var object = Json.object(item);
            if (object == null) {
                throw Refusal.field("memories", "every item must be an object");
            }
            var edit = edit(itemId(object), Form.of(object));
            if (edit.isEmpty()) {
                throw Refusal.field("memories", "an item has nothing to change: " + edit.id());
            }
            edits.add(edit);
        }
        var outcome = editor.updateAll(exchange.caller(), edits, Payload.of(exchange.body()));
        exchange.reply(report("updated", outcome));
    }

    /// `DELETE /v1/batch/`
    public void deleteBatch(Exchange exchange) {
        var ids = items(exchange, "deleted").stream().map(Changing::deletedId).toList();
        exchange.reply(
                report(
                        "deleted",
                        editor.deleteAll(exchange.caller(), ids, Payload.of(exchange.body()))));
    }

    private static List<?> items(Exchange exchange, String verb) {
        if (!(exchange.body().get("memories") instanceof List<?> items)) {
            throw Refusal.field("memories", "must be a list");
        }
        if (items.size() > MOST) {
            throw Refusal.keyed(
                    400,
                    "error",
                    "Maximum of " + MOST + " memories can be " + verb + " in a single request");
        }
        return items;
    }

    /// An id alone, an object with it, or the doubly wrapped form that one client makes of it.
    private static MemoryId deletedId(@Nullable Object item) {
        if (item instanceof String text) {
            return Ids.memory(text);
        }
        var object = Json.object(item);
        if (object == null) {
            throw Refusal.field("memories", "every item needs a memory_id");
        }
        var inner = Json.object(object.get("memory_id"));
        return itemId(inner == null ? object : inner);
    }

    private static MemoryId itemId(Map<String, @Nullable Object> item) {
        if (!(item.get("memory_id") instanceof String text)) {
            throw Refusal.field("memories", "every item needs a memory_id");
        }
        return Ids.memory(text);
    }

    private static Map<String, @Nullable Object> report(String verb, Outcome outcome) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("message", "Successfully " + verb + " " + outcome.changed() + " memories");
        if (!outcome.notFound().isEmpty()) {
            body.put("not_found", outcome.notFound().stream().map(MemoryId::toString).toList());
        }
        return body;
    }
}
