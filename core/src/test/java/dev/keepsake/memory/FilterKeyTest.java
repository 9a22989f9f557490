package dev.keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.model.PlainAnalyzer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class FilterKeyTest {

    private static final FilterParser PARSER = new FilterParser(new PlainAnalyzer());

    static final List<List<Object>> SAME =
            List.of(
                    List.of(
                            Map.of("user_id", "a", "run_id", "r"),
                            Map.of("AND", List.of(Map.of("run_id", "r"), Map.of("user_id", "a")))),
                    List.of(
                            Map.of("userId", "a"),
                            Map.of("AND", List.of(Map.of("user_id", Map.of("eq", "a"))))),
                    List.of(
                            Map.of("user_id", List.of("a", "b")),
                            Map.of("user_id", Map.of("in", List.of("b", "a", "b")))),
                    List.of(
                            Map.of("OR", List.of(Map.of("user_id", "a"), Map.of("user_id", "b"))),
                            Map.of("OR", List.of(Map.of("user_id", "b"), Map.of("user_id", "a")))),
                    List.of(
                            Map.of("user_id", "a", "OR", List.of(Map.of("run_id", "r"))),
                            Map.of("user_id", "a", "run_id", "r")),
                    List.of(
                            Map.of(
                                    "OR",
                                    List.of(Map.of("user_id", "a", "run_id", "r")),
                                    "app_id",
                                    "x"),
                            Map.of("user_id", "a", "run_id", "r", "app_id", "x")),
                    List.of(
                            Map.of("user_id", 5),
                            Map.of(
                                    "AND",
                                    List.of(Map.of("user_id", "5"), Map.of("user_id", "5")))));

    static final List<List<Object>> DIFFERENT =
            List.of(
                    List.of(Map.of("user_id", "a"), Map.of("agent_id", "a")),
                    List.of(Map.of("user_id", "a"), Map.of("user_id", "A")),
                    List.of(Map.of("user_id", "a"), Map.of("user_id", "*")),
                    List.of(
                            Map.of("user_id", "a", "run_id", "r"),
                            Map.of("OR", List.of(Map.of("user_id", "a"), Map.of("run_id", "r")))),
                    List.of(
                            Map.of("NOT", Map.of("user_id", "a")),
                            Map.of("AND", List.of(Map.of("user_id", "a")))),
                    List.of(
                            Map.of("user_id", List.of("a,b")),
                            Map.of("user_id", List.of("a", "b"))),
                    List.of(
                            Map.of("user_id", List.of("a", "b:1:c")),
                            Map.of("user_id", List.of("a:5:b", "c"))),
                    List.of(
                            Map.of("metadata", Map.of("k", "1", "l", "2")),
                            Map.of("metadata", Map.of("k", "2", "l", "1"))));

    @ParameterizedTest
    @FieldSource("SAME")
    void oneMeaningHasOneKey(List<Object> spellings) {
        assertThat(key(spellings.get(0))).isEqualTo(key(spellings.get(1)));
    }

    @ParameterizedTest
    @FieldSource("DIFFERENT")
    void anotherMeaningHasAnotherKey(List<Object> filters) {
        assertThat(key(filters.get(0))).isNotEqualTo(key(filters.get(1)));
    }

    @Test
    void everythingAndNothingDiffer() {
        assertThat(FilterKey.of(Filter.EVERYTHING))
                .isNotEqualTo(FilterKey.of(new Filter.Any(List.of())));
    }

    @Test
    void anEntityIsFoundWhereverItIsNamed() {
        var deep = Map.of("AND", List.of(Map.of("NOT", Map.of("userId", List.of("b", "a")))));

        assertThat(FilterKey.names(deep, EntityKind.USER, "a")).isTrue();
        assertThat(FilterKey.names(deep, EntityKind.USER, "c")).isFalse();
        assertThat(FilterKey.names(deep, EntityKind.AGENT, "a")).isFalse();
        assertThat(FilterKey.names(Map.of("user_id", 7), EntityKind.USER, "7")).isTrue();
        assertThat(FilterKey.names(Map.of("text", "a"), EntityKind.USER, "a")).isFalse();
        assertThat(FilterKey.names(Arrays.asList(null, "a"), EntityKind.USER, "a")).isFalse();
    }

    private static String key(Object filter) {
        return FilterKey.of(PARSER.parse(filter));
    }
}
