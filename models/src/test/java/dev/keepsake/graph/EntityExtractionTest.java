package dev.keepsake.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.keepsake.models.text.OpenNlpLinguist;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Extraction with the real tagger.
class EntityExtractionTest {

    private final EntityExtraction extraction = new EntityExtraction(new OpenNlpLinguist());

    @Test
    void G01_namesAndATopicAreToldApart() {
        var mentions = mentions("Priya Nair joined Siemens to lead battery research");

        assertThat(mentions)
                .extracting(Mention::text, Mention::type)
                .containsExactly(
                        tuple("Priya Nair", NodeType.PROPER),
                        tuple("Siemens", NodeType.PROPER),
                        tuple("battery research", NodeType.TOPIC));
    }

    @Test
    void G02_aTitleIsFoundWhole() {
        assertThat(texts("He keeps rereading \"A Wizard of Earthsea\""))
                .containsExactly("A Wizard of Earthsea");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "We need some stuff for the thing",
                "",
                "   ",
                "User is happy today.",
                "What a great day it was!",
                "Hi! How are you doing?",
                "On Monday, in August, it rained.",
                "$$$ 12 -- 4,118 %",
                "I LOVE IT SO MUCH OMG"
            })
    void G03_whatNamesNothingGivesNothing(String text) {
        assertThat(texts(text)).isEmpty();
    }

    @Test
    void G04_aNameIsFoundOnce() {
        assertThat(texts("Lufthansa was late. We still fly Lufthansa."))
                .containsExactly("Lufthansa");
    }

    @Test
    void G05_aNameInsideAnotherWordIsNotTaken() {
        assertThat(texts("At Marsden, Mars keeps the keys.")).containsExactly("Marsden", "Mars");
    }

    @Test
    void G06_anAmpersandJoins() {
        assertThat(texts("Marks & Spencer opened early")).containsExactly("Marks & Spencer");
    }

    @Test
    void G07_countsAreNoNames() {
        assertThat(texts("busiest pages: Kestrel 31,207, Blue Heron 4,118"))
                .containsExactly("Kestrel", "Blue Heron");
    }

    @Test
    void G08_aDottedIdentifierIsOne() {
        assertThat(mentions("The flag sits at order.shipping.method"))
                .extracting(Mention::text, Mention::type)
                .contains(tuple("order.shipping.method", NodeType.IDENTIFIER));
    }

    @Test
    void G09_andSeparates() {
        assertThat(texts("User compared Zurich and Basel")).containsExactly("Zurich", "Basel");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "User met Ana in Berlin | Ana; Berlin",
                "Alice is moving to Graz | Alice; Graz",
                "Mark said that he will mark the date | Mark",
                "User works at the University of Oslo | University of Oslo",
                "Tomas joined Lena's team at Novo Foods | Tomas; Lena; Novo Foods",
                "User is head nurse at St. Olav's Hospital | head nurse; St. Olav's Hospital",
                "**Atlas** is the project of Mara: | Atlas; Mara",
                "Luna and Oliver are sweet | Luna; Oliver",
                "1. Norway | Norway",
                "Zurich is cold | Zurich",
                "User speaks German and some Japanese | German; Japanese",
                "Jean-Luc plays the cello | Jean-Luc",
                "User watched 'The Third Man' twice | The Third Man",
                "'tis Ana's dog, isn't it | Ana"
            })
    void namesAreCutWhereTheyEnd(String text, String expected) {
        assertThat(texts(text)).containsExactly(expected.split("; "));
    }

    @Test
    void aKnownNameIsFoundInLowerCaseAndOverWideSpaces() {
        var known = Set.of("novo foods", "lena");

        var mentions = extraction.mentions("who knows lena of novo  foods?", known::contains);

        assertThat(mentions)
                .extracting(Mention::norm, Mention::type)
                .containsExactly(
                        tuple("lena", NodeType.PROPER), tuple("novo foods", NodeType.PROPER));
    }

    @Test
    void aVerbIsNotTheNameThatItSpells() {
        assertThat(extraction.mentions("Please mark the page", Set.of("mark")::contains)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "昨日「吾輩は猫である」を読んだ | 吾輩は猫である",
                "マイクロソフトに勤めています | マイクロソフト",
                "Ich wohne mit Anna Schmidt in einer kleinen Wohnung | Anna Schmidt",
                "昨日はTokyo Towerに行った | Tokyo Tower",
                "Yesterday I read \"吾輩は猫である\" to my son | 吾輩は猫である",
                "J'ai lu « Le Petit Prince » avec ma fille pour la très longue nuit | Le Petit Prince"
            })
    void otherLanguagesGiveWhatNeedsNoTagger(String text, String expected) {
        assertThat(texts(text)).contains(expected);
    }

    @Test
    void everyMentionIsOfAFitLength() {
        var hostile = "\"" + "x".repeat(500) + "\" " + "Ab ".repeat(300) + "\u0000\uD800 \"a\nb\"";

        assertThat(mentions(hostile)).allMatch(each -> each.text().length() <= 100);
    }

    private List<Mention> mentions(String text) {
        return extraction.mentions(text, _ -> false);
    }

    private List<String> texts(String text) {
        return mentions(text).stream().map(Mention::text).toList();
    }
}
