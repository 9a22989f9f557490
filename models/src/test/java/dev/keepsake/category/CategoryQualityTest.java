package dev.keepsake.category;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.category.Classifier.Statement;
import dev.keepsake.memory.Encoding;
import dev.keepsake.model.Purpose;
import dev.keepsake.models.embedding.OnnxEmbedder;
import dev.keepsake.models.embedding.OnnxModel;
import dev.keepsake.models.text.LuceneAnalyzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The gate of engine contract 16.14 on ten statements for each shipped label, none of which the
/// catalog names as an example.
class CategoryQualityTest {

    enum Shipped {
        MINILM(OnnxModel.MINILM),
        BGE_SMALL(OnnxModel.BGE_SMALL);

        private final OnnxModel model;

        Shipped(OnnxModel model) {
            this.model = model;
        }
    }

    private record Wanted(String label, String text) {}

    @ParameterizedTest
    @EnumSource
    void theWantedLabelIsAmongThoseKept(Shipped shipped) throws IOException {
        var wanted = statements();
        var labels = labels(shipped.model, wanted);

        var found = 0;
        var given = 0;
        List<String> missed = new ArrayList<>();
        for (var at = 0; at < wanted.size(); at++) {
            given += labels.get(at).size();
            if (labels.get(at).contains(wanted.get(at).label())) {
                found++;
            } else {
                missed.add(wanted.get(at) + " " + labels.get(at));
            }
        }

        assertThat(found / (double) wanted.size())
                .as("missed: %s", String.join("\n", missed))
                .isGreaterThanOrEqualTo(0.88);
        assertThat(given / (double) wanted.size()).isBetween(1.0, 1.4);
    }

    private static List<List<String>> labels(OnnxModel model, List<Wanted> wanted) {
        var analyzer = new LuceneAnalyzer();
        var libraries = Path.of("target", "native");
        try (var embedder = new OnnxEmbedder(model, OnnxEmbedder.Settings.defaults(libraries))) {
            var texts = wanted.stream().map(Wanted::text).toList();
            var vectors = embedder.embedAll(texts);
            List<Statement> statements = new ArrayList<>();
            for (var at = 0; at < texts.size(); at++) {
                var text = texts.get(at);
                statements.add(
                        new Statement(
                                text,
                                new Encoding(
                                        analyzer.terms(text),
                                        embedder.model().id(),
                                        vectors.get(at).vector())));
            }
            return new RulesClassifier(embedder, analyzer)
                    .labels(Purpose.trial(), Catalog.STANDARD, statements);
        }
    }

    private static List<Wanted> statements() throws IOException {
        try (var stream =
                Objects.requireNonNull(
                        CategoryQualityTest.class.getResourceAsStream("statements.txt"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\\|", 2))
                    .map(parts -> new Wanted(parts[0], parts[1]))
                    .toList();
        }
    }
}
