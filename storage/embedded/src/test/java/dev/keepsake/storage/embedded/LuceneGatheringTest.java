package dev.keepsake.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.search.Bm25;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.SearchIndex.Batch;
import dev.keepsake.storage.SearchIndex.Candidate;
import dev.keepsake.storage.SearchIndex.Probe;
import dev.keepsake.storage.SearchIndex.Put;
import dev.keepsake.storage.SearchIndex.Removal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares the index with a computation over all rows, on random content.
final class LuceneGatheringTest {

    private static final ProjectId PROJECT = ProjectId.random();
    private static final ProjectId OTHER = ProjectId.random();

    @TempDir Path folder;

    private LuceneIndex index;
    private final Map<MemoryId, Stored> rows = new HashMap<>();

    @BeforeEach
    void open() {
        index = LuceneIndex.open(folder);
    }

    @AfterEach
    void close() {
        index.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithComparingEveryRow(long seed) {
        var samples = new LuceneSamples(seed);
        fill(samples, 400);

        for (var i = 0; i < 400; i++) {
            var filter = samples.filter(3);
            var probe = samples.probe();

            var found = index.gather(PROJECT, probe, filter);

            var expected = everything(probe, filter);
            assertThatSignalsAreExact(found, expected);
            assertThatTheBestAreThere(found, expected, probe);
        }
    }

    @Test
    void matchesWhatTheFilterMatches() {
        var samples = new LuceneSamples(4);
        fill(samples, 300);
        var all = new Probe(samples.vector(), List.of(), 1_000, 0, Bm25.STANDARD);

        for (var i = 0; i < 1_500; i++) {
            var filter = samples.filter(3);

            var found = index.gather(PROJECT, all, filter);

            assertThat(ids(found))
                    .as("%s", filter)
                    .containsExactlyInAnyOrderElementsOf(
                            matching(filter).stream().map(row -> row.memory().id()).toList());
        }
    }

    @Test
    void idFiltersStayInsideTheProject() {
        var row = LuceneSamples.row("tea");
        index.write(batch(List.of(new Put(OTHER, row)), List.of(), 1));
        var filter = new Filter.IdIn(Set.of(row.memory().id()));

        assertThat(index.gather(PROJECT, LuceneSamples.probe("tea", 5, 5), filter)).isEmpty();
        assertThat(index.gather(OTHER, LuceneSamples.probe("tea", 5, 5), filter)).hasSize(1);
    }

    @Test
    void loneSurrogatesMatchNothingElse() {
        var scoped = LuceneSamples.row("tea").memory().withScope(Scope.ofUser("?"));
        index.write(batch(List.of(new Put(PROJECT, LuceneSamples.row(scoped))), List.of(), 1));

        for (var id : List.of("\uD800", "\uFFFD", "\uDC00\uD800")) {
            var filter = new Filter.EntityIn(EntityKind.USER, Set.of(id));
            assertThat(index.gather(PROJECT, LuceneSamples.probe("tea", 5, 5), filter)).isEmpty();
        }
    }

    @Test
    void filtersMayHaveThousandsOfParts() {
        index.write(batch(List.of(new Put(PROJECT, LuceneSamples.row("tea"))), List.of(), 1));
        var terms = IntStream.range(0, 5_000).mapToObj(i -> "t" + i);
        var filter = new Filter.HasTerms(terms.collect(Collectors.toSet()));

        var found = index.gather(PROJECT, LuceneSamples.probe("tea", 5, 5), new Filter.Not(filter));

        assertThat(found).hasSize(1);
    }

    @Test
    void aboveTheExactLimitTheNearestAreFoundThroughGraphs() {
        index.close();
        index = LuceneIndex.open(folder, new LuceneSettings(Duration.ofDays(1), 1_000_000, 50, 0));
        var samples = new LuceneSamples(5);
        fill(samples, 2_000);
        var hits = 0;

        for (var i = 0; i < 20; i++) {
            var probe = new Probe(samples.vector(), List.of("tea"), 10, 10, Bm25.STANDARD);
            var filter = new Filter.TextContains("e", true);

            var found = index.gather(PROJECT, probe, filter);

            var expected = everything(probe, filter);
            assertThatSignalsAreExact(found, expected);
            var nearest = best(expected.values(), Candidate::cosine).limit(10);
            hits += (int) nearest.filter(each -> ids(found).contains(each.id())).count();
        }

        assertThat(hits).isGreaterThan(190);
    }

    @Test
    void wordsAloneNeedNoNearest() {
        index.write(batch(List.of(new Put(PROJECT, LuceneSamples.row("tea"))), List.of(), 1));

        assertThat(index.gather(PROJECT, LuceneSamples.probe("tea", 0, 1), Filter.EVERYTHING))
                .hasSize(1);
        assertThat(index.gather(PROJECT, LuceneSamples.probe("gin", 0, 1), Filter.EVERYTHING))
                .isEmpty();
        assertThat(index.gather(PROJECT, LuceneSamples.probe("tea", 0, 0), Filter.EVERYTHING))
                .isEmpty();
    }

    @Test
    void termsAreTakenToTheLetter() {
        var vector = new LuceneSamples(6).vector();
        var terms = List.of("", "New York", "x".repeat(40_000), "\u0000", "new york");
        var memory = LuceneSamples.row("whatever").memory();
        var row = new Stored(memory, new Encoding(terms, "test", vector));
        index.write(batch(List.of(new Put(PROJECT, row)), List.of(), 1));

        for (var term : terms) {
            var probe = new Probe(vector, List.of(term), 0, 5, Bm25.STANDARD);
            assertThat(index.gather(PROJECT, probe, Filter.EVERYTHING)).as(term).hasSize(1);
        }
        var probe = new Probe(vector, List.of("x".repeat(39_999)), 0, 5, Bm25.STANDARD);
        assertThat(index.gather(PROJECT, probe, Filter.EVERYTHING)).isEmpty();
    }

    /// In several segments, with replaced and removed rows and an equal project beside it.
    private void fill(LuceneSamples samples, int count) {
        var mark = index.applied().value();
        while (rows.size() < count) {
            List<Put> puts = new ArrayList<>();
            List<Removal> removals = new ArrayList<>();
            for (var i = 0; i < count / 8; i++) {
                var row = samples.row();
                puts.add(new Put(PROJECT, row));
                puts.add(new Put(OTHER, row));
                rows.put(row.memory().id(), row);
            }
            var ids = rows.keySet().stream().sorted(Comparator.comparing(MemoryId::value)).toList();
            var replaced = samples.row(samples.pick(ids));
            puts.add(new Put(PROJECT, replaced));
            rows.put(replaced.memory().id(), replaced);
            var removed = samples.pick(ids);
            removals.add(new Removal(PROJECT, removed));
            rows.remove(removed);
            index.write(batch(puts, removals, ++mark));
            assertThat(index.present(PROJECT, Set.of(removed))).isEmpty();
        }
    }

    private static Batch batch(List<Put> puts, List<Removal> removals, long mark) {
        return new Batch(puts, removals, new Mark(mark));
    }

    private List<Stored> matching(Filter filter) {
        return rows.values().stream().filter(filter::matches).toList();
    }

    /// What a question finds when every matching row is compared.
    private Map<MemoryId, Candidate> everything(Probe probe, Filter filter) {
        var matching = matching(filter);
        var idf =
                probe.terms().stream()
                        .collect(Collectors.toMap(term -> term, term -> idf(term, matching)));
        var length = matching.stream().mapToInt(LuceneGatheringTest::length).average().orElse(0);
        return matching.stream()
                .map(row ->
                        new Candidate(
                                row.memory().id(),
                                cosine(probe.vector(), row.encoding().vector()),
                                bm25(probe, row, idf, length),
                                coverage(row, idf)))
                .collect(Collectors.toMap(Candidate::id, each -> each));
    }

    private static void assertThatSignalsAreExact(
            List<Candidate> found, Map<MemoryId, Candidate> expected) {
        for (var candidate : found) {
            var exact = expected.get(candidate.id());
            assertThat(exact).isNotNull();
            assertThat(candidate.cosine()).isCloseTo(exact.cosine(), within(1e-5));
            assertThat(candidate.bm25()).isCloseTo(exact.bm25(), within(1e-9));
            assertThat(candidate.coverage()).isCloseTo(exact.coverage(), within(1e-9));
        }
        assertThat(ids(found)).doesNotHaveDuplicates();
    }

    private static void assertThatTheBestAreThere(
            List<Candidate> found, Map<MemoryId, Candidate> expected, Probe probe) {
        var missing = new HashMap<>(expected);
        found.forEach(candidate -> missing.remove(candidate.id()));
        var worded = expected.values().stream().filter(each -> each.bm25() > 0).toList();
        var leastNear = least(expected.values(), Candidate::cosine, probe.nearest());
        var leastWorded = least(worded, Candidate::bm25, probe.matching());

        assertThat(missing.values())
                .allMatch(each -> each.cosine() <= leastNear + 1e-5)
                .allMatch(each -> each.bm25() == 0 || each.bm25() <= leastWorded + 1e-9);
        var near = Math.min(expected.size(), probe.nearest());
        assertThat(found).hasSizeBetween(near, near + Math.min(worded.size(), probe.matching()));
    }

    /// What nothing that is missing may exceed: the last score that has to be there, or nothing at
    /// all when everything has to be.
    private static double least(
            Collection<Candidate> from, ToDoubleFunction<Candidate> score, int wanted) {
        if (wanted == 0) {
            return Double.POSITIVE_INFINITY;
        }
        return best(from, score)
                .skip(wanted - 1)
                .findFirst()
                .map(score::applyAsDouble)
                .orElse(Double.NEGATIVE_INFINITY);
    }

    private static Stream<Candidate> best(
            Collection<Candidate> from, ToDoubleFunction<Candidate> score) {
        return from.stream().sorted(Comparator.comparingDouble(score).reversed());
    }

    private static double cosine(float[] one, float[] other) {
        var sum = 0.0;
        for (var i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    private static double bm25(
            Probe probe, Stored row, Map<String, Double> idf, double averageLength) {
        var score = 0.0;
        for (var term : probe.terms()) {
            var occurrences = Collections.frequency(row.encoding().terms(), term);
            score += probe.bm25().part(idf.get(term), occurrences, length(row), averageLength);
        }
        return score;
    }

    private static double coverage(Stored row, Map<String, Double> idf) {
        var matched =
                idf.keySet().stream()
                        .filter(row.encoding().terms()::contains)
                        .mapToDouble(idf::get)
                        .sum();
        var all = idf.values().stream().mapToDouble(each -> each).sum();
        return all == 0 ? 0 : matched / all;
    }

    private static double idf(String term, List<Stored> matching) {
        return Bm25.idf(
                matching.size(),
                matching.stream().filter(row -> row.encoding().terms().contains(term)).count());
    }

    private static int length(Stored row) {
        return row.encoding().terms().size();
    }

    private static List<MemoryId> ids(List<Candidate> found) {
        return found.stream().map(Candidate::id).toList();
    }
}
