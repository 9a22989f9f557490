package dev.keepsake.models.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AnswerLadderTest {

    static Stream<String> wrappings() {
        var item = "{\"text\":\"User likes figs\"}";
        var json = "{\"memory\":[" + item + "]}";
        return Stream.of(
                json,
                "  \n" + json + "\n",
                "```json\n" + json + "\n```",
                "```\n" + json + "\n```",
                "Here you are:\n```json\n" + json + "\n```\nAnything else?",
                "<think>They like figs {\"memory\":[]} hm</think>\n```json\n" + json + "\n```",
                "<THINKING>hm</THINKING>" + json,
                "they like figs, so {\"memory\":[]}</think>" + json,
                "<|channel|>final<|message|>" + json + "<|end|>",
                "<s>" + json + "</s>",
                json + "<|im_end|>",
                "{not json} " + json,
                "{\"note\":\"first\"} " + json,
                "[0] says so: " + json,
                json + " {\"memory\":[\"other\"]}",
                "{\"facts\":[" + item + "]}",
                "{\"memory\":" + item + "}",
                "{\"reason\":\"x\",\"memory\":[" + item + "],\"more\":1}",
                "[" + item + "]",
                "{\"memory\":[" + item + ",7,null]}");
    }

    @ParameterizedTest
    @MethodSource("wrappings")
    void theListIsFoundHoweverItIsWrapped(String answer) {
        var items = AnswerLadder.items(answer).orElseThrow();

        assertThat(items).hasSize(1);
        assertThat(items.getFirst().path("text").stringValue()).isEqualTo("User likes figs");
    }

    @Test
    void bracesInsideTextsDoNotCount() {
        var answer = "{\"memory\":[{\"text\":\"User types } and \\\" and { often\"}]}";

        assertThat(AnswerLadder.items(answer).orElseThrow().getFirst().path("text").stringValue())
                .isEqualTo("User types } and \" and { often");
    }

    @Test
    void stringsAreItemsToo() {
        var items = AnswerLadder.items("{\"facts\":[\"User likes figs\",\"User likes tea\"]}");

        assertThat(items.orElseThrow())
                .extracting(JsonNode::stringValue)
                .containsExactly("User likes figs", "User likes tea");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"memory\":[]}", "[]", "{\"memory\":null}", "{\"facts\":[]}"})
    void nothingToKeepIsAnAnswer(String answer) {
        assertThat(AnswerLadder.items(answer)).contains(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "I cannot do that.",
                "{\"memory\":[{\"text\":\"cut o",
                "{\"answer\":\"none\"}",
                "<think>{\"memory\":[]}",
                "[1, 2]"
            })
    void anythingElseIsUnreadable(String answer) {
        assertThat(AnswerLadder.items(answer)).isEmpty();
    }
}
