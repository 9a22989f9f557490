package dev.keepsake.category;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.category.Classifier.Statement;
import dev.keepsake.memory.Encoding;
import dev.keepsake.model.Operation;
import dev.keepsake.model.Purpose;
import dev.keepsake.storage.InMemoryStorage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LabellingTest {

    private static final Purpose PURPOSE = Purpose.of(ProjectId.random(), Operation.EXTRACT);
    private static final Encoding NOTHING = new Encoding(List.of(), "none", new float[0]);

    @AutoClose private final InMemoryStorage storage = new InMemoryStorage(InstantSource.system());
    private final List<String> asked = new ArrayList<>();
    private final Labelling labelling =
            new Labelling(
                    storage.accounts(),
                    (_, _, statements) -> all("rules", statements),
                    (_, _, statements) -> {
                        statements.forEach(each -> asked.add(each.text()));
                        return all("food", statements);
                    });

    private static List<List<String>> all(String label, List<Statement> statements) {
        return statements.stream().map(_ -> List.of(label)).toList();
    }

    @Test
    void onlyStatementsWithoutAUsableProposalAreAskedFor() {
        var labels =
                labelling.labels(
                        PURPOSE,
                        Catalog.STANDARD,
                        statements("a", "b", "c", "d"),
                        Arrays.asList(
                                List.of("Music", "weather"), null, List.of("weather"), List.of()));

        assertThat(asked).containsExactly("b", "c");
        assertThat(labels)
                .containsExactly(
                        List.of("music"), List.of("food"), List.of("food"), List.of("misc"));
    }

    @Test
    void importsCostNoModelCall() {
        assertThat(labelling.labelsByRules(PURPOSE, Catalog.STANDARD, statements("a")))
                .containsExactly(List.of("rules"));
        assertThat(asked).isEmpty();
    }

    private static List<Statement> statements(String... texts) {
        return Arrays.stream(texts).map(each -> new Statement(each, NOTHING)).toList();
    }
}
