package dev.keepsake.models.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.export.SchemaCheck;
import dev.keepsake.export.SchemaCheck.Violation;
import dev.keepsake.failure.Failure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JsonSchemaCheckTest {

    private final SchemaCheck check = new JsonSchemaCheck();

    @Test
    void aValueThatFitsHasNoViolations() {
        var schema = json("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}");

        assertThat(check.violations(schema, Map.of("a", 5))).isEmpty();
        assertThat(check.violations(schema, Map.of())).isEmpty();
    }

    @Test
    void aViolationTellsItsPlace() {
        var schema =
                json(
                        """
                        {"type":"object","properties":{"a":{"type":"array","items":
                          {"type":"object","properties":{"b":{"type":"integer"}}}}}}
                        """);

        assertThat(check.violations(schema, json("{\"a\":[{\"b\":1},{\"b\":\"x\"}]}")))
                .extracting(Violation::path)
                .containsExactly(List.of("a", "1", "b"));
    }

    @Test
    void whatIsMissingIsAViolationOfTheObject() {
        var schema = json("{\"type\":\"object\",\"required\":[\"a\"]}");

        assertThat(check.violations(schema, Map.of()))
                .extracting(Violation::path)
                .containsExactly(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"format\":\"date\"}|not a date",
                "{\"format\":\"date-time\"}|2026-08-22",
                "{\"format\":\"email\"}|nobody",
                "{\"format\":\"uri\"}|not a uri",
                "{\"pattern\":\"^[A-Z]+$\"}|abc",
                "{\"minLength\":3}|é☕"
            })
    void formatsAndPatternsAreAsserted(String row) {
        var schema = json("{\"properties\":{\"a\":" + row.split("\\|")[0] + "}}");

        assertThat(check.violations(schema, Map.of("a", row.split("\\|")[1]))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"strnig\"}",
                "{\"type\":\"object\",\"properties\":[]}",
                "{\"properties\":{\"a\":{\"minimum\":\"x\"}}}",
                "{\"properties\":{\"a\":{\"pattern\":\"(\"}}}",
                "{\"properties\":{\"a\":{\"required\":true}}}",
                "{\"properties\":{\"a\":5}}"
            })
    void whatIsNoSchemaIsRefused(String schema) {
        assertThatThrownBy(() -> check.require(json(schema)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageStartingWith("schema: ");
    }

    @Test
    void aNameOfItsOwnAndAnotherDraftDoNotMatter() {
        var schema =
                json(
                        """
                        {"$schema":"http://json-schema.org/draft-07/schema#","$id":"https://example.invalid/x",
                         "definitions":{"Role":{"type":"string"}},
                         "properties":{"role":{"$ref":"#/definitions/Role"},"$id":{"type":"integer"}}}
                        """);

        assertThatCode(() -> check.require(schema)).doesNotThrowAnyException();
        assertThat(check.violations(schema, json("{\"role\":5,\"$id\":\"x\"}"))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.invalid/schema.json",
                "file:///etc/passwd",
                "classpath:logging.properties",
                "http://169.254.169.254/latest/meta-data"
            })
    void nothingIsFetched(String address) {
        var schema = json("{\"properties\":{\"a\":{\"$ref\":\"" + address + "\"}}}");

        assertThatThrownBy(() -> check.violations(schema, Map.of("a", 1)))
                .isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^(a+)+$", "(a|aa)+$", "(.*a){20}", "(x+x+)+y", "^(([a-z])+.)+[A-Z]$"})
    void noPatternTakesForEver(String pattern) {
        var schema = json("{\"properties\":{\"a\":{\"pattern\":\"" + pattern + "\"}}}");
        var text = "a".repeat(5_000) + "!" + "x".repeat(5_000);

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> check.violations(schema, Map.of("a", text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?:(?:){2000000000}){2000000000}",
                "(((()){999}){999}){999}",
                "((?:^){30000}){30000}",
                "(a(?:){100000})*",
                "(a[]{}]{2}|(?:){99999,}){9999}",
                "(a\\\\{(?:){99999}){9999}",
            })
    void noCountOfNothingTakesForEver(String pattern) {
        var schema = json("{\"properties\":{\"a\":{\"pattern\":\"" + pattern + "\"}}}");
        var text = "a".repeat(10_000);

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    try {
                        check.violations(schema, Map.of("a", text));
                    } catch (Failure.Invalid refused) {
                        assertThat(refused.reason()).contains("schema");
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
                "^.{1,2000}$",
                "^([A-Z]{2}\\\\d{3} ?){1,50}$",
                "^\\\\{[^}]{3}}$"
            })
    void usualCountsAreAccepted(String pattern) {
        check.require(json("{\"properties\":{\"a\":{\"pattern\":\"" + pattern + "\"}}}"));
    }

    private static Map<String, @Nullable Object> json(String text) {
        return JsonMapper.shared().readValue(text, LinkedHashMap.class);
    }
}
