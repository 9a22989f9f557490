package dev.keepsake.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class GrammarTest {

    private static final String SOURCE =
            """
            # two people and two drinks
            greeting
              {who} drinks {3-4} cups of {drink}

            who: Ana, Ben
            drink
              {colour} tea
              coffee
            colour: green
            """;

    @Test
    void everyAlternativeComesUpAndNothingElse() {
        var grammar = Grammar.parse(SOURCE);
        var texts = new TreeSet<String>();
        for (int i = 0; i < 500; i++) {
            texts.add(grammar.text("greeting", new SplittableRandom(i)));
        }

        assertThat(texts)
                .containsExactly(
                        "Ana drinks 3 cups of coffee",
                        "Ana drinks 3 cups of green tea",
                        "Ana drinks 4 cups of coffee",
                        "Ana drinks 4 cups of green tea",
                        "Ben drinks 3 cups of coffee",
                        "Ben drinks 3 cups of green tea",
                        "Ben drinks 4 cups of coffee",
                        "Ben drinks 4 cups of green tea");
    }

    @Test
    void aSymbolWithoutMeaningIsRefused() {
        assertThatThrownBy(() -> Grammar.parse("greeting\n  hello {whom}\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("greeting uses whom, which is not defined");
        assertThatThrownBy(() -> Grammar.parse("greeting\n"))
                .hasMessage("greeting stands for nothing");
    }
}
