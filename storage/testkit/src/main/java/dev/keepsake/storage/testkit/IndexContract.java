package dev.keepsake.storage.testkit;

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
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.SearchIndex.Candidate;
import dev.keepsake.storage.SearchIndex.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What [SearchIndex] promises, on indexes small enough to be searched exactly.
public interface IndexContract extends TestedStorage {

    /// Enough for sums in single precision.
    Offset<Double> SLACK = within(1e-5);

    private SearchIndex index() {
        return storage().index();
    }

    /// Begins every test with an empty index of the samples' model.
    @BeforeEach
    default void resetIndex() {
        index().reset(Samples.fingerprint(index()));
    }

    // --- erasing

    @Test
    default void anErasedProjectHasNoEntries() {
        var other = ProjectId.random();
        var ours = Samples.memory("likes tea").stored();
        var theirs = Samples.memory("likes tea").stored();
        index().write(
                        new SearchIndex.Batch(
                                List.of(
                                        new SearchIndex.Put(PROJECT, ours),
                                        new SearchIndex.Put(other, theirs)),
                                List.of(),
                                new Mark(5)));

        index().erase(other);
        index().erase(other);

        var probe = Samples.probe("tea", 5, 5);
        assertThat(index().gather(other, probe, Filter.EVERYTHING)).isEmpty();
        assertThat(index().gather(PROJECT, probe, Filter.EVERYTHING)).hasSize(1);
        assertThat(index().size()).isEqualTo(1);
        assertThat(index().applied()).isEqualTo(new Mark(5));
    }

    @Test
    default void compactingChangesNoAnswer() {
        var samples =
                IntStream.range(0, 20).mapToObj(n -> Samples.memory("likes tea " + n)).toList();
        put(1, samples.toArray(Sample[]::new));
        index().write(
                        new SearchIndex.Batch(
                                List.of(),
                                samples.stream()
                                        .limit(7)
                                        .map(sample ->
                                                new SearchIndex.Removal(PROJECT, sample.id()))
                                        .toList(),
                                new Mark(2)));
        var probe = Samples.probe("likes tea", 50, 50);
        var before = Set.copyOf(gather(probe));

        index().compact();
        index().compact();

        assertThat(Set.copyOf(gather(probe))).isEqualTo(before).hasSize(13);
        assertThat(index().applied()).isEqualTo(new Mark(2));
        put(3, Samples.memory("likes tea after all"));
        assertThat(gather(probe)).hasSize(14);
    }

    // --- following the log

    @Test
    default void aResetIndexIsEmptyAndAtTheStart() {
        put(1, Samples.memory("likes tea"));
        var fingerprint = new SearchIndex.Fingerprint("other", 8, index().layout());

        index().reset(fingerprint);

        assertThat(index().applied()).isEqualTo(Mark.START);
        assertThat(index().size()).isZero();
        assertThat(index().fingerprint()).contains(fingerprint);
        assertThat(index().gather(PROJECT, Samples.probe("tea", 5, 5), Filter.EVERYTHING))
                .isEmpty();
    }

    @Test
    default void anIndexMayChangeItsDimensionsAtAReset() {
        put(1, Samples.memory("likes tea"));
        index().reset(new SearchIndex.Fingerprint("flat-2", 2, index().layout()));
        var memory = Samples.memory("likes coffee").memory();
        var vector = new float[] {0.6f, 0.8f};
        var encoding = new Encoding(List.of("likes", "coffee"), "flat-2", vector);

        index().write(batch(1, List.of(new Stored(memory, encoding))));

        var probe = new Probe(vector, List.of(), 5, 5, Bm25.STANDARD);
        assertThat(gather(probe)).singleElement().satisfies(c -> near(c.cosine(), 1));
    }

    @Test
    default void aWrittenBatchIsSeenAtOnceWithItsMark() {
        var sample = Samples.memory("likes tea");

        put(7, sample);

        assertThat(index().applied()).isEqualTo(new Mark(7));
        assertThat(index().size()).isEqualTo(1);
        assertThat(ids(gather("tea"))).containsExactly(sample.id());
    }

    @Test
    default void anEmptyBatchMovesTheMark() {
        index().write(new SearchIndex.Batch(List.of(), List.of(), new Mark(3)));

        assertThat(index().applied()).isEqualTo(new Mark(3));
    }

    @Test
    default void aBatchTwiceIsOnce() {
        var kept = Samples.memory("likes tea");
        var gone = Samples.memory("likes coffee");
        put(1, kept, gone);
        var batch =
                new SearchIndex.Batch(
                        List.of(new SearchIndex.Put(PROJECT, kept.stored())),
                        List.of(new SearchIndex.Removal(PROJECT, gone.id())),
                        new Mark(2));

        index().write(batch);
        index().write(batch);

        assertThat(index().size()).isEqualTo(1);
        assertThat(index().applied()).isEqualTo(new Mark(2));
        assertThat(ids(gather("likes"))).containsExactly(kept.id());
    }

    @Test
    default void aPutReplacesTheWholeEntry() {
        var before = Samples.memory("likes tea").forUser("ana");
        var after = before.saying("plays chess").forUser("ben");
        put(1, before);

        put(2, after);

        assertThat(index().size()).isEqualTo(1);
        assertThat(ids(gather(Samples.probe("tea", 0, 5)))).isEmpty();
        assertThat(ids(gather(Samples.probe("chess", 0, 5)))).containsExactly(after.id());
        assertThat(gather(Samples.probe("plays chess", 5, 0)))
                .singleElement()
                .satisfies(c -> near(c.cosine(), 1));
        assertThat(
                        index().gather(
                                        PROJECT,
                                        Samples.probe("chess", 5, 5),
                                        Filter.exactly(Scope.ofUser("ana"))))
                .isEmpty();
    }

    @Test
    default void aRemovedMemoryIsFoundNoMore() {
        var gone = Samples.memory("likes tea");
        var kept = Samples.memory("likes coffee");
        put(1, gone, kept);

        remove(2, gone.id());

        assertThat(ids(gather("likes"))).containsExactly(kept.id());
        assertThat(index().size()).isEqualTo(1);
    }

    @Test
    default void removingWhatIsNotThereIsFine() {
        remove(1, MemoryId.random());

        assertThat(index().size()).isZero();
        assertThat(index().applied()).isEqualTo(new Mark(1));
    }

    @Test
    default void aRemovedMemoryCanComeBack() {
        var sample = Samples.memory("likes tea");
        put(1, sample);
        remove(2, sample.id());

        put(3, sample);

        assertThat(ids(gather("tea"))).containsExactly(sample.id());
    }

    @Test
    default void presenceIsToldForTheIdsAsked() {
        var one = Samples.memory("one");
        var two = Samples.memory("two");
        put(1, one, two);

        assertThat(index().present(PROJECT, Set.of(one.id(), MemoryId.random())))
                .containsExactly(one.id());
        assertThat(index().present(PROJECT, Set.of())).isEmpty();
    }

    @Test
    default void flushingChangesNothing() {
        put(1, Samples.memory("likes tea"));
        var before = gather("tea");

        index().flush();

        assertThat(gather("tea")).isEqualTo(before);
        assertThat(index().applied()).isEqualTo(new Mark(1));
    }

    // --- meaning

    @Test
    default void theNearestAreThoseOfHighestCosine() {
        var samples = putMany(40);
        var probe = Samples.probe("something quite different", 10, 0);
        var expected =
                samples.stream()
                        .sorted((a, b) -> Double.compare(cosine(probe, b), cosine(probe, a)))
                        .limit(10)
                        .map(Sample::id)
                        .toList();

        var found = gather(probe);

        assertThat(ids(found)).containsExactlyInAnyOrderElementsOf(expected);
        var byId = samples.stream().collect(Collectors.toMap(Sample::id, Function.identity()));
        assertThat(found).allSatisfy(c -> near(c.cosine(), cosine(probe, byId.get(c.id()))));
    }

    @Test
    default void opposedVectorsHaveCosineMinusOne() {
        var sample = Samples.memory("likes tea");
        put(1, sample);
        var opposed = sample.stored().encoding().vector().clone();
        for (var i = 0; i < opposed.length; i++) {
            opposed[i] = -opposed[i];
        }

        assertThat(gather(new Probe(opposed, List.of(), 1, 0, Bm25.STANDARD)))
                .singleElement()
                .satisfies(c -> near(c.cosine(), -1));
    }

    @Test
    default void aQuestionWithoutTermsIsAnsweredByMeaningAlone() {
        put(1, Samples.memory("likes tea"));

        assertThat(gather(new Probe(Samples.vector("x"), List.of(), 5, 5, Bm25.STANDARD)))
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.bm25()).isZero();
                    assertThat(c.coverage()).isZero();
                });
    }

    // --- words

    @Test
    default void keywordScoresFollowTheFormula() {
        var once = Samples.memory("tea with milk");
        var twice = Samples.memory("tea and more tea please");
        var none = Samples.memory("coffee");
        put(1, once, twice, none);

        var found = byId(gather(Samples.probe("tea milk", 0, 5)));

        var tea = Bm25.idf(3, 2);
        var milk = Bm25.idf(3, 1);
        var average = (3 + 5 + 1) / 3.0;
        assertThat(found).containsOnlyKeys(once.id(), twice.id());
        near(
                found.get(once.id()).bm25(),
                Bm25.STANDARD.part(tea, 1, 3, average) + Bm25.STANDARD.part(milk, 1, 3, average));
        near(found.get(twice.id()).bm25(), Bm25.STANDARD.part(tea, 2, 5, average));
        near(found.get(once.id()).coverage(), 1);
        near(found.get(twice.id()).coverage(), tea / (tea + milk));
    }

    @Test
    default void lengthsCountExactlyHoweverLong() {
        var longer = Samples.memory("tea" + " word".repeat(332));
        var shorter = Samples.memory("tea" + " word".repeat(330));
        put(1, longer, shorter);

        var found = byId(gather(Samples.probe("tea", 0, 5)));

        var average = (333 + 331) / 2.0;
        near(found.get(longer.id()).bm25(), Bm25.STANDARD.part(Bm25.idf(2, 2), 1, 333, average));
        assertThat(found.get(shorter.id()).bm25()).isGreaterThan(found.get(longer.id()).bm25());
    }

    @Test
    default void parametersOfTheKeywordScoreComeWithTheQuestion() {
        var sample = Samples.memory("tea tea tea");
        put(1, sample, Samples.memory("coffee with much milk in it"));
        var bm25 = new Bm25(2.0, 0.1);

        var found = gather(new Probe(Samples.vector("tea"), List.of("tea"), 0, 5, bm25));

        near(found.getFirst().bm25(), bm25.part(Bm25.idf(2, 1), 3, 3, 4.5));
    }

    @Test
    default void theMatchingAreThoseOfHighestKeywordScore() {
        var best = Samples.memory("tea tea tea");
        var second = Samples.memory("tea tea please");
        var third = Samples.memory("tea or milk");
        put(1, third, best, second);

        assertThat(ids(gather(Samples.probe("tea", 0, 2))))
                .containsExactlyInAnyOrder(best.id(), second.id());
    }

    @Test
    default void aMemoryWithoutACommonTermDoesNotMatch() {
        put(1, Samples.memory("coffee"), Samples.memory("milk"));

        assertThat(gather(Samples.probe("tea", 0, 5))).isEmpty();
    }

    @Test
    default void termsNobodyHasStillWeighInTheCoverage() {
        put(1, Samples.memory("likes tea"));

        var found = gather(Samples.probe("tea dragons", 0, 5));

        var tea = Bm25.idf(1, 1);
        near(found.getFirst().coverage(), tea / (tea + Bm25.idf(1, 0)));
    }

    @Test
    default void termsAreComparedToTheLetter() {
        var terms = List.of("straße", "naïve", "i̇stanbul", "猫", "c3po");
        var sample = Samples.memory("whatever");
        var encoding = new Encoding(terms, Samples.MODEL, Samples.vector("whatever"));
        index().write(batch(1, List.of(new Stored(sample.memory(), encoding))));

        for (var term : terms) {
            assertThat(ids(gather(words(term)))).containsExactly(sample.id());
        }
        for (var other : List.of("strasse", "naive", "istanbul", "C3PO", "c3p", "*", "")) {
            assertThat(gather(words(other))).isEmpty();
        }
    }

    @Test
    default void aMemoryWithoutTermsIsFoundByMeaning() {
        var silent = Samples.memory("?!");
        put(1, silent, Samples.memory("likes tea"));

        var found = byId(gather(Samples.probe("?! tea", 2, 2)));

        assertThat(found).hasSize(2);
        assertThat(found.get(silent.id()).bm25()).isZero();
    }

    // --- both

    @Test
    default void everyCandidateCarriesAllSignals() {
        var samples = putMany(30);
        var probe = Samples.probe("memory number 7", 3, 3);
        var everything = byId(gather(Samples.probe("memory number 7", 30, 30)));

        var found = gather(probe);

        assertThat(everything).hasSize(samples.size());
        assertThat(found)
                .allSatisfy(c -> {
                    near(c.cosine(), everything.get(c.id()).cosine());
                    near(c.bm25(), everything.get(c.id()).bm25());
                    near(c.coverage(), everything.get(c.id()).coverage());
                });
    }

    @Test
    default void aMemoryInBothListsIsOneCandidate() {
        putMany(10);

        var found = gather(Samples.probe("memory number 3", 10, 10));

        assertThat(ids(found)).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    default void nothingAskedIsNothingFound() {
        putMany(3);

        assertThat(gather(Samples.probe("memory", 0, 0))).isEmpty();
    }

    // --- filters

    @Test
    default void theFilterActsBeforeTheLimits() {
        var wanted = Samples.memory("plays chess").forUser("ana");
        put(1, wanted);
        List<Stored> others = new ArrayList<>();
        IntStream.range(0, 300)
                .forEach(n -> others.add(Samples.memory("likes tea").forUser("ben").stored()));
        index().write(batch(2, others));

        var found =
                index().gather(
                                PROJECT,
                                Samples.probe("likes tea", 1, 1),
                                Filter.exactly(Scope.ofUser("ana")));

        assertThat(ids(found)).containsExactly(wanted.id());
    }

    @Test
    default void keywordStatisticsAreThoseOfTheMatchingMemories() {
        var one = Samples.memory("tea with milk").forUser("ana");
        var two = Samples.memory("coffee").forUser("ana");
        put(1, one, two);
        var filter = new Filter.EntityIn(EntityKind.USER, Set.of("ana"));
        var probe = Samples.probe("tea", 0, 5);
        var alone = index().gather(PROJECT, probe, filter);

        put(2, Samples.memory("tea tea and long long text").forUser("ben"));

        var found = index().gather(PROJECT, probe, filter);
        assertThat(ids(found)).isEqualTo(ids(alone));
        near(found.getFirst().bm25(), alone.getFirst().bm25());
        near(found.getFirst().bm25(), Bm25.STANDARD.part(Bm25.idf(2, 1), 1, 3, 2));
    }

    @Test
    default void replacedAndRemovedEntriesDoNotCountInTheStatistics() {
        var one = Samples.memory("tea with milk");
        var changing = Samples.memory("tea");
        var gone = Samples.memory("tea again");
        put(1, one, changing, gone);
        put(2, changing.saying("coffee"));
        remove(3, gone.id());

        var found = gather(Samples.probe("tea", 0, 5));

        assertThat(ids(found)).containsExactly(one.id());
        near(found.getFirst().bm25(), Bm25.STANDARD.part(Bm25.idf(2, 1), 1, 3, 2));
    }

    // --- pieces

    private void put(long mark, Sample... samples) {
        index().write(batch(mark, Arrays.stream(samples).map(Sample::stored).toList()));
    }

    private void remove(long mark, MemoryId id) {
        var removals = List.of(new SearchIndex.Removal(PROJECT, id));
        index().write(new SearchIndex.Batch(List.of(), removals, new Mark(mark)));
    }

    private List<Sample> putMany(int count) {
        var samples =
                IntStream.range(0, count)
                        .mapToObj(n -> Samples.memory("memory number " + n))
                        .toList();
        put(1, samples.toArray(Sample[]::new));
        return samples;
    }

    private static SearchIndex.Batch batch(long mark, List<Stored> rows) {
        return batch(PROJECT, mark, rows);
    }

    private static SearchIndex.Batch batch(ProjectId project, long mark, List<Stored> rows) {
        var puts = rows.stream().map(row -> new SearchIndex.Put(project, row)).toList();
        return new SearchIndex.Batch(puts, List.of(), new Mark(mark));
    }

    private List<Candidate> gather(String question) {
        return gather(Samples.probe(question, 100, 100));
    }

    private List<Candidate> gather(Probe probe) {
        return index().gather(PROJECT, probe, Filter.EVERYTHING);
    }

    private static Probe words(String term) {
        return new Probe(Samples.vector(term), List.of(term), 0, 5, Bm25.STANDARD);
    }

    private static List<MemoryId> ids(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::id).toList();
    }

    private static Map<MemoryId, Candidate> byId(List<Candidate> candidates) {
        return candidates.stream().collect(Collectors.toMap(Candidate::id, Function.identity()));
    }

    private static double cosine(Probe probe, Sample sample) {
        var sum = 0.0;
        for (var i = 0; i < Samples.DIMENSIONS; i++) {
            sum += (double) probe.vector()[i] * sample.stored().encoding().vector()[i];
        }
        return sum;
    }

    private static void near(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, SLACK);
    }
}
