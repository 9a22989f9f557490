package dev.keepsake.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.failure.Failure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaReadingTest {

    @Test
    void typesBecomeKinds() {
        assertThat(kind(Map.of("type", "string", "maxLength", 5)))
                .isEqualTo(new Shape.Text(0, 5, null, false));
        assertThat(kind(Map.of("type", "string", "format", "date")))
                .isEqualTo(new Shape.Text(0, Integer.MAX_VALUE, "date", false));
        assertThat(kind(Map.of("type", "integer", "minimum", 1)))
                .isEqualTo(new Shape.Amount(true, BigDecimal.ONE, null, null));
        assertThat(kind(Map.of("type", "integer", "exclusiveMaximum", 10)))
                .isEqualTo(new Shape.Amount(true, null, BigDecimal.valueOf(9), null));
        assertThat(kind(Map.of("type", "boolean"))).isEqualTo(new Shape.Truth());
        assertThat(kind(Map.of("enum", List.of("a", "b"))))
                .isEqualTo(new Shape.Choice(List.of("a", "b")));
        assertThat(kind(Map.of("const", 5))).isEqualTo(new Shape.Choice(List.of(5)));
        assertThat(kind(Map.of())).isEqualTo(new Shape.Free());
        assertThat(kind(true)).isEqualTo(new Shape.Free());
        assertThat(kind(Map.of("pattern", "a"))).isInstanceOf(Shape.Text.class);
        assertThat(kind(Map.of("type", "array", "items", Map.of("type", "boolean"), "minItems", 2)))
                .isEqualTo(
                        new Shape.Series(
                                new Shape(new Shape.Truth(), "", false, null),
                                2,
                                Integer.MAX_VALUE));
    }

    @Test
    void nullIsAllowedInEverySpelling() {
        for (Object schema :
                List.of(
                        Map.of("type", List.of("string", "null")),
                        Map.of("type", List.of("null", "string")),
                        Map.of("anyOf", List.of(Map.of("type", "string"), Map.of("type", "null"))),
                        Map.of("oneOf", List.of(Map.of("type", "null"), Map.of("type", "string"))),
                        Map.of(
                                "anyOf",
                                List.of(
                                        Map.of("$ref", "#/$defs/Text"),
                                        nullable("const", null))))) {
            var shape = property(schema);
            assertThat(shape.nullable()).as("%s", schema).isTrue();
            assertThat(shape.kind()).as("%s", schema).isInstanceOf(Shape.Text.class);
        }
        assertThat(property(Map.of("enum", Arrays.asList("a", null))).nullable()).isTrue();
        assertThat(property(Map.of("type", "null")).kind()).isEqualTo(new Shape.Free());
        assertThat(property(Map.of("type", "string")).nullable()).isFalse();
    }

    @Test
    void referencesAreFollowedAndKeepWhatStandsBesideThem() {
        var shape =
                property(Map.of("$ref", "#/$defs/Text", "description", "beside", "default", "d"));

        assertThat(shape.kind()).isEqualTo(new Shape.Text(0, 9, null, false));
        assertThat(shape.words()).isEqualTo("A text beside");
        assertThat(shape.fallback()).isEqualTo(new Shape.Fallback("d"));
        assertThat(property(Map.of("allOf", List.of(Map.of("$ref", "#/$defs/Text")))).kind())
                .isEqualTo(new Shape.Text(0, 9, null, false));
        assertThat(property(Map.of("$ref", "#/$defs/a%5B~1~0b")).kind())
                .isEqualTo(new Shape.Truth());
    }

    @Test
    void aDefaultOfNullIsADefault() {
        assertThat(property(nullable("default", null)).fallback())
                .isEqualTo(new Shape.Fallback(null));
        assertThat(property(Map.of()).fallback()).isNull();
    }

    @Test
    void structuresKnowTheirMembers() {
        var structure =
                (Shape.Structure)
                        SchemaReading.of(
                                        Map.of(
                                                "type",
                                                "object",
                                                "properties",
                                                Map.of("a", Map.of("type", "boolean")),
                                                "required",
                                                List.of("a", "undescribed"),
                                                "additionalProperties",
                                                false))
                                .kind();

        assertThat(structure.members().keySet()).containsExactlyInAnyOrder("a", "undescribed");
        assertThat(structure.required()).containsExactlyInAnyOrder("a", "undescribed");
        assertThat(structure.open()).isFalse();
    }

    @Test
    void whatIsNoObjectIsRefused() {
        refused(Map.of(), "must describe an object");
        refused(Map.of("type", "array", "items", Map.of()), "must describe an object");
        refused(Map.of("type", "string"), "must describe an object");
        refused(Map.of("type", "object", "properties", Map.of("a", 5)), "must be an object");
        refused(property("type", "text"), "is unknown");
    }

    @Test
    void referencesStayInsideTheSchema() {
        refused(property("$ref", "https://example.invalid/x.json"), "$ref must stay inside");
        refused(property("$ref", "other.json#/a"), "$ref must stay inside");
        refused(property("$ref", "#anchor"), "must be a path from #/");
        refused(property("$ref", "#/$defs/Missing"), "leads nowhere");
        refused(property("$dynamicRef", "#x"), "is not supported");
        refused(
                property("items", Map.of("anyOf", List.of(Map.of("$ref", "file:///etc/passwd")))),
                "$ref must stay inside");
    }

    @Test
    void depthIsLimited() {
        assertThatCode(() -> SchemaReading.of(nested(7))).doesNotThrowAnyException();
        refused(nested(8), "deeper than 8");
        refused(
                Map.of("type", "object", "properties", Map.of("self", Map.of("$ref", "#"))),
                "contain itself");
        refused(property("$ref", "#/properties/a"), "in a circle");
        refused(
                Map.of(
                        "type",
                        "object",
                        "properties",
                        Map.of("a", Map.of("anyOf", List.of(Map.of("$ref", "#/properties/a"))))),
                "contain itself");
    }

    @Test
    void sizeIsLimited() {
        assertThatCode(() -> SchemaReading.of(wide(200))).doesNotThrowAnyException();
        refused(wide(201), "more than 200 properties");
        List<Object> values = new ArrayList<>();
        for (var at = 0; at < 6_000; at++) {
            values.add(Map.of("x", at));
        }
        refused(property("anyOf", values), "must not be so large");
        refused(property("pattern", "a".repeat(501)), "at most 500 characters");
        // each level names the next one twice
        Map<String, Object> definitions = new LinkedHashMap<>();
        for (var at = 0; at < 15; at++) {
            var next = Map.of("$ref", "#/$defs/d" + (at + 1));
            definitions.put("d" + at, Map.of("allOf", List.of(next, next, next, next)));
        }
        definitions.put("d15", Map.of("type", "string"));
        refused(
                Map.of(
                        "$defs",
                        definitions,
                        "type",
                        "object",
                        "properties",
                        Map.of("a", Map.of("$ref", "#/$defs/d0"))),
                "too far");
    }

    @Test
    void dataMayLookLikeASchema() {
        assertThat(property(Map.of("default", Map.of("$ref", "https://example.invalid"))).kind())
                .isEqualTo(new Shape.Free());
    }

    @Test
    void propertiesMayHaveTheNamesOfKeywords() {
        var schema =
                Map.<String, @Nullable Object>of(
                        "type",
                        "object",
                        "properties",
                        Map.of(
                                "$ref", Map.of("type", "string"),
                                "enum", Map.of("type", "integer"),
                                "default", Map.of("type", "boolean"),
                                "pattern", Map.of("type", "string")));

        assertThat(((Shape.Structure) SchemaReading.of(schema).kind()).members()).hasSize(4);
        refused(
                Map.of(
                        "type",
                        "object",
                        "properties",
                        Map.of("default", Map.of("$ref", "https://example.invalid"))),
                "$ref must stay inside");
    }

    private static void refused(Map<String, @Nullable Object> schema, String why) {
        assertThatThrownBy(() -> SchemaReading.of(schema))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageStartingWith("schema: ")
                .hasMessageContaining(why);
    }

    private static Shape.Kind kind(Object schema) {
        return property(schema).kind();
    }

    private static Shape property(Object schema) {
        var root =
                Map.<String, @Nullable Object>of(
                        "$defs",
                        Map.of(
                                "Text",
                                Map.of("type", "string", "maxLength", 9, "title", "A text"),
                                "a[/~b",
                                Map.of("type", "boolean")),
                        "type",
                        "object",
                        "properties",
                        Map.of("a", schema));
        return ((Shape.Structure) SchemaReading.of(root).kind()).members().get("a");
    }

    private static Map<String, @Nullable Object> property(String keyword, Object value) {
        return Map.of("type", "object", "properties", Map.of("a", Map.of(keyword, value)));
    }

    private static Map<String, @Nullable Object> nullable(String key, @Nullable Object value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(key, value);
        return map;
    }

    private static Map<String, @Nullable Object> nested(int levels) {
        Map<String, @Nullable Object> schema = Map.of("type", "string");
        for (var at = 0; at < levels; at++) {
            schema = Map.of("type", "object", "properties", Map.of("a", schema));
        }
        return schema;
    }

    private static Map<String, @Nullable Object> wide(int count) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        for (var at = 0; at < count; at++) {
            properties.put("p" + at, Map.of("type", "string"));
        }
        return Map.of("type", "object", "properties", properties);
    }
}
