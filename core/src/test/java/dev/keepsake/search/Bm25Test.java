package dev.keepsake.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keepsake.account.ProjectId;
import dev.keepsake.engine.BagOfWords;
import dev.keepsake.graph.EntityWeights;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Times;
import dev.keepsake.storage.InMemoryStorage;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.SearchIndex.Candidate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The keyword figures of engine contract 2.9, over a scope of 50 memories of 8 terms on average.
class Bm25Test {

    private static final double TOLERANCE = 0.001;

    @Test
    @DisplayName("S10 two rare words that both match")
    void twoRareWordsThatBothMatch() {
        var candidate = only("order 12345", "order 12345 x x", 1, 0);

        assertThat(candidate.bm25()).isCloseTo(8.866, within(TOLERANCE));
        assertThat(candidate.coverage()).isCloseTo(1.0, within(TOLERANCE));
        assertThat(keyword(candidate)).isCloseTo(0.937, within(TOLERANCE));
    }

    @Test
    @DisplayName("S11 a common word that matches without the rare one")
    void aCommonWordThatMatchesWithoutTheRareOne() {
        var candidate = only("favorite food", "favorite x x", 10, 2);

        assertThat(candidate.bm25()).isCloseTo(2.123, within(TOLERANCE));
        assertThat(Fusion.squashed(candidate.bm25(), 2)).isCloseTo(0.118, within(TOLERANCE));
        assertThat(candidate.coverage()).isCloseTo(0.344, within(TOLERANCE));
        // not worth counting, so meaning alone makes the score
        assertThat(keyword(candidate)).isZero();
        assertThat(keyword(candidate, withoutFloor())).isCloseTo(0.041, within(TOLERANCE));
    }

    @Test
    void aWordThatNobodyHasAddsNothing() {
        assertThat(Bm25.STANDARD.part(Bm25.idf(50, 0), 0, 4, 8)).isZero();
    }

    @Test
    void repeatsSaturate() {
        var once = Bm25.STANDARD.part(1, 1, 8, 8);
        var often = Bm25.STANDARD.part(1, 1000, 8, 8);

        assertThat(once).isCloseTo(1.0, within(TOLERANCE));
        assertThat(often).isGreaterThan(2).isLessThan(2.2);
    }

    private static double keyword(Candidate candidate) {
        return keyword(candidate, SearchSettings.STANDARD);
    }

    private static double keyword(Candidate candidate, SearchSettings settings) {
        var fusion = new Fusion(settings, new BagOfWords().model());
        return fusion.score(List.of(candidate), Map.of(), 2, 0).getFirst().keyword();
    }

    private static SearchSettings withoutFloor() {
        return new SearchSettings(4, 60, true, true, 0, Bm25.STANDARD, EntityWeights.STANDARD);
    }

    /// The candidate for one memory among 50.
    ///
    /// @param first how many memories, this one included if it has it, have the query's first term
    /// @param second the same for the second term; 0 when this is the only one
    private static Candidate only(String query, String text, int first, int second) {
        var terms = List.of(query.split(" "));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(text.split(" ")));
        for (var i = 1; i < 50; i++) {
            List<String> row = new ArrayList<>(Collections.nCopies(8, "other" + i));
            if (i < first) {
                row.set(0, terms.get(0));
            }
            if (i <= second) {
                row.set(1, terms.get(1));
            }
            rows.add(row);
        }
        // all together have 400 terms
        var lacking = 400 - rows.stream().mapToInt(List::size).sum();
        var filled = new ArrayList<>(rows.get(49));
        filled.addAll(Collections.nCopies(lacking, "filler"));
        rows.set(49, filled);
        return gather(terms, rows);
    }

    private static Candidate gather(List<String> terms, List<List<String>> rows) {
        var project = ProjectId.random();
        var ids = rows.stream().map(_ -> MemoryId.random()).toList();
        List<SearchIndex.Put> puts = new ArrayList<>();
        for (var i = 0; i < rows.size(); i++) {
            var memory = Memory.of(ids.get(i), "m", Scope.ofUser("u"), Times.at(Instant.EPOCH));
            var encoding = new Encoding(rows.get(i), "none", new float[] {1});
            puts.add(new SearchIndex.Put(project, new Stored(memory, encoding)));
        }
        try (var storage = new InMemoryStorage(InstantSource.system())) {
            storage.index().write(new SearchIndex.Batch(puts, List.of(), new Mark(1)));
            var probe = new SearchIndex.Probe(new float[] {1}, terms, 50, 50, Bm25.STANDARD);
            return storage.index().gather(project, probe, Filter.EVERYTHING).stream()
                    .filter(each -> each.id().equals(ids.getFirst()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
