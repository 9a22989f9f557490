package dev.keepsake.models.category;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.category.Catalog;
import dev.keepsake.category.Classifier;
import dev.keepsake.category.Classifier.Statement;
import dev.keepsake.memory.Encoding;
import dev.keepsake.model.Purpose;
import dev.keepsake.models.extract.ScriptedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LlmClassifierTest {

    private static final Classifier RULES =
            (_, _, statements) -> statements.stream().map(_ -> List.of("by rules")).toList();

    @Test
    void thePromptNamesTheCatalogAndTheStatements() throws IOException {
        Map<String, String> described = new LinkedHashMap<>();
        described.put("leaks", "Water leaks,\ndripping taps");
        described.put("billing", "");
        var catalog = Catalog.of(List.of(described, "misc")).orElseThrow();

        var ask =
                new CategoryPrompt()
                        .ask(
                                Purpose.trial(),
                                catalog,
                                statements("The tap \"drips\"", "Paid twice\nin May"));

        assertThat(ask.user()).isEqualTo(golden("categories-v1.golden.txt"));
        assertThat(ask.schema()).isNotNull();
    }

    @Test
    void labelsAreMappedOntoTheCatalog() {
        var labels =
                labels(
                        """
                        <think>tea is a drink</think>```json
                        {"labels":[{"id":"1","categories":["MUSIC ","weather","food"]},
                                   {"id":0,"categories":["misc","Personal Details"]}]}
                        ```\
                        """,
                        "User is named Bo",
                        "User sings about tea");

        assertThat(labels).containsExactly(List.of("personal_details"), List.of("music", "food"));
    }

    @Test
    void whatTheModelLeavesOpenTheRulesDecide() {
        var labels =
                labels(
                        """
                        {"labels":[{"id":"0","categories":["food"]},{"id":"2","categories":["nonsense"]},
                        {"id":"3","categories":[]},{"id":"9","categories":["food"]},"x",
                        {"id":"4","categories":"food"}]}\
                        """,
                        "a",
                        "b",
                        "c",
                        "d",
                        "e");

        assertThat(labels)
                .containsExactly(
                        List.of("food"),
                        List.of("by rules"),
                        List.of("by rules"),
                        List.of("misc"),
                        List.of("by rules"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "I cannot.", "{\"labels\":7}", "{\"labels\":", "[]", "null"})
    void anUnreadableAnswerLeavesAllToTheRules(String answer) {
        assertThat(labels(answer, "a", "b"))
                .containsExactly(List.of("by rules"), List.of("by rules"));
    }

    @Test
    void aModelThatFailsIsAskedOnceAndReplacedByTheRules() {
        var model = new ScriptedModel(ScriptedModel.down());

        assertThat(
                        new LlmClassifier(model, RULES)
                                .labels(Purpose.trial(), Catalog.STANDARD, statements("a")))
                .containsExactly(List.of("by rules"));
        assertThat(model.asked()).hasSize(1);
    }

    @Test
    void twentyStatementsGoIntoOneQuestion() {
        var answer = "{\"labels\":[{\"id\":\"0\",\"categories\":[\"food\"]}]}";
        var model = new ScriptedModel(answer, answer);
        var texts = IntStream.range(0, 21).mapToObj(at -> "statement " + at);

        var labels =
                new LlmClassifier(model, RULES)
                        .labels(
                                Purpose.trial(),
                                Catalog.STANDARD,
                                statements(texts.toArray(String[]::new)));

        assertThat(model.asked()).hasSize(2);
        assertThat(labels).hasSize(21);
        assertThat(labels.get(20)).containsExactly("food");
    }

    @Test
    void nothingToSortIsNoQuestion() {
        assertThat(
                        new LlmClassifier(new ScriptedModel(), RULES)
                                .labels(Purpose.trial(), Catalog.STANDARD, List.of()))
                .isEmpty();
    }

    private static List<List<String>> labels(String answer, String... texts) {
        return new LlmClassifier(new ScriptedModel(answer), RULES)
                .labels(Purpose.trial(), Catalog.STANDARD, statements(texts));
    }

    private static List<Statement> statements(String... texts) {
        var nothing = new Encoding(List.of(), "none", new float[0]);
        return List.of(texts).stream().map(each -> new Statement(each, nothing)).toList();
    }

    private static String golden(String name) throws IOException {
        try (var stream =
                Objects.requireNonNull(LlmClassifierTest.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        }
    }
}
