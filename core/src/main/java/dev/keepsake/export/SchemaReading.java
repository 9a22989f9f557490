package dev.keepsake.export;

import dev.keepsake.export.Shape.Fallback;
import dev.keepsake.export.Shape.Kind;
import dev.keepsake.failure.Failure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a JSON Schema (the subset of draft 2020-12 that engine contract 12.2 tells) into a
/// [Shape]. The schema is untrusted: references stay inside it, depth and size are limited, and a
/// schema that contains itself is refused like any that is too deep.
final class SchemaReading {

    private static final int MAX_DEPTH = 8;
    private static final int MAX_PROPERTIES = 200;
    private static final int MAX_NODES = 5_000;
    private static final int MAX_NESTING = 64;
    private static final int MAX_PATTERN = 500;

    /// Of references and combinations, one leading to the next, and of all together.
    private static final int MAX_HOPS = 16;

    private static final int MAX_STEPS = 10_000;

    private static final Pattern ESCAPE = Pattern.compile("%(\\p{XDigit}{2})");

    /// Below these there are names with a schema each; a property may be called like a keyword.
    private static final Set<String> BY_NAME =
            Set.of("properties", "patternProperties", "dependentSchemas", "$defs", "definitions");

    /// Below these there is data, not schema.
    private static final Set<String> DATA = Set.of("enum", "const", "default", "examples");

    private final Map<String, @Nullable Object> root;
    private int properties;
    private int nodes;
    private int steps;

    private SchemaReading(Map<String, @Nullable Object> root) {
        this.root = root;
    }

    /// @throws Failure.Invalid when the schema is not of the subset, too large, or not about an
    ///   object
    static Shape of(Map<String, @Nullable Object> schema) {
        var reading = new SchemaReading(schema);
        reading.scan(schema, 1);
        var shape = reading.shape(schema, 1, 0);
        if (!(shape.kind() instanceof Shape.Structure)) {
            throw refused("must describe an object");
        }
        return shape;
    }

    private static Failure.Invalid refused(String rule) {
        return new Failure.Invalid("schema: " + rule);
    }

    // --- what must not be anywhere

    private void scan(@Nullable Object node, int nesting) {
        count(nesting);
        if (node instanceof Map<?, ?> members) {
            members.forEach((key, value) -> scanMember(String.valueOf(key), value, nesting));
        } else if (node instanceof List<?> elements) {
            elements.forEach(element -> scan(element, nesting + 1));
        }
    }

    private void count(int nesting) {
        nodes++;
        if (nodes > MAX_NODES || nesting > MAX_NESTING) {
            throw refused("must not be so large");
        }
    }

    private void scanMember(String keyword, @Nullable Object value, int nesting) {
        if (value instanceof String text) {
            scanKeyword(keyword, text);
        }
        if (BY_NAME.contains(keyword) && value instanceof Map<?, ?> named) {
            named.values().forEach(schema -> scan(schema, nesting + 1));
        } else if (!DATA.contains(keyword)) {
            scan(value, nesting + 1);
        }
    }

    private static void scanKeyword(String key, String text) {
        switch (key) {
            case "$ref" -> {
                if (!text.startsWith("#")) {
                    throw refused("$ref must stay inside the schema, not " + shown(text));
                }
            }
            case "$dynamicRef", "$recursiveRef" -> throw refused(key + " is not supported");
            case "pattern" -> {
                if (text.length() > MAX_PATTERN) {
                    throw refused("a pattern must have at most " + MAX_PATTERN + " characters");
                }
            }
            default -> {}
        }
    }

    private static String shown(String text) {
        return '"' + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + '"';
    }

    // --- the shape

    /// @param depth of objects and lists around it, itself counted
    /// @param hops references and combinations followed without going deeper
    private Shape shape(@Nullable Object node, int depth, int hops) {
        if (Boolean.TRUE.equals(node)) {
            return new Shape(new Shape.Free(), "", true, null);
        }
        if (!(node instanceof Map<?, ?>)) {
            throw refused("every schema in it must be an object");
        }
        if (depth > MAX_DEPTH || hops > MAX_HOPS) {
            throw refused("must not be deeper than " + MAX_DEPTH + " levels, or contain itself");
        }
        var members = plain(object(node), 0);
        var branches = branches(members);
        if (branches != null) {
            return choice(members, branches, depth, hops);
        }
        var types = types(members);
        var values = members.get("enum") instanceof List<?> listed ? listed : null;
        var nullable =
                types.contains("null")
                        || values != null && values.stream().anyMatch(value -> value == null);
        var kind = kind(members, types, values, depth);
        return new Shape(
                kind,
                words(members),
                nullable || kind instanceof Shape.Free,
                members.containsKey("default") ? new Fallback(members.get("default")) : null);
    }

    /// The first branch that is not null, with what stands around it.
    private Shape choice(
            Map<String, @Nullable Object> members, List<?> branches, int depth, int hops) {
        var nullable = false;
        Map<String, @Nullable Object> first = null;
        for (var branch : branches) {
            if (!(branch instanceof Map<?, ?>)) {
                throw refused("every schema in it must be an object");
            }
            var read = plain(object(branch), 0);
            if (isNull(read)) {
                nullable = true;
            } else if (first == null) {
                first = read;
            }
        }
        Map<String, @Nullable Object> around = new LinkedHashMap<>(members);
        around.remove("anyOf");
        around.remove("oneOf");
        var merged = first == null ? around : merged(first, around);
        var inner = shape(merged, depth, hops + 1);
        return new Shape(
                first == null ? new Shape.Free() : inner.kind(),
                inner.words(),
                nullable || inner.nullable(),
                inner.fallback());
    }

    private static boolean isNull(Map<String, @Nullable Object> members) {
        return types(members).equals(List.of("null"))
                || members.containsKey("const") && members.get("const") == null
                || members.get("enum") instanceof List<?> values
                        && !values.isEmpty()
                        && values.stream().allMatch(value -> value == null);
    }

    private static @Nullable List<?> branches(Map<String, @Nullable Object> members) {
        for (var name : List.of("anyOf", "oneOf")) {
            if (members.get(name) instanceof List<?> branches && !branches.isEmpty()) {
                return branches;
            }
        }
        return null;
    }

    private Kind kind(
            Map<String, @Nullable Object> members,
            List<String> types,
            @Nullable List<?> values,
            int depth) {
        if (members.containsKey("const")) {
            var value = members.get("const");
            return value == null ? new Shape.Free() : new Shape.Choice(List.of(value));
        }
        if (values != null) {
            List<Object> known = new ArrayList<>();
            values.stream().filter(value -> value != null).forEach(known::add);
            return known.isEmpty() ? new Shape.Free() : new Shape.Choice(known);
        }
        return switch (typeOf(members, types)) {
            case "string" -> text(members);
            case "integer" -> amount(members, true);
            case "number" -> amount(members, false);
            case "boolean" -> new Shape.Truth();
            case "array" -> series(members, depth);
            case "object" -> structure(members, depth);
            case "" -> new Shape.Free();
            case String other -> throw refused("type " + shown(other) + " is unknown");
        };
    }

    /// The type that is named, or the one that the other keywords are about; empty for none.
    private static String typeOf(Map<String, @Nullable Object> members, List<String> types) {
        var named = types.stream().filter(type -> !type.equals("null")).findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        if (!types.isEmpty()) {
            return "";
        }
        if (members.containsKey("properties")) {
            return "object";
        }
        if (members.containsKey("items")) {
            return "array";
        }
        return List.of("pattern", "format", "minLength", "maxLength").stream()
                        .anyMatch(members::containsKey)
                ? "string"
                : "";
    }

    private static List<String> types(Map<String, @Nullable Object> members) {
        return switch (members.get("type")) {
            case String type -> List.of(type);
            case List<?> types -> types.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }

    private static Shape.Text text(Map<String, @Nullable Object> members) {
        return new Shape.Text(
                size(members, "minLength", 0),
                size(members, "maxLength", Integer.MAX_VALUE),
                members.get("format") instanceof String format ? format : null,
                members.containsKey("pattern"));
    }

    private static Shape.Amount amount(Map<String, @Nullable Object> members, boolean whole) {
        var least = number(members, "minimum");
        var above = number(members, "exclusiveMinimum");
        var most = number(members, "maximum");
        var below = number(members, "exclusiveMaximum");
        var gap = whole ? BigDecimal.ONE : BigDecimal.ONE.movePointLeft(6);
        return new Shape.Amount(
                whole,
                above == null ? least : greater(least, above.add(gap)),
                below == null ? most : lesser(most, below.subtract(gap)),
                number(members, "multipleOf"));
    }

    private static BigDecimal greater(@Nullable BigDecimal one, BigDecimal other) {
        return one == null ? other : one.max(other);
    }

    private static BigDecimal lesser(@Nullable BigDecimal one, BigDecimal other) {
        return one == null ? other : one.min(other);
    }

    private Shape.Series series(Map<String, @Nullable Object> members, int depth) {
        var items = members.get("items");
        return new Shape.Series(
                items == null
                        ? new Shape(new Shape.Free(), "", true, null)
                        : shape(items, depth + 1, 0),
                size(members, "minItems", 0),
                size(members, "maxItems", Integer.MAX_VALUE));
    }

    private Shape.Structure structure(Map<String, @Nullable Object> members, int depth) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        if (members.get("properties") instanceof Map<?, ?> named) {
            named.forEach((name, schema) -> {
                properties++;
                if (properties > MAX_PROPERTIES) {
                    throw refused("must not have more than " + MAX_PROPERTIES + " properties");
                }
                shapes.put(String.valueOf(name), shape(schema, depth + 1, 0));
            });
        }
        return new Shape.Structure(
                shapes,
                required(members, shapes),
                !Boolean.FALSE.equals(members.get("additionalProperties")));
    }

    /// A name may be required without being described.
    private static Set<String> required(
            Map<String, @Nullable Object> members, Map<String, Shape> shapes) {
        Set<String> required = new LinkedHashSet<>();
        if (members.get("required") instanceof List<?> names) {
            names.forEach(name -> required.add(String.valueOf(name)));
        }
        required.forEach(
                name -> shapes.putIfAbsent(name, new Shape(new Shape.Free(), "", true, null)));
        return required;
    }

    private static int size(Map<String, @Nullable Object> members, String name, int otherwise) {
        var number = number(members, name);
        if (number == null) {
            return otherwise;
        }
        return number.min(BigDecimal.valueOf(Integer.MAX_VALUE)).max(BigDecimal.ZERO).intValue();
    }

    private static @Nullable BigDecimal number(Map<String, @Nullable Object> members, String name) {
        if (!(members.get(name) instanceof Number number)) {
            return null;
        }
        var exact = new BigDecimal(number.toString());
        if (Math.abs((long) exact.scale()) > 50 || exact.precision() > 50) {
            throw refused(name + " is not a number that can be calculated with");
        }
        return exact;
    }

    private static String words(Map<String, @Nullable Object> members) {
        var words = new StringBuilder();
        for (var name : List.of("title", "description")) {
            if (members.get(name) instanceof String text) {
                words.append(text).append(' ');
            }
        }
        return words.toString().strip();
    }

    // --- references and combinations

    /// With references followed and the parts of an `allOf` put together; some generators wrap a
    /// single reference in one.
    private Map<String, @Nullable Object> plain(Map<String, @Nullable Object> members, int hops) {
        steps++;
        if (hops > MAX_HOPS || steps > MAX_STEPS) {
            throw refused("its references lead in a circle, or too far");
        }
        if (members.get("$ref") instanceof String reference) {
            return merged(plain(target(reference), hops + 1), without(members, "$ref"));
        }
        if (members.get("allOf") instanceof List<?> parts) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            for (var part : parts) {
                if (part instanceof Map<?, ?>) {
                    all = merged(all, plain(object(part), hops + 1));
                }
            }
            return merged(all, without(members, "allOf"));
        }
        return members;
    }

    private static Map<String, @Nullable Object> without(
            Map<String, @Nullable Object> members, String name) {
        Map<String, @Nullable Object> others = new LinkedHashMap<>(members);
        others.remove(name);
        return others;
    }

    private Map<String, @Nullable Object> target(String reference) {
        Object found = root;
        if (!reference.equals("#")) {
            if (!reference.startsWith("#/")) {
                throw refused("$ref " + shown(reference) + " must be a path from #/");
            }
            for (var step : reference.substring(2).split("/", -1)) {
                found = step(found, step, reference);
            }
        }
        if (found instanceof Map<?, ?>) {
            return object(found);
        }
        throw refused("$ref " + shown(reference) + " leads nowhere");
    }

    private static Object step(Object from, String step, String reference) {
        var name = decoded(step).replace("~1", "/").replace("~0", "~");
        var next = from instanceof Map<?, ?> members ? members.get(name) : null;
        if (next == null) {
            throw refused("$ref " + shown(reference) + " leads nowhere");
        }
        return next;
    }

    /// References are written as parts of addresses; names of definitions rarely need more than
    /// ASCII there.
    private static String decoded(String step) {
        return ESCAPE.matcher(step)
                .replaceAll(match ->
                        Matcher.quoteReplacement(
                                Character.toString(Integer.parseInt(match.group(1), 16))));
    }

    /// Both together; where both say something, `over` is right, but properties and what is
    /// required add up.
    private static Map<String, @Nullable Object> merged(
            Map<String, @Nullable Object> under, Map<String, @Nullable Object> over) {
        Map<String, @Nullable Object> both = new LinkedHashMap<>(under);
        over.forEach((name, value) -> {
            if (name.equals("properties")
                    && both.get(name) instanceof Map<?, ?> below
                    && value instanceof Map<?, ?>) {
                var together = new LinkedHashMap<>(object(below));
                together.putAll(object(value));
                both.put(name, together);
            } else if (name.equals("required")
                    && both.get(name) instanceof List<?> below
                    && value instanceof List<?> above) {
                List<@Nullable Object> together = new ArrayList<>(below);
                together.addAll(above);
                both.put(name, together);
            } else {
                both.put(name, value);
            }
        });
        return both;
    }

    private static Map<String, @Nullable Object> object(Object node) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> members.put(String.valueOf(key), value));
        }
        return members;
    }
}
