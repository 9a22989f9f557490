package dev.keepsake.models.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Draws schemas of the supported subset, and values that need not fit them.
final class RandomSchemas {

    private static final List<String> NAMES =
            List.of(
                    "full_name",
                    "city",
                    "previous_city",
                    "company",
                    "currentRole",
                    "age",
                    "skills",
                    "likes",
                    "is_vegetarian",
                    "number_of_kids",
                    "bio",
                    "birthday",
                    "email",
                    "job",
                    "employment_status",
                    "favorite_color",
                    "notes",
                    "x",
                    "a b",
                    "ünïcode",
                    "$ref");

    private final Random random;

    RandomSchemas(long seed) {
        this.random = new Random(seed);
    }

    Map<String, @Nullable Object> schema() {
        var schema = object(0);
        Map<String, @Nullable Object> definitions = new LinkedHashMap<>();
        definitions.put("Text", Map.of("type", "string", "description", "a text"));
        definitions.put("Job", object(3));
        definitions.put("Level", Map.of("enum", List.of("low", "high")));
        schema.put("$defs", definitions);
        return schema;
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (var at = 0; at < random.nextInt(depth == 0 ? 10 : 4); at++) {
            var name = pick(NAMES);
            var isRequired = random.nextInt(3) == 0;
            properties.put(name, property(depth + 1, isRequired));
            required.remove(name);
            if (isRequired) {
                required.add(name);
            }
        }
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (random.nextBoolean()) {
            schema.put("additionalProperties", random.nextBoolean());
        }
        return schema;
    }

    private Map<String, @Nullable Object> property(int depth, boolean isRequired) {
        var schema = kind(depth, isRequired);
        if (random.nextInt(6) == 0) {
            schema.put("default", value(2));
        }
        if (random.nextInt(4) == 0) {
            schema.put("description", "what the memories say about it");
        }
        return switch (random.nextInt(6)) {
            case 0 -> either("anyOf", schema);
            case 1 -> either("oneOf", schema);
            case 2 -> orNull(schema);
            default -> schema;
        };
    }

    private static Map<String, @Nullable Object> either(
            String name, Map<String, @Nullable Object> schema) {
        Map<String, @Nullable Object> either = new LinkedHashMap<>();
        either.put(name, List.of(schema, Map.of("type", "null")));
        return either;
    }

    private static Map<String, @Nullable Object> orNull(Map<String, @Nullable Object> schema) {
        if (schema.get("type") instanceof String type) {
            schema.put("type", List.of(type, "null"));
        }
        return schema;
    }

    private Map<String, @Nullable Object> kind(int depth, boolean isRequired) {
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        switch (random.nextInt(depth > 4 ? 7 : 10)) {
            case 0, 1 -> text(schema, isRequired);
            case 2 -> amount(schema, "integer");
            case 3 -> amount(schema, "number");
            case 4 -> schema.put("type", "boolean");
            case 5 -> schema.put("enum", Arrays.asList("full_time", "part time", 7, true, "x"));
            case 6 -> schema.put("$ref", "#/$defs/" + pick(List.of("Text", "Level")));
            case 7 -> array(schema, depth);
            case 8 -> schema.putAll(object(depth));
            default -> schema.put("const", pick(List.of("profile", 1, false)));
        }
        return schema;
    }

    /// A pattern that nothing known fits can only be left out or null.
    private void text(Map<String, @Nullable Object> schema, boolean isRequired) {
        schema.put("type", "string");
        switch (random.nextInt(isRequired ? 4 : 5)) {
            case 0 -> schema.put("minLength", random.nextInt(12));
            case 1 -> schema.put("maxLength", random.nextInt(12));
            case 2 -> schema.put("format", pick(List.of("date", "date-time", "email", "uri")));
            case 4 -> schema.put("pattern", "^[A-Z]{3}\\d+$");
            default -> {}
        }
    }

    private void amount(Map<String, @Nullable Object> schema, String type) {
        schema.put("type", type);
        switch (random.nextInt(6)) {
            case 0 -> schema.put("minimum", random.nextInt(9) - 4);
            case 1 -> schema.put("exclusiveMaximum", random.nextInt(9) - 4);
            case 2 -> {
                schema.put("exclusiveMinimum", 3);
                schema.put("maximum", 50);
            }
            case 3 -> {
                schema.put("minimum", 7);
                schema.put("multipleOf", 5);
            }
            default -> {}
        }
    }

    private void array(Map<String, @Nullable Object> schema, int depth) {
        schema.put("type", "array");
        schema.put("items", property(depth + 1, true));
        if (random.nextBoolean()) {
            schema.put("maxItems", 3 + random.nextInt(3));
        }
        if (random.nextInt(4) == 0) {
            schema.put("minItems", random.nextInt(3));
        }
    }

    /// Any JSON value.
    @Nullable Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> null;
            case 1 -> random.nextInt(100) - 50;
            case 2 -> random.nextBoolean();
            case 3 -> "";
            case 4 -> pick(List.of("2026-08-22", "a@b.example", "full_time", "ABC123", "12"));
            case 5 -> "a text that is somewhat longer than the others ☕";
            case 6 -> random.nextDouble() * 100;
            case 7 -> Arrays.asList(value(depth - 1), value(depth - 1), value(depth - 1));
            default -> object(depth - 1, 3);
        };
    }

    Map<String, @Nullable Object> object(int depth, int size) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (var at = 0; at < size; at++) {
            object.put(pick(NAMES), value(depth));
        }
        return object;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
