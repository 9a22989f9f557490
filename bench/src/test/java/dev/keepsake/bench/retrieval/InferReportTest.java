package dev.keepsake.bench.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.bench.Durations;
import dev.keepsake.bench.retrieval.Corpus.Question;
import dev.keepsake.bench.retrieval.InferReport.Answer;
import dev.keepsake.bench.retrieval.InferReport.Rates;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InferReportTest {

    private static Question question(String... evidence) {
        return new Question("q", "1", "Tea?", Set.of(evidence));
    }

    private static Distilled distilled() {
        var distilled = new Distilled("ana");
        distilled.keep("m1", new Sources(Set.of("1", "2"), 0));
        distilled.keep("m2", new Sources(Set.of("2"), 1));
        distilled.show("m1", "User drinks tea");
        distilled.count("kept", 2);
        distilled.count("echo", 1);
        distilled.count("echo", 1);
        return distilled;
    }

    private static InferReport report(List<Answer> answers) {
        return new InferReport(
                "tiny", 4, List.of(distilled()), 1, answers, new Rates(50, 100, new Durations()));
    }

    @Test
    void aTurnThatSeveralQuestionsNeedIsCoveredOnce() {
        var covered = distilled().coveredTurns();
        var report =
                report(
                        List.of(
                                new Answer(question("1", "3"), covered, List.of()),
                                new Answer(question("1", "4"), covered, List.of())));

        // 1 of the turns 1, 3 and 4
        assertThat(report.coverage()).isEqualTo(1.0 / 3);
    }

    @Test
    void turnsOfDifferentStoresAreDifferentThoughTheyShareAnId() {
        var report =
                report(
                        List.of(
                                new Answer(question("1"), distilled().coveredTurns(), List.of()),
                                new Answer(question("1"), Set.of(), List.of())));

        assertThat(report.coverage()).isEqualTo(0.5);
    }

    @Test
    void memoriesAreCountedHiddenOnesIncludedAndRepeatsAmongTheVisible() {
        var report = report(List.of());

        assertThat(report.memoriesPerTurn()).isEqualTo(0.5);
        assertThat(report.repeatRate()).isEqualTo(1);
    }

    @Test
    void verdictsOfTheGateAreAddedUp() {
        assertThat(report(List.of()).gate()).containsEntry("kept", 2L).containsEntry("echo", 2L);
        assertThat(report(List.of()).toText()).containsPattern("junk 0[.,]500 of the candidates");
    }

    @Test
    void jsonNamesTheSourcesThatCouldNotBeTraced() {
        assertThat(report(List.of()).toJson())
                .containsEntry("untraced_sources", 1)
                .containsEntry("turns_per_memory", 1.5)
                .containsEntry("ingest_ratio", 0.5);
    }
}
