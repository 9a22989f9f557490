package dev.keepsake.models.extract;

import dev.keepsake.memory.Temporal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The JSON Schema of an extraction answer (engine contract 1.7).
///
/// Strict providers want every property required and no others allowed, so what is optional may be
/// null instead. `sources` is ours: the positions of the new messages that a memory rests on.
final class AnswerSchema {

    static final Map<String, Object> SCHEMA =
            object(Map.of("memory", Map.of("type", "array", "items", item())));

    private AnswerSchema() {}

    private static Map<String, Object> item() {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("text", Map.of("type", "string"));
        properties.put("attributed_to", oneOf(List.of("user", "assistant")));
        properties.put("sources", arrayOf("integer"));
        properties.put("linked_memory_ids", arrayOf("string"));
        properties.put("supersedes", arrayOf("string"));
        properties.put("duplicate_of", nullable("string"));
        properties.put("absorbs", arrayOf("string"));
        properties.put("temporal", orNull(temporal()));
        properties.put("categories", orNull(arrayOf("string")));
        properties.put("speaker", nullable("string"));
        return object(properties);
    }

    private static Map<String, Object> temporal() {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("type", oneOf(names(Temporal.Type.values())));
        properties.put("status", oneOf(names(Temporal.Status.values())));
        properties.put("start", nullable("string"));
        properties.put("end", nullable("string"));
        properties.put("precision", oneOf(names(Temporal.Precision.values())));
        return object(properties);
    }

    private static Map<String, Object> object(Map<String, Object> properties) {
        var object = new LinkedHashMap<String, Object>();
        object.put("type", "object");
        object.put("properties", properties);
        object.put("required", List.copyOf(properties.keySet()));
        object.put("additionalProperties", false);
        return object;
    }

    private static Map<String, Object> arrayOf(String type) {
        return Map.of("type", "array", "items", Map.of("type", type));
    }

    private static Map<String, Object> oneOf(List<String> values) {
        return Map.of("type", "string", "enum", values);
    }

    private static Map<String, Object> nullable(String type) {
        return Map.of("type", List.of(type, "null"));
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    }
}
