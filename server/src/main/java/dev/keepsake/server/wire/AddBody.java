package dev.keepsake.server.wire;

import dev.keepsake.category.Catalog;
import dev.keepsake.ingest.AddCommand;
import dev.keepsake.ingest.AddCommand.Terms;
import dev.keepsake.ingest.AddCommand.Wishes;
import dev.keepsake.ingest.Media;
import dev.keepsake.ingest.Turn;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.ExpirationForm;
import dev.keepsake.memory.InstantForm;
import dev.keepsake.memory.Metadata;
import dev.keepsake.memory.Scope;
import dev.keepsake.server.http.Json;
import dev.keepsake.server.http.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the body of an add, of any generation (wire contract 7.2 and 7.3, engine contract 1.1 and
/// 1.8).
final class AddBody {

    private static final Set<String> KNOWN_ROLES =
            Set.of("user", "assistant", "agent", "system", "developer", "tool", "function");

    /// As in the settings of a project.
    private static final int MOST_CATEGORIES = 200;

    private final Form form;
    private final List<String> warnings = new ArrayList<>();

    AddBody(Form form) {
        this.form = form;
    }

    /// @param scope as the route reads it
    /// @param givenCategories whether the route takes labels from the caller
    // the compiler leaves the type annotations of a compact constructor's parameters out of the
    // class file
    @SuppressWarnings("NullAway")
    AddCommand command(Scope scope, boolean givenCategories) {
        var turns = turns(form.raw("messages"));
        var zone = zone();
        var catalog = catalog(form.raw("custom_categories"));
        var memoryType = memoryType(scope);
        return new AddCommand(
                scope,
                turns,
                metadata(),
                form.flag("infer", true),
                listOf("deduced_memories"),
                givenCategories ? form.texts("categories") : null,
                new Wishes(
                        instructions(memoryType),
                        form.text("agent_custom_instructions"),
                        hint("includes"),
                        hint("excludes"),
                        observed(zone),
                        zone,
                        memoryType,
                        catalog),
                new Terms(
                        form.flag("immutable", false),
                        expiration(),
                        timestamp(),
                        form.object("structured_data_schema")),
                warnings);
    }

    /// The ids at the top level and, where those are absent, in `filters`: flat, or `AND` of flat
    /// objects.
    static Scope scope(Form form) {
        var scope = form.writtenScope();
        var filters = form.object("filters");
        if (filters == null) {
            return scope;
        }
        for (var part : flatParts(filters)) {
            var inner = Form.of(part).writtenScope();
            for (var kind : EntityKind.values()) {
                if (scope.id(kind) == null) {
                    scope = scope.with(kind, inner.id(kind));
                }
            }
        }
        return scope;
    }

    static List<Map<String, @Nullable Object>> flatParts(Map<String, @Nullable Object> filters) {
        List<Map<String, @Nullable Object>> parts = new ArrayList<>();
        parts.add(filters);
        if (filters.get("AND") instanceof List<?> each) {
            for (var part : each) {
                var object = Json.object(part);
                if (object != null) {
                    parts.add(object);
                }
            }
        }
        return parts;
    }

    private List<Turn> turns(@Nullable Object messages) {
        return switch (messages) {
            case String text when !text.isBlank() ->
                    List.of(new Turn("user", null, text, List.of()));
            case Map<?, ?> message -> List.of(turn(message));
            case List<?> list when !list.isEmpty() -> list.stream().map(this::turn).toList();
            case null -> throw wrongMessages("messages is required");
            default -> throw wrongMessages("messages must be a non-empty list of messages");
        };
    }

    private Turn turn(@Nullable Object message) {
        if (!(message instanceof Map<?, ?> members)) {
            throw wrongMessages("every message must be an object with role and content");
        }
        if (!(members.get("role") instanceof String role) || role.isBlank()) {
            throw wrongMessages("every message needs a role");
        }
        var plainRole = role.strip();
        if (!KNOWN_ROLES.contains(plainRole)) {
            warnings.add("unknown role \"" + plainRole + "\" used as context only");
        }
        var name = members.get("name") instanceof String label && !label.isBlank() ? label : null;
        return content(plainRole, name, members.get("content"));
    }

    private static Turn content(String role, @Nullable String name, @Nullable Object content) {
        return switch (content) {
            case null -> new Turn(role, name, null, List.of());
            case String text -> new Turn(role, name, text, List.of());
            case Map<?, ?> part -> parts(role, name, List.of(part));
            case List<?> parts -> parts(role, name, parts);
            default -> throw wrongMessages("content must be a string, a part or a list of parts");
        };
    }

    private static Turn parts(String role, @Nullable String name, List<?> parts) {
        List<String> texts = new ArrayList<>();
        List<Media> media = new ArrayList<>();
        for (var part : parts) {
            switch (part) {
                case String text -> texts.add(text);
                case Map<?, ?> object -> readPart(object, texts, media);
                case null, default -> throw wrongMessages("a content part must be an object");
            }
        }
        return new Turn(role, name, texts.isEmpty() ? null : String.join("\n", texts), media);
    }

    private static void readPart(Map<?, ?> part, List<String> texts, List<Media> media) {
        var type = part.get("type");
        if ("text".equals(type)) {
            if (!(part.get("text") instanceof String text)) {
                throw wrongMessages("a text part needs a text");
            }
            texts.add(text);
            return;
        }
        var kind =
                Media.Kind.of(type)
                        .orElseThrow(() -> wrongMessages("unknown content part type: " + type));
        media.add(new Media(kind, url(kind.wireName(), part.get(kind.wireName()))));
    }

    /// In an object, as OpenAI has it, or bare.
    private static String url(String kind, @Nullable Object value) {
        var url = value instanceof Map<?, ?> members ? members.get("url") : value;
        if (url instanceof String text && !text.isBlank()) {
            return text.strip();
        }
        throw wrongMessages("a " + kind + " part needs " + kind + ".url");
    }

    private Map<String, @Nullable Object> metadata() {
        var metadata = form.object("metadata");
        if (metadata == null) {
            return Map.of();
        }
        if (Metadata.hasIdentity(metadata)) {
            warnings.add(
                    "metadata cannot set scope; user_id, agent_id, app_id, run_id and actor_id were removed");
        }
        return Metadata.withoutIdentity(metadata);
    }

    private List<String> listOf(String name) {
        var list = form.texts(name);
        return list == null ? List.of() : list.stream().filter(text -> !text.isBlank()).toList();
    }

    private @Nullable String hint(String name) {
        var raw = form.raw(name);
        if (raw instanceof List<?>) {
            return String.join(", ", listOf(name));
        }
        var text = form.text(name);
        if (text != null && text.isBlank()) {
            throw Refusal.field(name, "must not be empty");
        }
        return text;
    }

    /// Per-call catalogues are objects of name and description only (a project's may hold bare
    /// names).
    private static @Nullable Catalog catalog(@Nullable Object catalogue) {
        var entries =
                catalogue instanceof List<?> list
                        ? list
                        : catalogue == null ? List.of() : List.of(catalogue);
        var count = 0;
        for (Object entry : entries) {
            if (!(entry instanceof Map<?, ?> described)) {
                throw Refusal.field(
                        "custom_categories",
                        "Expected a dictionary of items but got type \""
                                + pythonType(entry)
                                + "\"");
            }
            count += described.size();
        }
        if (count > MOST_CATEGORIES) {
            throw Refusal.field(
                    "custom_categories", "must have at most " + MOST_CATEGORIES + " categories");
        }
        return Catalog.of(entries).orElse(null);
    }

    private static String pythonType(@Nullable Object value) {
        return switch (value) {
            case String _ -> "str";
            case Boolean _ -> "bool";
            case Integer _ -> "int";
            case List<?> _ -> "list";
            case null -> "NoneType";
            default -> "float";
        };
    }

    private @Nullable String memoryType(Scope scope) {
        var type = form.filled("memory_type");
        if (type == null) {
            return null;
        }
        if (!type.equals("procedural_memory")) {
            throw Refusal.field("memory_type", "must be procedural_memory, not " + type);
        }
        if (scope.agent() == null) {
            throw Refusal.field("memory_type", "procedural_memory needs an agent_id");
        }
        return type;
    }

    /// For a procedural memory also under the name that the open-source library has.
    private @Nullable String instructions(@Nullable String memoryType) {
        var instructions = form.text("custom_instructions");
        return instructions == null && memoryType != null ? form.filled("prompt") : instructions;
    }

    private java.time.@Nullable LocalDate expiration() {
        var value = form.raw("expiration_date");
        return value == null ? null : ExpirationForm.parse(value);
    }

    private @Nullable Instant timestamp() {
        var timestamp = form.instant("timestamp");
        return timestamp == null ? null : timestamp.start();
    }

    private ZoneId zone() {
        var name = form.filled("timezone");
        if (name == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw Refusal.field(
                    "timezone", "must be an IANA name such as Europe/Vienna, not " + name);
        }
    }

    /// `observation_datetime` wins over `observation_date`, which means noon; without an offset
    /// both are in the zone.
    private @Nullable Instant observed(ZoneId zone) {
        var moment = form.instant("observation_datetime");
        if (moment != null) {
            return local("observation_datetime", zone, moment);
        }
        var day = form.instant("observation_date");
        return day == null ? null : day.day().atTime(LocalTime.NOON).atZone(zone).toInstant();
    }

    private Instant local(String name, ZoneId zone, InstantForm read) {
        if (read.isDay()) {
            return read.day().atTime(LocalTime.NOON).atZone(zone).toInstant();
        }
        var text = form.raw(name) instanceof String given ? given.strip() : "";
        try {
            return LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant();
        } catch (DateTimeException hasOffset) {
            return read.start();
        }
    }

    private static Refusal wrongMessages(String message) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("error", "400 Bad Request");
        body.put("details", Map.of("message", message));
        body.put("detail", message);
        return new Refusal(400, body);
    }
}
