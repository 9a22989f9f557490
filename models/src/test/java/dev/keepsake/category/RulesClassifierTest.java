package dev.keepsake.category;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.category.Classifier.Statement;
import dev.keepsake.memory.Encoding;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.Purpose;
import dev.keepsake.models.embedding.OnnxEmbedder;
import dev.keepsake.models.embedding.OnnxModel;
import dev.keepsake.models.text.LuceneAnalyzer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// With the default embedding model.
class RulesClassifierTest {

    private static final LuceneAnalyzer ANALYZER = new LuceneAnalyzer();
    private static Embedder embedder;
    private static RulesClassifier classifier;

    @BeforeAll
    static void load() {
        var libraries = Path.of("target", "native");
        embedder = new OnnxEmbedder(OnnxModel.MINILM, OnnxEmbedder.Settings.defaults(libraries));
        classifier = new RulesClassifier(embedder, ANALYZER);
    }

    @AfterAll
    static void unload() {
        embedder.close();
    }

    @ParameterizedTest(name = "C01 {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Goes by the name Tariq             | personal_details
                    Plays handball and rows on Sundays | sports
                    Builds model railways at weekends  | hobbies
                    """)
    void C01_theShippedCatalogFitsEverydayStatements(String text, String label) {
        assertThat(labels(Catalog.STANDARD, text)).contains(label);
    }

    @Test
    void C02_severalLabelsOfACatalogOfTheCall() {
        Map<String, String> described = new LinkedHashMap<>();
        described.put("leaks", "Water leaks, dripping taps, burst pipes");
        described.put("heating", "Boiler, radiators, heating and hot water");
        described.put("visits", "Appointments of plumbers, technicians and other craftsmen");
        var catalog = Catalog.of(List.of(described)).orElseThrow();

        var labels =
                labels(catalog, "The boiler lost pressure again and the plumber comes on the 9th");

        assertThat(labels).contains("heating", "visits");
        assertThat(described.keySet()).containsAll(labels);
    }

    @Test
    void C03_aDescribedProjectCatalogFits() {
        var catalog =
                Catalog.of(
                                List.of(
                                        Map.of("billing", "Invoices, refunds, payment methods"),
                                        Map.of("shipping", "Parcels, delivery, tracking"),
                                        "misc"))
                        .orElseThrow();

        assertThat(labels(catalog, "Was invoiced two times in May")).containsExactly("billing");
        assertThat(labels(catalog, "Likes the colour green")).containsExactly("misc");
    }

    @Test
    void C04_bareNamesWork() {
        var catalog = Catalog.of(List.of("billing", "support")).orElseThrow();

        assertThat(labels(catalog, "The bill was charged to the wrong card"))
                .containsExactly("billing");
        assertThat(labels(catalog, "A blackbird sings in the yew")).isEmpty();
    }

    @Test
    void C07_whatFitsNothingIsMisc() {
        assertThat(labels(Catalog.STANDARD, "Parcel 88-310 is still missing"))
                .containsExactly("misc");
    }

    @Test
    void aCatalogIsEmbeddedOnce() {
        var counting = new CountingEmbedder(embedder);
        var own = new RulesClassifier(counting, ANALYZER);
        var statement = statement("User likes tea");

        own.labels(Purpose.trial(), Catalog.STANDARD, List.of(statement));
        var once = counting.texts();
        own.labels(Purpose.trial(), Catalog.STANDARD, List.of(statement, statement));

        assertThat(once).isPositive();
        assertThat(counting.texts()).isEqualTo(once);
    }

    @Test
    void strangeTextsGetLabelsToo() {
        var catalog =
                Catalog.of(
                                List.of(
                                        "\uD83C\uDF54",
                                        "...",
                                        Map.of("x".repeat(100), "\uD83C\uDF54,".repeat(4000))))
                        .orElseThrow();

        assertThat(labels(catalog, "")).hasSizeLessThanOrEqualTo(3);
        assertThat(labels(catalog, "\uD83C\uDF54")).hasSizeLessThanOrEqualTo(3);
        assertThat(labels(Catalog.STANDARD, "")).hasSizeLessThanOrEqualTo(3);
    }

    private static List<String> labels(Catalog catalog, String text) {
        return classifier.labels(Purpose.trial(), catalog, List.of(statement(text))).getFirst();
    }

    private static Statement statement(String text) {
        var vector = embedder.embedAll(List.of(text)).getFirst().vector();
        return new Statement(
                text, new Encoding(ANALYZER.terms(text), embedder.model().id(), vector));
    }
}
