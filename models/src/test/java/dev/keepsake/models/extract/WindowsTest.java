package dev.keepsake.models.extract;

import static dev.keepsake.models.extract.Asks.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.memory.Message;
import dev.keepsake.summary.Tokens;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How long messages are cut (engine contract 1.12).
class WindowsTest {

    @Test
    void whatFitsIsOneWindow() {
        var messages = List.of(user("one"), user("two"));

        var split = Windows.of(messages);

        assertThat(split.isCut()).isFalse();
        assertThat(split.windows()).hasSize(1);
        assertThat(split.windows().getFirst().messages()).isEqualTo(messages);
        assertThat(split.windows().getFirst().positions()).containsExactly(0, 1);
        assertThat(Windows.of(List.of()).windows()).hasSize(1);
    }

    @Test
    void aLongConversationIsCutBetweenMessages() {
        var messages =
                IntStream.range(0, 100).mapToObj(n -> user(n + " " + "word ".repeat(80))).toList();

        var split = Windows.of(messages);

        assertThat(split.windows()).hasSize(4);
        assertThat(split.windows().stream().flatMap(each -> each.messages().stream()))
                .containsExactlyElementsOf(messages);
        assertThat(split.windows().stream().flatMap(each -> each.positions().stream()))
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"The cow gives milk, said %d. ", "%dx", "日本語の文章です%d。", "\uD83D\uDE00%d"})
    void aDocumentIsCutWithSomeTextToldTwiceAndNothingLost(String part) {
        var text =
                IntStream.range(0, 30_000 / part.length())
                        .mapToObj(part::formatted)
                        .collect(Collectors.joining());

        var split = Windows.of(List.of(user("Look:"), user(text), user("Done.")));

        assertThat(split.isCut()).isFalse();
        var parts =
                split.windows().stream()
                        .flatMap(each -> each.messages().stream())
                        .map(Message::content)
                        .toList();
        assertThat(parts.getFirst()).isEqualTo("Look:");
        assertThat(parts.getLast()).isEqualTo("Done.");
        var end = 0;
        for (var piece : parts.subList(1, parts.size() - 1)) {
            var start = text.indexOf(piece);
            assertThat(Tokens.in(piece)).isLessThanOrEqualTo(3_001);
            assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
            assertThat(start).isBetween(Math.max(0, end - 900), Math.max(0, end - 100));
            end = start + piece.length();
        }
        assertThat(end).isEqualTo(text.length());
    }

    @Test
    void thereAreTwentyWindowsAtMost() {
        var split = Windows.of(List.of(user("word ".repeat(200_000))));

        assertThat(split.windows()).hasSize(20);
        assertThat(split.isCut()).isTrue();
    }
}
