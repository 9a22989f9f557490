package dev.keepsake.category;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogTest {

    @Test
    void theShippedCatalogHasTheFifteenLabelsOfTheContractInItsOrder() {
        assertThat(Catalog.STANDARD.names())
                .containsExactly(
                        "personal_details",
                        "family",
                        "professional_details",
                        "sports",
                        "travel",
                        "food",
                        "music",
                        "health",
                        "technology",
                        "hobbies",
                        "fashion",
                        "entertainment",
                        "milestones",
                        "user_preferences",
                        "misc");
        assertThat(Catalog.STANDARD.categories())
                .filteredOn(each -> !each.isRest())
                .allSatisfy(each -> {
                    assertThat(each.examples()).hasSizeGreaterThanOrEqualTo(5);
                    assertThat(each.cues()).isNotEmpty();
                    assertThat(each.description()).isNotBlank();
                });
    }

    @Test
    void aListMayMixNamesAndDescribedNames() {
        var catalog =
                Catalog.of(
                                List.of(
                                        "billing",
                                        Map.of("leaks", "Water where it should not be"),
                                        "support"))
                        .orElseThrow();

        assertThat(catalog.names()).containsExactly("billing", "leaks", "support");
        assertThat(catalog.category("LEAKS").orElseThrow().description())
                .isEqualTo("Water where it should not be");
    }

    @Test
    void nothingUsableIsNoCatalog() {
        assertThat(Catalog.of(null)).isEmpty();
        assertThat(Catalog.of(List.of())).isEmpty();
        assertThat(Catalog.of(Arrays.asList(null, " ", 7, Map.of()))).isEmpty();
        assertThat(Catalog.of("food")).isEmpty();
    }

    @Test
    void namesThatDifferInCaseAndSpacesOnlyAreOne() {
        var catalog =
                Catalog.of(List.of("Home Repair", "home_repair", "HOME-REPAIR")).orElseThrow();

        assertThat(catalog.names()).containsExactly("Home Repair");
    }

    @Test
    void aBareNameOfTheShippedCatalogMeansWhatItMeansThere() {
        var catalog = Catalog.of(List.of("Food", Map.of("sports", "Only sailing"))).orElseThrow();

        assertThat(catalog.category("food").orElseThrow().examples())
                .isEqualTo(Catalog.STANDARD.category("food").orElseThrow().examples());
        assertThat(catalog.category("sports").orElseThrow().examples()).isEmpty();
    }

    @Test
    void itComesBackFromPlainValuesAsItWas() {
        var catalog =
                Catalog.of(List.of("food", "billing", Map.of("misc", "The rest"))).orElseThrow();

        assertThat(Catalog.of(catalog.toPlain())).contains(catalog);
    }

    @Test
    void proposedLabelsAreMappedOntoTheCatalogAndUnknownOnesGo() {
        assertThat(Catalog.STANDARD.kept(List.of("Personal Details", "weather", "FOOD", "food")))
                .containsExactly("personal_details", "food");
    }

    @Test
    void atMostThreeLabelsAreKept() {
        assertThat(Catalog.STANDARD.kept(List.of("food", "music", "travel", "health")))
                .containsExactly("food", "music", "travel");
    }

    @Test
    void theLabelForTheRestStandsAloneOrNotAtAll() {
        var without = Catalog.of(List.of("billing", "support")).orElseThrow();

        assertThat(Catalog.STANDARD.kept(List.of("misc", "food"))).containsExactly("food");
        assertThat(Catalog.STANDARD.kept(List.of())).containsExactly("misc");
        assertThat(without.kept(List.of("weather"))).isEmpty();
    }
}
