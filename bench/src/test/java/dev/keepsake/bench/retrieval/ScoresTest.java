package dev.keepsake.bench.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScoresTest {

    @Test
    void partOfTheEvidenceFound() {
        // evidence at ranks 2 and 6, one of three missing
        var scores = Scores.of(List.of("x", "e1", "y", "z", "w", "e2"), Set.of("e1", "e2", "e3"));

        assertThat(scores.recall5()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(scores.recall10()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(scores.recall20()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(scores.hit10()).isEqualTo(1);
        assertThat(scores.all10()).isZero();
        assertThat(scores.mrr()).isEqualTo(0.5);
        // (1/log2 3 + 1/log2 7) / (1 + 1/log2 3 + 1/log2 4) = (0.63093 + 0.35621) / 2.13093
        assertThat(scores.ndcg10()).isCloseTo(0.46324, within(1e-5));
    }

    @Test
    void evidenceAfterTheTenthCountsForTheLongListOnly() {
        var ranking = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "e");

        var scores = Scores.of(ranking, Set.of("e"));

        assertThat(scores.recall10()).isZero();
        assertThat(scores.recall20()).isEqualTo(1);
        assertThat(scores.hit10()).isZero();
        assertThat(scores.all10()).isZero();
        assertThat(scores.ndcg10()).isZero();
        assertThat(scores.mrr()).isCloseTo(1 / 11.0, within(1e-12));
    }

    @Test
    void theBestRankingHasOneEverywhere() {
        var scores = Scores.of(List.of("b", "a", "x"), Set.of("a", "b"));

        assertThat(scores).isEqualTo(new Scores(1, 1, 1, 1, 1, 1, 1));
    }

    @Test
    void moreEvidenceThanPlacesCanStillBePerfectGain() {
        var places = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        var evidence = Set.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");

        var scores = Scores.of(places, evidence);

        assertThat(scores.ndcg10()).isCloseTo(1, within(1e-12));
        assertThat(scores.recall10()).isCloseTo(10 / 12.0, within(1e-12));
    }

    @Test
    void nothingFoundIsZero() {
        assertThat(Scores.of(List.of(), Set.of("a"))).isEqualTo(new Scores(0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void theMeanWeighsEveryQuestionAlike() {
        var mean =
                Scores.mean(
                        List.of(
                                new Scores(1, 1, 1, 1, 1, 1, 1),
                                new Scores(0, 0.5, 1, 1, 0, 0.25, 0.5)));

        assertThat(mean).isEqualTo(new Scores(0.5, 0.75, 1, 1, 0.5, 0.625, 0.75));
    }
}
