package dev.keepsake.summary;

import static dev.keepsake.engine.Engine.memory;
import static dev.keepsake.engine.Engine.replaced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.engine.BagOfWords;
import dev.keepsake.engine.Engine;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Lineage;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Times;
import dev.keepsake.model.Encoder;
import dev.keepsake.model.PlainAnalyzer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RulesSummarizerTest {

    private static final Scope U = Scope.ofUser("u");

    private final Encoder encoder = new Encoder(new BagOfWords(), new PlainAnalyzer());

    @Test
    void categoriesComeInTheirOrderAndWhatIsKnownFirstBeforeTheNewest() {
        var text =
                text(
                        400,
                        labelled("User likes jazz", "music"),
                        labelled("User visits the dentist often", "personal_details"),
                        labelled("User lives in Graz", "personal_details"),
                        labelled("Something odd", "no such category"),
                        memory(U, "Something plain"),
                        labelled("User sings at night", "music"));

        assertThat(text)
                .isEqualTo(
                        "User lives in Graz. User visits the dentist often. User sings at night."
                                + " User likes jazz. Something odd. Something plain.");
    }

    @Test
    void patternsComeFirstInTheirGroup() {
        var pattern =
                labelled("User shows a lasting pattern around music", "music")
                        .withLineage(
                                new Lineage(Lifecycle.ACTIVE, null, true, List.of(), List.of()));

        assertThat(text(400, labelled("User's name is Ana", "music"), pattern))
                .startsWith("User shows a lasting pattern");
    }

    @Test
    void theTextStaysWithinItsBudget() {
        var many =
                IntStream.range(0, 200)
                        .mapToObj(n -> memory(U, "User told story number " + n + " about a" + n))
                        .toArray(Memory[]::new);

        assertThat(Tokens.in(text(100, many))).isBetween(60, 100);
        assertThat(Tokens.in(text(5, memory(U, "User lives in Graz")))).isPositive();
    }

    @Test
    void sayingTheSameAgainIsLessWorthThanSayingSomethingElse() {
        var text =
                text(
                        12,
                        memory(U, "User rows on the river Mur every Sunday"),
                        memory(U, "User rows on the river Mur on Sundays"),
                        memory(U, "Quiet evenings matter most"));

        assertThat(text).contains("Quiet evenings");
    }

    @Test
    void anExactRepeatIsToldOnce() {
        assertThat(text(400, memory(U, "User likes tea"), memory(U, "User likes tea")))
                .isEqualTo("User likes tea.");
    }

    @Test
    void thePastIsToldOfTheNewestTwo() {
        var now = memory(U, "User lives in Graz");

        assertThat(
                        text(
                                400,
                                replaced(
                                        memory(U, "User lives in Oslo"), Lifecycle.SUPERSEDED, now),
                                replaced(
                                        memory(U, "User lives in Bergen"),
                                        Lifecycle.SUPERSEDED,
                                        now),
                                replaced(
                                        memory(U, "User lives in Linz"), Lifecycle.SUPERSEDED, now),
                                now))
                .isEqualTo(
                        "User lives in Graz. Previously: User lives in Linz. Previously: User"
                                + " lives in Bergen.");
    }

    @Test
    void nothingGivesNothing() {
        assertThat(text(400)).isEmpty();
    }

    @Test
    void everyScriptIsToldAsItIs() {
        assertThat(text(400, memory(U, "東京に住んでいます。"), memory(U, "живёт в Москве")))
                .contains("東京に住んでいます。", "Живёт в Москве.");
    }

    private String text(int maxTokens, Memory... memories) {
        List<Memory> aged = new ArrayList<>();
        for (var at = 0; at < memories.length; at++) {
            aged.add(memories[at].withTimes(Times.at(Engine.NOW.plusSeconds(at))));
        }
        var encodings = encoder.encodeAll(aged);
        List<Stored> rows = new ArrayList<>();
        for (var at = 0; at < aged.size(); at++) {
            rows.add(new Stored(aged.get(at), encodings.get(at)));
        }
        return RulesSummarizer.text(rows, maxTokens);
    }

    private static Memory labelled(String text, String category) {
        return memory(U, text).withCategories(List.of(category));
    }
}
