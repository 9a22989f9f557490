package dev.keepsake.models.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.model.Token;
import dev.keepsake.model.Token.Tag;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenNlpLinguistTest {

    private final OpenNlpLinguist linguist = new OpenNlpLinguist();

    @Test
    void wordsAreTaggedAndReducedToTheirDictionaryForm() {
        var tokens = linguist.tokens("Priya Nair joined Siemens and leads two teams.");

        assertThat(tokens)
                .extracting(Token::tag)
                .containsExactly(
                        Tag.PROPN, Tag.PROPN, Tag.VERB, Tag.PROPN, Tag.CCONJ, Tag.VERB, Tag.NUM,
                        Tag.NOUN, Tag.PUNCT);
        assertThat(tokens)
                .extracting(Token::lemma)
                .containsExactly(
                        "priya", "nair", "join", "siemens", "and", "lead", "two", "team", ".");
    }

    @Test
    void placesPointIntoTheText() {
        var text = "She doesn't like  Köln, 🦜 or C++.";

        assertThat(linguist.tokens(text))
                .isNotEmpty()
                .allSatisfy(token ->
                        assertThat(text.substring(token.start(), token.end()))
                                .isEqualTo(token.text()));
    }

    @Test
    void nothingHasNoTokens() {
        assertThat(linguist.tokens("")).isEmpty();
        assertThat(linguist.tokens(" \n")).isEmpty();
    }

    @Test
    void manyThreadsGetTheSameAnswers() {
        var text = "I moved from Bergen to Graz last year.";
        var alone = linguist.tokens(text);

        var together =
                IntStream.range(0, 200).parallel().mapToObj(_ -> linguist.tokens(text)).toList();

        assertThat(together).allMatch(alone::equals);
    }
}
