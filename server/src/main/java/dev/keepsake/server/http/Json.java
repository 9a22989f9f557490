package dev.keepsake.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON as plain values (`Map`, `List`, `String`, `Number`, `Boolean`, null), the form in which the
/// engine takes it. Fractions are read as `BigDecimal`, so that what a caller stores comes back
/// digit for digit.
public final class Json {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    /// @throws JacksonException when the text is not one JSON value
    public static @Nullable Object read(byte[] json) {
        return MAPPER.readValue(json, Object.class);
    }

    /// @throws JacksonException when the text is not one JSON value
    public static @Nullable Object read(String json) {
        return MAPPER.readValue(json, Object.class);
    }

    public static byte[] bytes(@Nullable Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    public static String text(@Nullable Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /// The members of a JSON object with string keys; null when the value is something else.
    public static @Nullable Map<String, @Nullable Object> object(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> members)) {
            return null;
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        members.forEach((key, member) -> object.put(String.valueOf(key), member));
        return object;
    }
}
