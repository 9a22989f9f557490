package dev.keepsake.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedFactTest {

    private static boolean carries(String memory, String fact) {
        return new ExpectedFact(fact).isCarriedBy(memory);
    }

    @Test
    void inflectionAndEmptyWordsDoNotMatter() {
        assertThat(carries("User takes their tea without any sugar", "User take tea without sugar"))
                .isTrue();
        assertThat(carries("User likes dumplings", "User likes the dumpling")).isTrue();
    }

    @Test
    void namesNumbersAndDatesMustAllBeThere() {
        assertThat(carries("User's son plays chess", "User's son Emil plays chess")).isFalse();
        assertThat(carries("User ran 21 kilometres", "User ran 12 kilometres")).isFalse();
        assertThat(carries("User met Bo on May 3, 2026", "User met Bo on May 4, 2026")).isFalse();
    }

    @Test
    void aNegationIsAWordOfItsOwn() {
        assertThat(ContentWords.of("User doesn't eat pork")).contains("not");
        assertThat(ContentWords.of("User can’t eat pork")).contains("not");
        assertThat(carries("User eats pork", "User does not eat pork")).isFalse();
    }

    @Test
    void eitherWordOfAChoiceWillDo() {
        assertThat(carries("User purchased a kayak", "User bought|purchased a kayak")).isTrue();
        assertThat(carries("User sold a kayak", "User bought|purchased a kayak")).isFalse();
    }

    @Test
    void aChoiceThatMayBeEmptyAsksForNothingButIsKnown() {
        var fact = new ExpectedFact("User|flatmate plays chess");

        assertThat(fact.isCarriedBy("User plays chess")).isTrue();
        assertThat(fact.words()).contains(ContentWords.stem("flatmate"));
    }

    @Test
    void twoMemoriesMayShareAFact() {
        var fact =
                new ExpectedFact("User's cat Pixel is a grey tabby and hates the vacuum cleaner");

        assertThat(
                        fact.isCarriedBy(
                                List.of(
                                        "User's cat Pixel is a grey tabby",
                                        "Pixel hates the vacuum cleaner")))
                .isTrue();
        assertThat(fact.isCarriedBy(List.of("User's cat Pixel is a grey tabby"))).isFalse();
    }

    @Test
    void memoriesAboutOtherThingsDoNotLendTheirWords() {
        var fact = new ExpectedFact("User sold the old boat last winter because of mooring fees");

        assertThat(
                        fact.isCarriedBy(
                                List.of(
                                        "User sold the house in Graz to pay debts and lawyers",
                                        "Helena paints a boat near mooring posts with fees of ink")))
                .isFalse();
    }
}
