package dev.keepsake.bench.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceScoresTest {

    @Test
    void ranksAreThoseOfMemoriesNotOfTurns() {
        var scores =
                SourceScores.of(List.of(Set.of("7", "8", "9"), Set.of("1", "2")), Set.of("1", "3"));

        assertThat(scores.recall1()).isZero();
        assertThat(scores.recall5()).isEqualTo(0.5);
        assertThat(scores.mrr()).isEqualTo(0.5);
    }

    @Test
    void evidenceBehindSeveralMemoriesCountsOnce() {
        var scores = SourceScores.of(List.of(Set.of("1"), Set.of("1")), Set.of("1", "2"));

        assertThat(scores.recall10()).isEqualTo(0.5);
    }

    @Test
    void whatComesAfterTheCutIsNotFound() {
        var hits = new ArrayList<>(Collections.nCopies(10, Set.of("x")));
        hits.add(Set.of("1"));

        var scores = SourceScores.of(hits, Set.of("1"));

        assertThat(scores.recall10()).isZero();
        assertThat(scores.recall20()).isEqualTo(1);
        assertThat(scores.mrr()).isEqualTo(1.0 / 11, within(1e-12));
    }

    @Test
    void nothingFoundScoresNothing() {
        assertThat(SourceScores.of(List.of(), Set.of("1")))
                .isEqualTo(new SourceScores(0, 0, 0, 0, 0));
        assertThat(SourceScores.mean(List.of())).isEqualTo(new SourceScores(0, 0, 0, 0, 0));
    }
}
