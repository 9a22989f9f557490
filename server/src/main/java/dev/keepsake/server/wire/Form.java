package dev.keepsake.server.wire;

import dev.keepsake.memory.EntityIds;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.InstantForm;
import dev.keepsake.memory.Scope;
import dev.keepsake.server.http.Call;
import dev.keepsake.server.http.Json;
import dev.keepsake.server.http.Refusal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the named values of a request, from its body or its query string, in all the forms that
/// clients write them (wire contract 5.2). Null counts as absent everywhere; what cannot be read is
/// refused by field.
public final class Form {

    private final Map<String, @Nullable Object> values;

    private Form(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    public static Form of(Map<String, @Nullable Object> values) {
        return new Form(values);
    }

    public static Form ofBody(Call call) {
        return new Form(call.body());
    }

    /// Query parameters; `name[key]=value` becomes a member of the object `name`.
    public static Form ofQuery(Call call) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        call.queryValues()
                .forEach((name, value) -> {
                    var bracket = name.indexOf('[');
                    if (bracket > 0 && name.endsWith("]")) {
                        member(
                                values,
                                name.substring(0, bracket),
                                name.substring(bracket + 1, name.length() - 1),
                                value);
                    } else {
                        values.put(name, value);
                    }
                });
        return new Form(values);
    }

    private static void member(
            Map<String, @Nullable Object> values, String name, String key, @Nullable Object value) {
        if (key.isEmpty()) {
            values.put(name, value);
            return;
        }
        var object = Json.object(values.get(name));
        var members = object == null ? new LinkedHashMap<String, @Nullable Object>() : object;
        members.put(key, value);
        values.put(name, members);
    }

    /// These values, and those of the other form where this one has none.
    public Form or(Form other) {
        Map<String, @Nullable Object> both = new LinkedHashMap<>(other.values);
        values.forEach((name, value) -> {
            if (value != null) {
                both.put(name, value);
            }
        });
        return new Form(both);
    }

    public Map<String, @Nullable Object> values() {
        return values;
    }

    /// Whether the name is there, be it with null.
    public boolean names(String name) {
        return values.containsKey(name);
    }

    /// Whether the name has a value.
    public boolean has(String name) {
        return values.get(name) != null;
    }

    public @Nullable Object raw(String name) {
        return values.get(name);
    }

    public @Nullable String text(String name) {
        var value = values.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw Refusal.field(name, "must be a string");
    }

    /// As [#text], with blank as absent.
    public @Nullable String filled(String name) {
        var text = text(name);
        return text == null || text.isBlank() ? null : text;
    }

    public boolean flag(String name, boolean otherwise) {
        return switch (values.get(name)) {
            case null -> otherwise;
            case Boolean flag -> flag;
            case String text ->
                    switch (text) {
                        case "true", "True", "1" -> true;
                        case "false", "False", "0" -> false;
                        case "" -> otherwise;
                        default -> throw Refusal.field(name, "must be true or false");
                    };
            default -> throw Refusal.field(name, "must be true or false");
        };
    }

    public int integer(String name, int otherwise, int least, int most) {
        if (!has(name)) {
            return otherwise;
        }
        var value = wholeNumber(values.get(name));
        if (value == null || value < least || value > most) {
            throw Refusal.field(name, "must be a whole number from " + least + " to " + most);
        }
        return value;
    }

    /// The whole number that a JSON number or a numeric string stands for, or null.
    static @Nullable Integer wholeNumber(@Nullable Object value) {
        return switch (value) {
            case Integer number -> number;
            case String text when text.strip().matches("[+-]?\\d{1,9}") ->
                    Integer.valueOf(text.strip());
            case null, default -> null;
        };
    }

    public double number(String name, double otherwise, double least, double most) {
        var value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number) {
            var exact = new BigDecimal(number.toString());
            if (exact.compareTo(BigDecimal.valueOf(least)) >= 0
                    && exact.compareTo(BigDecimal.valueOf(most)) <= 0) {
                return exact.doubleValue();
            }
        }
        throw Refusal.field(name, "must be a number from " + least + " to " + most);
    }

    /// A list of strings: a JSON array, a repeated key, or one string with commas; null when
    /// absent.
    public @Nullable List<String> texts(String name) {
        return switch (values.get(name)) {
            case null -> null;
            case List<?> elements -> elements.stream().map(each -> textOf(name, each)).toList();
            case String text -> separated(name, text);
            default -> throw Refusal.field(name, "must be a list of strings");
        };
    }

    private static List<String> separated(String name, String text) {
        if (text.strip().startsWith("[")) {
            var list = Loose.read(text).orElse("");
            if (!(list instanceof List<?> elements)) {
                throw Refusal.field(name, "must be a list of strings");
            }
            return elements.stream().map(each -> textOf(name, each)).toList();
        }
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static String textOf(String name, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw Refusal.field(name, "must be a list of strings");
    }

    /// An object, or the text of one in JSON or Python's notation; null when absent.
    public @Nullable Map<String, @Nullable Object> object(String name) {
        var value = values.get(name);
        if (value == null || "".equals(value)) {
            return null;
        }
        var plain = value instanceof String text ? Loose.read(text).orElse(null) : value;
        var object = Json.object(plain);
        if (object == null) {
            throw Refusal.field(name, "must be an object");
        }
        return object;
    }

    public @Nullable InstantForm instant(String name) {
        var value = values.get(name);
        return value == null || "".equals(value) ? null : InstantForm.parse(name, value);
    }

    /// The entity ids at the top level, for reading; the wildcard passes.
    public Scope askedScope() {
        return scope(EntityIds::forReading);
    }

    /// The entity ids at the top level, for writing.
    public Scope writtenScope() {
        return scope(EntityIds::forWriting);
    }

    private Scope scope(
            java.util.function.BiFunction<EntityKind, @Nullable Object, @Nullable String> reading) {
        var scope = Scope.NONE;
        for (var kind : EntityKind.values()) {
            scope = scope.with(kind, reading.apply(kind, values.get(kind.field())));
        }
        return scope;
    }

    /// Whether any entity id is named at the top level.
    public boolean namesEntity() {
        return Arrays.stream(EntityKind.values())
                .map(kind -> values.get(kind.field()))
                .anyMatch(value -> value != null && !"".equals(value));
    }

    /// The names of a projection, which may be written in camelCase; null when everything is
    /// wanted.
    public @Nullable List<String> projection() {
        var names = texts("fields");
        if (names == null || names.isEmpty()) {
            return null;
        }
        List<String> snake = new ArrayList<>();
        names.forEach(name ->
                snake.add(
                        name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                                .toLowerCase(java.util.Locale.ROOT)));
        return snake;
    }
}
