package dev.keepsake.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    User's name is Dariusz                                    | User | NAME | Dariusz
                    User is named Ana María López                             | User | NAME | Ana María López
                    My name is Bob.                                           | User | NAME | Bob
                    User is 34 years old                                      | User | AGE | 34
                    User turned 41 on August 21, 2026                         | User | AGE | 41
                    User's birthday is on March 3                             | User | BIRTHDAY | March 3
                    User was born on 3 March 1990 in Oslo                     | User | BIRTHDAY | 3 March 1990
                    User's email address is ana@example.org                   | User | EMAIL | ana@example.org
                    User's phone number is +43 660 123 4567                   | User | PHONE | +43 660 123 4567
                    User lives in Graz                                        | User | RESIDENCE | Graz
                    I live in New York City with two friends                  | User | RESIDENCE | New York City
                    User lives with her husband in Graz                       | User | RESIDENCE | Graz
                    User lives in a small flat in Graz, Austria               | User | RESIDENCE | Graz, Austria
                    User moved from Bergen to Graz in August 2026             | User | RESIDENCE | Graz
                    User has recently moved to Graz because of a new job      | User | RESIDENCE | Graz
                    Ines works at Novo Foods as a packaging engineer          | Ines | EMPLOYER | Novo Foods
                    Ines works at Novo Foods as a packaging engineer          | Ines | JOB_TITLE | packaging engineer
                    User works as a teacher at Hill School                    | User | JOB_TITLE | teacher
                    works full time at Northwind                              | User | EMPLOYER | Northwind
                    User works for Google in Zurich                           | User | EMPLOYER | Google
                    User left Acme for Novo Foods                             | User | EMPLOYER | Novo Foods
                    User joined Novo Foods last week as a developer           | User | EMPLOYER | Novo Foods
                    User is a nurse at St. Olav's                             | User | JOB_TITLE | nurse
                    User became head nurse at St. Olav's around August 2026   | User | JOB_TITLE | head nurse
                    User was promoted to head of sales                        | User | JOB_TITLE | head of sales
                    User studies physics at MIT                               | User | SCHOOL | MIT
                    User is married                                           | User | RELATIONSHIP | married
                    User's wife Anna plays bass                               | User | PARTNER | Anna
                    User's son Emil plays chess                               | User | CHILDREN | Emil
                    User's cat is named Nimbus and is a Maine Coon            | User | PETS | Nimbus
                    User has a parrot named Kiwi                              | User | PETS | Kiwi
                    User drives a red Fiat to work                            | User | VEHICLE | red Fiat
                    User is a strict vegetarian                               | User | DIET | vegetarian
                    User is allergic to walnuts                               | User | ALLERGIES | walnuts
                    User has a peanut allergy                                 | User | ALLERGIES | peanut
                    knows Fortran                                             | User | SKILLS | Fortran
                    uses Ansible                                              | User | TOOLS | Ansible
                    User uses Ansible for deployments                         | User | TOOLS | Ansible
                    User speaks fluent Polish                                 | User | LANGUAGES | Polish
                    User likes dumplings                                      | User | LIKES | dumplings
                    Prefers oat milk in coffee                                | User | LIKES | oat milk in coffee
                    User enjoys climbing                                      | User | HOBBIES | climbing
                    User plays the bass                                       | User | HOBBIES | bass
                    User does not like olives                                 | User | DISLIKES | olives
                    User visited Malmö in 2024                                | User | VISITED | Malmö
                    User is reading Dune                                      | User | READING | Dune
                    """)
    void aPlainStatementIsAFact(String text, String subject, Slot slot, String value) {
        assertThat(FactReader.facts(text)).contains(new Fact(subject, slot, "", value, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    User no longer works at Acme         | EMPLOYER  | Acme
                    User left Acme                       | EMPLOYER  | Acme
                    User left Acme for Novo Foods        | EMPLOYER  | Acme
                    User used to live in Bergen          | RESIDENCE | Bergen
                    User lived in Bergen until 2020      | RESIDENCE | Bergen
                    User does not speak French           | LANGUAGES | French
                    User stopped using Ansible           | TOOLS     | Ansible
                    """)
    void whatEndedOrIsDeniedDoesNotHold(String text, Slot slot, String value) {
        assertThat(FactReader.facts(text))
                .filteredOn(fact -> fact.slot() == slot && fact.value().equals(value))
                .extracting(Fact::holds)
                .containsExactly(false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User plans to move to Graz",
                "User wants to work at Acme",
                "User might adopt a dog named Rex",
                "Rivers flow into the sea",
                "Ich heiße Jonas und wohne in Köln.",
                "東京に住んでいます",
                "",
                "   ",
                "...",
                "'s",
                "User"
            })
    void whatIsPlannedOrUnknownIsNoFact(String text) {
        assertThat(FactReader.facts(text)).isEmpty();
    }

    @Test
    void listsAreTakenApart() {
        assertThat(values("User likes tea, cheese and dark chocolate", Slot.LIKES))
                .containsExactly("tea", "cheese", "dark chocolate");
        assertThat(values("User speaks Polish, German, and some English", Slot.LANGUAGES))
                .containsExactly("Polish", "German", "English");
    }

    @Test
    void clausesShareTheirSubject() {
        var facts = FactReader.facts("Ines works at Novo Foods, lives in Graz and speaks Polish");

        assertThat(facts)
                .contains(
                        new Fact("Ines", Slot.EMPLOYER, "", "Novo Foods", true),
                        new Fact("Ines", Slot.RESIDENCE, "", "Graz", true),
                        new Fact("Ines", Slot.LANGUAGES, "", "Polish", true));
    }

    @Test
    void whatRelativesDoIsTheirs() {
        assertThat(FactReader.facts("User's sister lives in Oslo"))
                .containsExactly(new Fact("User's sister", Slot.RESIDENCE, "", "Oslo", true));
    }

    @Test
    void favouritesHaveAClass() {
        assertThat(FactReader.facts("User's favorite color is green"))
                .containsExactly(new Fact("User", Slot.FAVOURITE, "color", "green", true));
    }

    @Test
    void aPersonIsNotAnOccupation() {
        for (var text :
                List.of(
                        "User is a morning person",
                        "User is a member of the choir",
                        "User is a fan of Arsenal",
                        "User is older")) {
            assertThat(values(text, Slot.JOB_TITLE)).as(text).isEmpty();
        }
    }

    @Test
    void theObjectOfAStatementIsWhatFollowsItsVerb() {
        assertThat(FactReader.object("User runs a bakery")).isEqualTo("bakery");
        assertThat(FactReader.object("User's motto is carpe diem")).isEqualTo("carpe diem");
        assertThat(FactReader.object("User belongs to the rowing club")).isEqualTo("rowing club");
    }

    @Test
    void hostileTextTakesNoTime() {
        for (var text :
                List.of(
                        "User lives in " + "in ".repeat(600),
                        "User likes " + "a, ".repeat(600),
                        "A ".repeat(900),
                        "User's ".repeat(250),
                        "has ".repeat(450) + "moved",
                        "User works " + "as at ".repeat(300),
                        "x".repeat(100_000))) {
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> FactReader.facts(text));
        }
    }

    private static List<String> values(String text, Slot slot) {
        return FactReader.facts(text).stream()
                .filter(fact -> fact.slot() == slot)
                .map(Fact::value)
                .toList();
    }
}
