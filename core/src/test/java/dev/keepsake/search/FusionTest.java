package dev.keepsake.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keepsake.graph.EntityWeights;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.model.EmbeddingModel;
import dev.keepsake.search.Fusion.Scored;
import dev.keepsake.storage.SearchIndex.Candidate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Engine contract 2.3 to 2.5, with the rows of 2.9.
class FusionTest {

    private static final double TOLERANCE = 0.001;

    private final Fusion fusion = fusion(SearchSettings.STANDARD, 0);

    @Test
    @DisplayName("S01 meaning alone is the score")
    void meaningAloneIsTheScore() {
        assertThat(only(candidate(0.62, 0)).score()).isCloseTo(0.620, within(TOLERANCE));
    }

    @Test
    @DisplayName("S02 meaning and words are averaged")
    void meaningAndWordsAreAveraged() {
        var scored = only(candidate(0.62, 7));

        assertThat(scored.keyword()).isCloseTo(0.802, within(TOLERANCE));
        assertThat(scored.score()).isCloseTo(0.711, within(TOLERANCE));
    }

    @Test
    @DisplayName("S03 meaning, words and names weigh 1, 1 and 0.5")
    void namesAddToMeaningAndWords() {
        var both = candidate(0.62, 7);

        var scored = fusion.score(List.of(both), Map.of(both.id(), 0.448), 2, 0).getFirst();

        assertThat(scored.entity()).isEqualTo(0.448);
        assertThat(scored.score()).isCloseTo(0.748, within(TOLERANCE));
    }

    @Test
    @DisplayName("S04 names without words")
    void namesAddToMeaning() {
        var named = candidate(0.62, 0);

        var scored = fusion.score(List.of(named), Map.of(named.id(), 0.448), 2, 0).getFirst();

        assertThat(scored.score()).isCloseTo(0.712, within(TOLERANCE));
    }

    @Test
    @DisplayName("S05 names that others have weigh on whoever lacks them")
    void namesOfOthersWeighOnWhoeverLacksThem() {
        var plain = candidate(0.70, 0);
        var other = candidate(0.10, 9);

        var scores = fusion.score(List.of(plain, other), Map.of(other.id(), 0.5), 2, 0);

        assertThat(scores.getFirst().score()).isCloseTo(0.280, within(TOLERANCE));
    }

    @Test
    @DisplayName("S08 nothing exceeds one")
    void everySignalAtItsBestIsOne() {
        var best = candidate(1.0, 1000);

        var scored = fusion.score(List.of(best), Map.of(best.id(), 0.5), 2, 0).getFirst();

        assertThat(scored.score()).isEqualTo(1.0);
    }

    @Test
    void aFaintNameDoesNotLowerTheScores() {
        var faint = candidate(0.62, 0);

        var scored = fusion.score(List.of(faint), Map.of(faint.id(), 0.049), 2, 0).getFirst();

        assertThat(scored.entity()).isZero();
        assertThat(scored.score()).isCloseTo(0.62, within(TOLERANCE));
    }

    @Test
    @DisplayName("S05 words that others match weigh on whoever does not match them")
    void wordsThatOthersMatchWeighOnWhoeverDoesNot() {
        var scores = score(0, candidate(0.70, 0), candidate(0.10, 9));

        assertThat(scores.getFirst().score()).isCloseTo(0.35, within(TOLERANCE));
    }

    @Test
    @DisplayName("S06, S07 the threshold looks at meaning alone")
    void theThresholdLooksAtMeaningAlone() {
        var wordy = candidate(0.09, 15);

        assertThat(score(0.1, wordy)).isEmpty();
        assertThat(score(0.0, wordy)).hasSize(1);
        assertThat(score(0.09, wordy)).hasSize(1);
    }

    @Test
    void aScoreMayBeBelowTheThreshold() {
        var scores = score(0.5, candidate(0.6, 0), candidate(0.6, 9));

        assertThat(scores.getFirst().score()).isCloseTo(0.3, within(TOLERANCE));
    }

    @Test
    void aPerfectMatchScoresOne() {
        assertThat(only(candidate(1.0, 1000)).score()).isEqualTo(1.0);
    }

    @Test
    void aWeakWordMatchDoesNotHalveTheScores() {
        // squashed to 0.118, below the 0.20 that counts
        var scored = only(candidate(0.62, 2.123));

        assertThat(scored.score()).isCloseTo(0.62, within(TOLERANCE));
        assertThat(scored.keyword()).isZero();
    }

    @Test
    void aWeakWordMatchCountsOnceAnotherOneIsStrong() {
        var weak = score(0, candidate(0.62, 2.123), candidate(0.1, 9)).getFirst();

        assertThat(weak.keyword()).isCloseTo(0.118, within(TOLERANCE));
        assertThat(weak.score()).isCloseTo((0.62 + 0.118) / 2, within(TOLERANCE));
    }

    @Test
    void wordsCountByTheShareOfTheQuestionThatMatched() {
        var half = new Candidate(MemoryId.random(), 0.62, 7, 0.5);

        assertThat(only(half).keyword()).isCloseTo(0.401, within(TOLERANCE));
        var plain =
                fusion(
                        new SearchSettings(
                                4, 60, true, false, 0.2, Bm25.STANDARD, EntityWeights.STANDARD),
                        0);
        assertThat(plain.score(List.of(half), Map.of(), 2, 0).getFirst().keyword())
                .isCloseTo(0.802, within(TOLERANCE));
    }

    @Test
    void meaningIsCalibratedByTheModel() {
        var calibrated = fusion(SearchSettings.STANDARD, 0.2);

        assertThat(semantic(calibrated, 0.6)).isCloseTo(0.5, within(TOLERANCE));
        assertThat(semantic(calibrated, 0.1)).isZero();
        assertThat(semantic(calibrated, -1)).isZero();
    }

    @ParameterizedTest
    @DisplayName("S09 the logistic by length of the question")
    @CsvSource({
        "1, 5, 0.5",
        "3, 5, 0.5",
        "4, 7, 0.5",
        "6, 7, 0.5",
        "7, 9, 0.5",
        "9, 9, 0.5",
        "10, 10, 0.5",
        "15, 10, 0.5",
        "16, 12, 0.5",
        "0, 5, 0.5",
        "5, 3, 0.083",
        "5, 10, 0.858",
        "2, 7, 0.802",
        "2, 0, 0"
    })
    void rawScoresAreSquashedByTheLengthOfTheQuestion(int terms, double raw, double expected) {
        assertThat(Fusion.squashed(raw, terms)).isCloseTo(expected, within(TOLERANCE));
    }

    @Test
    void nothingScoresNothing() {
        assertThat(score(0)).isEmpty();
    }

    private Scored only(Candidate candidate) {
        return score(0, candidate).getFirst();
    }

    private List<Scored> score(double threshold, Candidate... candidates) {
        return fusion.score(Stream.of(candidates).toList(), Map.of(), 2, threshold);
    }

    private static double semantic(Fusion fusion, double cosine) {
        return fusion.score(List.of(candidate(cosine, 0)), Map.of(), 2, 0).getFirst().semantic();
    }

    private static Candidate candidate(double cosine, double bm25) {
        return new Candidate(MemoryId.random(), cosine, bm25, 1);
    }

    private static Fusion fusion(SearchSettings settings, double floor) {
        return new Fusion(settings, new EmbeddingModel("m", 1, floor));
    }
}
