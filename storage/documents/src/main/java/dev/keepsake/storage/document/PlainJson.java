package dev.keepsake.storage.document;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// Plain JSON values (`Map`, `List`, `String`, `Number`, `Boolean`, null) to text and back, equal
/// to the last bit: key order, and the class of a number by how it is spelled.
///
/// | spelling | class |
/// |---|---|
/// | `5` | `Integer`, `Long` or `BigInteger`, the first that it fits |
/// | `5E0` | a `Long` that an `Integer` could hold |
/// | `5.0`, `1.5E300` | `Double`, as Java prints it |
/// | `15e-1` | `BigDecimal` of that unscaled value and scale |
///
/// Half of a surrogate pair, which UTF-8 cannot say, is written as an escape.
public final class PlainJson {

    /// Requests have their own, much smaller limits; here only what was accepted before is read.
    private static final int MAX_DEPTH = 2_000;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .streamWriteConstraints(
                            StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .build();
    private static final JsonFactory ASCII_FACTORY =
            FACTORY.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private PlainJson() {}

    /// @throws IllegalArgumentException for anything that is not a plain JSON value
    public static String write(@Nullable Object value) {
        var text = write(FACTORY, value);
        return hasHalfPair(text) ? write(ASCII_FACTORY, value) : text;
    }

    private static String write(JsonFactory factory, @Nullable Object value) {
        var text = new StringWriter(512);
        try (var generator = factory.createGenerator(ObjectWriteContext.empty(), text)) {
            write(generator, value);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, @Nullable Object value) {
        switch (value) {
            case null -> generator.writeNull();
            case String text -> generator.writeString(text);
            case Boolean flag -> generator.writeBoolean(flag);
            case Number number -> generator.writeNumber(spelling(number));
            case Map<?, ?> map -> {
                generator.writeStartObject();
                map.forEach((key, each) -> {
                    generator.writeName((String) key);
                    write(generator, each);
                });
                generator.writeEndObject();
            }
            case Collection<?> elements -> {
                generator.writeStartArray();
                elements.forEach(each -> write(generator, each));
                generator.writeEndArray();
            }
            default ->
                    throw new IllegalArgumentException(value.getClass() + " is not a JSON value");
        }
    }

    private static String spelling(Number number) {
        return switch (number) {
            case Integer small -> small.toString();
            case Long whole -> whole == whole.intValue() ? whole + "E0" : whole.toString();
            case BigInteger huge -> huge.toString();
            case Double real when Double.isFinite(real) -> real.toString();
            case BigDecimal exact -> exact.unscaledValue() + "e" + -(long) exact.scale();
            default -> throw new IllegalArgumentException(number + " is not a JSON number");
        };
    }

    private static boolean hasHalfPair(String text) {
        for (var at = 0; at < text.length(); at++) {
            var unit = text.charAt(at);
            if (Character.isSurrogate(unit)) {
                if (Character.isLowSurrogate(unit)
                        || at + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(at + 1))) {
                    return true;
                }
                at++;
            }
        }
        return false;
    }

    public static @Nullable Object read(String text) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return value(parser, parser.nextToken());
        }
    }

    /// @throws IllegalArgumentException when the text is no object
    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> readObject(String text) {
        if (read(text) instanceof Map<?, ?> object) {
            return (Map<String, @Nullable Object>) object;
        }
        throw new IllegalArgumentException("not a JSON object: " + text);
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> whole(parser.getString());
            case VALUE_NUMBER_FLOAT -> real(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalArgumentException("unexpected " + token);
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            object.put(name, value(parser, parser.nextToken()));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (var token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            elements.add(value(parser, token));
        }
        return elements;
    }

    private static Number whole(String spelling) {
        if (spelling.length() > 20) {
            return new BigInteger(spelling);
        }
        try {
            var whole = Long.parseLong(spelling);
            if (whole == (int) whole) {
                return (int) whole;
            }
            return whole;
        } catch (NumberFormatException tooLong) {
            return new BigInteger(spelling);
        }
    }

    private static Number real(String spelling) {
        var mark = spelling.indexOf('e');
        if (mark >= 0) {
            return new BigDecimal(
                    new BigInteger(spelling.substring(0, mark)),
                    Math.toIntExact(-Long.parseLong(spelling.substring(mark + 1))));
        }
        if (spelling.endsWith("E0") && spelling.indexOf('.') < 0) {
            return Long.parseLong(spelling.substring(0, spelling.length() - 2));
        }
        return Double.parseDouble(spelling);
    }
}
