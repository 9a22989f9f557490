package dev.keepsake.server.wire;

import static dev.keepsake.account.Permission.READ_DATA;
import static dev.keepsake.account.Permission.WRITE_DATA;

import dev.keepsake.entity.Entity;
import dev.keepsake.entity.EntityDeletion;
import dev.keepsake.entity.EntityDirectory;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.entity.EntityQuery;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventType;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityIds;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Page;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.http.Refusal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Users, agents, apps and runs (management contract 10 and 11). The kind of an entity is its
/// lower-case singular on the wire, and its address ends in its name, which may hold any character,
/// percent-encoded.
public final class EntityRoutes implements HttpServer.Area {

    /// What a call that names no page gets: clients that delete everybody delete exactly what they
    /// see in it.
    private static final int UNPAGED = Page.Ask.MAX_SIZE;

    private static final int MOST_NAMES = 1000;
    private static final int LONGEST_TITLE = 255;

    private final EntityDirectory directory;
    private final EntityDeletion deletion;

    public EntityRoutes(EntityDirectory directory, EntityDeletion deletion) {
        this.directory = directory;
        this.deletion = deletion;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.inProject("GET", "/v1/entities/filters", READ_DATA, this::vocabulary),
                Endpoint.inProject("GET", "/v1/entities", READ_DATA, this::list),
                Endpoint.inProject("DELETE", "/v1/entities", WRITE_DATA, this::deleteNamed),
                Endpoint.inProject(
                        "DELETE",
                        "/v1/entities/{entity_type}/{entity_id}",
                        WRITE_DATA,
                        this::deleteNumbered),
                Endpoint.inProject(
                        "DELETE",
                        "/v2/entities/{entity_type}/{entity_id}",
                        WRITE_DATA,
                        this::delete),
                Endpoint.inProject(
                        "GET", "/v2/entities/{entity_type}/{entity_id}", READ_DATA, this::one),
                Endpoint.inProject(
                        "POST", "/v1/users", WRITE_DATA, call -> put(call, EntityKind.USER)),
                Endpoint.inProject(
                        "POST", "/v1/agents", WRITE_DATA, call -> put(call, EntityKind.AGENT)),
                Endpoint.inProject(
                        "POST", "/v1/apps", WRITE_DATA, call -> put(call, EntityKind.APP)),
                Endpoint.inProject(
                        "POST", "/v1/runs", WRITE_DATA, call -> put(call, EntityKind.RUN)));
    }

    /// `GET /v1/entities/`
    private void list(Exchange exchange) {
        var query = Form.ofQuery(exchange);
        var type = query.filled("type");
        var wanted = new EntityQuery(type == null ? null : kind(type), query.filled("search"));
        var isPaged = query.has("page") || query.has("page_size");
        var ask = isPaged ? Paging.ask(query, Paging.USUAL_SIZE) : Page.Ask.first(UNPAGED);
        var page = directory.list(exchange.caller(), wanted, ask);
        var body = Paging.envelope(exchange, page, EntityRoutes::listed);
        if (!isPaged && page.hasNext()) {
            // a link has a page number, so what it leads to comes in pages of the usual size
            body.put("next", exchange.linkToPage(UNPAGED / Paging.USUAL_SIZE + 1));
        }
        var totals = directory.totals(exchange.caller());
        for (var kind : EntityKind.values()) {
            body.put("total_" + wire(kind) + "s", totals.get(kind));
        }
        exchange.reply(body);
    }

    /// `GET /v2/entities/{entity_type}/{entity_id}/`
    private void one(Exchange exchange) {
        var found =
                key(kind(exchange.path("entity_type")), exchange.path("entity_id"))
                        .flatMap(key -> directory.find(exchange.caller(), key));
        exchange.reply(found.stream().map(EntityRoutes::listed).toList());
    }

    private static Map<String, @Nullable Object> listed(EntityDirectory.Owned owned) {
        var entity = owned.entity();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", Long.toString(entity.number()));
        body.put("name", entity.key().name());
        body.put("type", wire(entity.key().kind()));
        body.put("created_at", Stamp.of(entity.created()));
        body.put("updated_at", Stamp.of(entity.updated()));
        body.put("owner", owned.owner() == null ? "" : owned.owner());
        body.put("metadata", entity.metadata().isEmpty() ? null : entity.metadata());
        body.put("total_memories", entity.memories());
        body.put("count", entity.memories());
        return body;
    }

    /// `DELETE /v2/entities/{entity_type}/{entity_id}/`
    private void delete(Exchange exchange) {
        var key =
                key(kind(exchange.path("entity_type")), exchange.path("entity_id"))
                        .orElseThrow(EntityRoutes::unknown);
        replyDeleted(exchange, deletion.delete(exchange.caller(), key));
    }

    /// `DELETE /v1/entities/{entity_type}/{entity_id}/`, where the id is the number.
    private void deleteNumbered(Exchange exchange) {
        var kind = kind(exchange.path("entity_type"));
        var number = exchange.path("entity_id");
        if (!number.matches("[0-9]{1,18}")) {
            throw Refusal.keyed(400, "error", "entity_id must be an integer");
        }
        replyDeleted(exchange, deletion.delete(exchange.caller(), kind, Long.parseLong(number)));
    }

    /// `DELETE /v1/entities/?user_id=…`: nothing is deleted when one of those named is unknown.
    private void deleteNamed(Exchange exchange) {
        var keys = EntityKey.of(Form.ofQuery(exchange).askedScope());
        if (keys.isEmpty()) {
            throw Refusal.keyed(
                    400,
                    "error",
                    "At least one of user_id, agent_id, app_id or run_id is required.");
        }
        if (keys.stream().anyMatch(key -> directory.find(exchange.caller(), key).isEmpty())) {
            throw unknown();
        }
        var events = keys.stream().map(key -> deletion.delete(exchange.caller(), key)).toList();
        replyDeleted(exchange, events.getFirst());
    }

    private static void replyDeleted(Exchange exchange, EventId event) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("message", "Entity deleted. What is kept of it is being erased.");
        body.put("event_id", event.toString());
        exchange.reply(body);
    }

    private static Failure.Missing unknown() {
        return new Failure.Missing("Entity not found.");
    }

    /// `POST /v1/users/` and its siblings. Here the number is a number.
    private void put(Exchange exchange, EntityKind kind) {
        var form = Form.ofBody(exchange);
        var id = id(form, kind);
        var title = title(form, kind);
        var metadata = form.object("metadata");
        var written = directory.put(exchange.caller(), new EntityKey(kind, id), title, metadata);
        exchange.reply(
                written.created() ? 201 : 200,
                made(written.entity(), directory.projectNumber(exchange.caller())));
    }

    private static String id(Form form, EntityKind kind) {
        var raw = form.raw(kind.field());
        if (raw == null) {
            throw field(kind.field(), "This field is required.");
        }
        var text = raw instanceof String given ? given.strip() : raw;
        if ("".equals(text)) {
            throw field(kind.field(), "This field may not be blank.");
        }
        try {
            return Objects.requireNonNull(EntityIds.forWriting(kind, text));
        } catch (Failure.Invalid wrong) {
            throw field(kind.field(), wrong.reason().replaceFirst("^" + kind.field() + ": ", ""));
        }
    }

    /// Users have none.
    private static @Nullable String title(Form form, EntityKind kind) {
        if (kind == EntityKind.USER) {
            return null;
        }
        if (!(form.raw("name") instanceof String given)) {
            throw field(
                    "name", form.has("name") ? "Not a valid string." : "This field is required.");
        }
        var title = given.strip();
        if (title.isEmpty()) {
            throw field("name", "This field may not be blank.");
        }
        if (title.codePointCount(0, title.length()) > LONGEST_TITLE) {
            throw field(
                    "name", "Ensure this field has no more than " + LONGEST_TITLE + " characters.");
        }
        return title;
    }

    private static Refusal field(String name, String reason) {
        return new Refusal(400, Map.of(name, List.of(reason)));
    }

    private static Map<String, @Nullable Object> made(Entity entity, long project) {
        var kind = entity.key().kind();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", entity.number());
        body.put(kind.field(), entity.key().name());
        if (kind != EntityKind.USER) {
            body.put("name", entity.title());
        }
        body.put("metadata", entity.metadata());
        body.put("created_at", Stamp.of(entity.created()));
        body.put("updated_at", Stamp.of(entity.updated()));
        body.put("graph_entities", null);
        body.put("is_deleted", false);
        body.put("project", project);
        return body;
    }

    /// `GET /v1/entities/filters/`: what a dashboard can narrow its lists by.
    private void vocabulary(Exchange exchange) {
        var caller = exchange.caller();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("event_type", Arrays.stream(EventType.values()).map(Enum::name).toList());
        body.put("categories", directory.categories(caller));
        body.put("users", directory.names(caller, EntityKind.USER, MOST_NAMES));
        body.put(
                "parameters",
                List.of(
                        parameter(
                                "type",
                                "Entity type",
                                "select",
                                "Any",
                                Arrays.stream(EntityKind.values())
                                        .map(EntityRoutes::option)
                                        .toList()),
                        parameter("search", "Name", "text", "Any part of the name", List.of())));
        exchange.reply(body);
    }

    private static Map<String, Object> parameter(
            String name, String label, String type, String placeholder, List<?> options) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("name", name);
        parameter.put("label", label);
        parameter.put("type", type);
        parameter.put("placeholder", placeholder);
        parameter.put("options", options);
        return parameter;
    }

    private static Map<String, Object> option(EntityKind kind) {
        var word = wire(kind);
        Map<String, Object> option = new LinkedHashMap<>();
        option.put("value", word);
        option.put("label", word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        return option;
    }

    static String wire(EntityKind kind) {
        return Filter.foldCase(kind.name());
    }

    /// @throws Refusal for a word that is no kind
    private static EntityKind kind(String word) {
        return Arrays.stream(EntityKind.values())
                .filter(kind -> wire(kind).equals(word))
                .findFirst()
                .orElseThrow(() -> Refusal.keyed(400, "message", "Invalid entity type"));
    }

    /// Empty for a name that no entity can have.
    private static Optional<EntityKey> key(EntityKind kind, String name) {
        try {
            return Optional.ofNullable(EntityIds.forReading(kind, name))
                    .map(id -> new EntityKey(kind, id));
        } catch (Failure.Invalid impossible) {
            return Optional.empty();
        }
    }
}
