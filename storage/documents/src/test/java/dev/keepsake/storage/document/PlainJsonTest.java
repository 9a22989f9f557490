package dev.keepsake.storage.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PlainJsonTest {

    static final List<Number> NUMBERS =
            List.of(
                    0,
                    -1,
                    Integer.MIN_VALUE,
                    Integer.MAX_VALUE,
                    0L,
                    -7L,
                    5L,
                    Integer.MAX_VALUE + 1L,
                    Long.MIN_VALUE,
                    Long.MAX_VALUE,
                    BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE),
                    new BigInteger("-123456789012345678901234567890"),
                    0.0,
                    -0.0,
                    1.5,
                    1e21,
                    1.0E-10,
                    Double.MIN_VALUE,
                    Double.MAX_VALUE,
                    new BigDecimal("1.50"),
                    new BigDecimal("0.12345678901234567890123"),
                    new BigDecimal("1e999999999"),
                    new BigDecimal("-5"));

    @ParameterizedTest
    @FieldSource("NUMBERS")
    void numbersComeBackAsTheClassTheyWere(Number number) {
        assertThat(PlainJson.read(PlainJson.write(number))).isEqualTo(number);
    }

    @Test
    void textsComeBackToTheLastChar() {
        var texts =
                List.of(
                        "",
                        "I/ı/İ ß ﬁ",
                        "日本語 🙂 e\u0301",
                        "\u0000\u0001\u001f\u007f\u2028\ufffe",
                        "\"\\/\b\f\n\r\t",
                        "half \ud83d pair",
                        "\ude00 other half",
                        "ends in \ud83d");

        assertThat(PlainJson.read(PlainJson.write(texts))).isEqualTo(texts);
    }

    @Test
    void objectsKeepTheOrderOfTheirKeys() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("z", null);
        object.put("", List.of(Map.of("deep", Arrays.asList(1, null, "x"))));
        object.put("a \"quoted\" 🙂", Map.of());
        object.put("b", List.of());

        var back = PlainJson.readObject(PlainJson.write(object));

        assertThat(back).isEqualTo(object);
        assertThat(back.keySet()).containsExactly("z", "", "a \"quoted\" 🙂", "b");
    }

    @Test
    void deepValuesComeBack() {
        Object value = "core";
        for (var depth = 0; depth < 1_000; depth++) {
            value = List.of(value);
        }

        assertThat(PlainJson.read(PlainJson.write(value))).isEqualTo(value);
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> PlainJson.write(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PlainJson.write(Map.of("at", Set.class)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
