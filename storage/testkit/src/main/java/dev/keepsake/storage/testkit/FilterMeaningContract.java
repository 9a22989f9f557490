package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.memory.Change;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Filter.InstantField;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.SearchIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// [Filter#matches] is what a filter means; lists and the index must mean the same.
public interface FilterMeaningContract extends TestedStorage {

    @Test
    default void entitiesAreComparedToTheLetter() {
        var ana = Samples.memory("1").forUser("ana");
        var capital = Samples.memory("2").forUser("Ana");
        var agent = Samples.memory("3").forAgent("ana");
        var percent = Samples.memory("4").inApp("a%");
        var none = Samples.memory("5");
        fill(ana, capital, agent, percent, none);

        means(new Filter.EntityIn(EntityKind.USER, Set.of("ana")), ana);
        means(new Filter.EntityIn(EntityKind.USER, Set.of("ana", "Ana", "x")), ana, capital);
        means(new Filter.EntityIn(EntityKind.USER, Set.of()));
        means(new Filter.EntityIn(EntityKind.APP, Set.of("a%")), percent);
        means(new Filter.EntityIn(EntityKind.APP, Set.of("%")));
        means(new Filter.EntityPresent(EntityKind.USER), ana, capital);
        means(
                new Filter.Not(new Filter.EntityIn(EntityKind.USER, Set.of("ana"))),
                capital,
                agent,
                percent,
                none);
        means(Filter.exactly(ana.memory().scope()), ana);
        means(Filter.exactly(none.memory().scope()), none);
    }

    @Test
    default void allAndAnyOfNothing() {
        var sample = Samples.memory("1");
        fill(sample);

        means(new Filter.All(List.of()), sample);
        means(new Filter.Any(List.of()));
        means(new Filter.Not(new Filter.All(List.of())));
        means(new Filter.Not(new Filter.Any(List.of())), sample);
        means(new Filter.Not(new Filter.Not(new Filter.All(List.of()))), sample);
    }

    @Test
    default void instantsAreWithinFromIncludedAndUntilExcluded() {
        var start = Samples.START;
        var before = Samples.memory("1").at(start.minusNanos(1_000));
        var at = Samples.memory("2").at(start);
        var after = Samples.memory("3").at(start.plusSeconds(1));
        fill(before, at, after);

        for (var field : InstantField.values()) {
            means(new Filter.InstantWithin(field, start, start.plusSeconds(1)), at);
            means(new Filter.InstantWithin(field, start, null), at, after);
            means(new Filter.InstantWithin(field, null, start), before);
            means(new Filter.InstantWithin(field, null, null), before, at, after);
            means(new Filter.InstantWithin(field, start, start));
        }
    }

    @Test
    default void expirationIsADayThatMayBeMissing() {
        var day = Vocabulary.DAYS.getFirst();
        var none = Samples.memory("1");
        var that = Samples.memory("2").expiring(day);
        var next = Samples.memory("3").expiring(day.plusDays(1));
        fill(none, that, next);

        means(new Filter.ExpirationPresent(), that, next);
        means(new Filter.ExpirationWithin(day, day.plusDays(1)), that);
        means(new Filter.ExpirationWithin(null, day));
        means(new Filter.ExpirationWithin(null, null), that, next);
        means(new Filter.Not(new Filter.ExpirationWithin(day.plusDays(1), null)), none, that);
    }

    @Test
    default void labelsAreWholeToTheLetterOrPartsInAnyCase() {
        var unknown = Samples.memory("1");
        var none = Samples.memory("2").labelled();
        var food = Samples.memory("3").labelled("Food", "sport");
        var percent = Samples.memory("4").labelled("100% off_");
        fill(unknown, none, food, percent);

        means(new Filter.LabelPresent(), food, percent);
        means(new Filter.LabelIn(Set.of("Food", "x")), food);
        means(new Filter.LabelIn(Set.of("food")));
        means(new Filter.LabelContains("OO"), food);
        means(new Filter.LabelContains("%"), percent);
        means(new Filter.LabelContains("_"), percent);
        means(new Filter.LabelContains("Food\",\"sport"));
        means(new Filter.LabelContains(""), food, percent);
        means(new Filter.Not(new Filter.LabelContains("foo")), unknown, none, percent);
    }

    @Test
    default void metadataOfOneValueInSeveralSpellingsIsEqual() {
        var whole = Samples.memory("1").with("k", 5);
        var fraction = Samples.memory("2").with("k", 5.0);
        var text = Samples.memory("3").with("k", "5");
        var spelled = Samples.memory("4").with("k", "5.0");
        var flag = Samples.memory("5").with("k", true);
        var list = Samples.memory("6").with("k", List.of(5));
        var nothing = Samples.memory("7").with("k", null);
        var missing = Samples.memory("8").with("other", 5);
        fill(whole, fraction, text, spelled, flag, list, nothing, missing);

        means(new Filter.MetadataEquals("k", "5"), whole, fraction, text);
        means(new Filter.MetadataEquals("k", "5.0"), spelled);
        means(new Filter.MetadataEquals("k", "true"), flag);
        means(new Filter.MetadataEquals("k", "null"));
        means(new Filter.MetadataPresent("k"), whole, fraction, text, spelled, flag, list);
        means(
                new Filter.Not(new Filter.MetadataEquals("k", "5")),
                spelled,
                flag,
                list,
                nothing,
                missing);
    }

    @Test
    default void metadataContainsAPartOfATextOrAnElementOfAList() {
        var text = Samples.memory("1").with("k", "red wine");
        var list = Samples.memory("2").with("k", List.of("red", 5, true));
        var nested = Samples.memory("3").with("k", List.of(List.of("red")));
        var number = Samples.memory("4").with("k", 55);
        fill(text, list, nested, number);

        means(new Filter.MetadataContains("k", "red"), text, list);
        means(new Filter.MetadataContains("k", "re"), text);
        means(new Filter.MetadataContains("k", "Red"));
        means(new Filter.MetadataContains("k", "5"), list);
        means(new Filter.MetadataContains("k", "true"), list);
        means(new Filter.MetadataContains("k", ""), text);
        means(new Filter.MetadataContains("x", "red"));
    }

    @Test
    default void metadataKeysAreNamesNotPaths() {
        var dotted = Samples.memory("1").with("a.b", 1);
        var nested = Samples.memory("2").with("a", Map.of("b", 1));
        var quoted = Samples.memory("3").with("a\"'b", 1);
        var empty = Samples.memory("4").with("", 1);
        var indexed = Samples.memory("5").with("a[0]", 1);
        fill(dotted, nested, quoted, empty, indexed);

        means(new Filter.MetadataEquals("a.b", "1"), dotted);
        means(new Filter.MetadataEquals("a\"'b", "1"), quoted);
        means(new Filter.MetadataEquals("", "1"), empty);
        means(new Filter.MetadataEquals("a[0]", "1"), indexed);
        means(new Filter.MetadataPresent("a"), nested);
    }

    @Test
    default void textIsComparedAsAskedWithoutWildcards() {
        var percent = Samples.memory("100% sure");
        var plain = Samples.memory("100 percent SURE");
        var greek = Samples.memory("ΟΔΟΣ in Athens");
        var turkish = Samples.memory("İstanbul");
        fill(percent, plain, greek, turkish);

        means(new Filter.TextEquals("100% sure"), percent);
        means(new Filter.TextEquals("100% Sure"));
        means(new Filter.TextContains("0%", false), percent);
        means(new Filter.TextContains("_", false));
        means(new Filter.TextContains("sure", false), percent);
        means(new Filter.TextContains("Sure", true), percent, plain);
        means(new Filter.TextContains("οδο", true), greek);
        means(new Filter.TextContains("İSTANBUL", true), turkish);
        means(new Filter.TextContains("ISTANBUL", true));
        means(new Filter.TextContains("", true), percent, plain, greek, turkish);
    }

    @Test
    default void termsMustAllBeThere() {
        var one = Samples.memory("likes green tea");
        var two = Samples.memory("likes tea");
        fill(one, two);

        means(new Filter.HasTerms(Set.of("likes", "tea")), one, two);
        means(new Filter.HasTerms(Set.of("green", "tea")), one);
        means(new Filter.HasTerms(Set.of("tea", "te")));
        means(new Filter.HasTerms(Set.of()), one, two);
    }

    @Test
    default void idsAndStatesAreSets() {
        var active = Samples.memory("1");
        var superseded = Samples.memory("2").replaced(Lifecycle.SUPERSEDED, active.id());
        var merged = Samples.memory("3").replaced(Lifecycle.MERGED, active.id());
        fill(active, superseded, merged);

        means(new Filter.IdIn(Set.of(active.id(), MemoryId.random())), active);
        means(new Filter.IdIn(Set.of()));
        means(new Filter.StateIn(Set.of(Lifecycle.ACTIVE, Lifecycle.MERGED)), active, merged);
        means(new Filter.StateIn(Set.of()));
    }

    @Test
    default void filtersMayBeLargeAndDeep() {
        var ana = Samples.memory("1").forUser("ana");
        var ben = Samples.memory("2").forUser("ben");
        fill(ana, ben);
        Set<String> users = new HashSet<>(Set.of("ana"));
        Set<MemoryId> ids = new HashSet<>(Set.of(ana.id()));
        IntStream.range(0, 2_000)
                .forEach(n -> {
                    users.add("user " + n);
                    ids.add(MemoryId.random());
                });
        Filter deep = new Filter.EntityIn(EntityKind.USER, Set.of("ana"));
        for (var n = 0; n < 20; n++) {
            deep = new Filter.Not(new Filter.Any(List.of(deep, new Filter.IdIn(Set.of()))));
        }
        List<Filter> many = new ArrayList<>();
        IntStream.range(0, 500).forEach(n -> many.add(new Filter.TextContains("no " + n, true)));
        many.add(new Filter.EntityIn(EntityKind.USER, Set.of("ana")));

        means(new Filter.EntityIn(EntityKind.USER, users), ana);
        means(new Filter.IdIn(ids), ana);
        means(deep, ana);
        means(new Filter.Any(many), ana);
    }

    @ParameterizedTest
    @MethodSource("dev.keepsake.storage.testkit.Seeds#seeds")
    default void randomFiltersGiveTheRowsTheyMean(long seed) {
        var random = new Random(seed);
        var words = new Vocabulary(random);
        List<Sample> samples = new ArrayList<>();
        List<MemoryId> ids = new ArrayList<>();
        for (var n = 0; n < 60; n++) {
            var sample = words.memory(ids);
            samples.add(sample);
            ids.add(sample.id());
        }
        fill(samples.toArray(Sample[]::new));
        var filters = new RandomFilters(random);

        for (var n = 0; n < 300; n++) {
            var filter = filters.next(ids);
            var meant = samples.stream().filter(s -> filter.matches(s.stored()));
            means(filter, () -> Seeds.repeat(seed), meant);
        }
    }

    // --- pieces

    private void fill(Sample... samples) {
        var index = storage().index();
        index.reset(Samples.fingerprint(index));
        apply(PROJECT, Stream.of(samples).map(Sample::added).toArray(Change[]::new));
        var puts = Stream.of(samples).map(s -> new SearchIndex.Put(PROJECT, s.stored())).toList();
        index.write(new SearchIndex.Batch(puts, List.of(), new Mark(1)));
    }

    private void means(Filter filter, Sample... expected) {
        means(filter, () -> "", Stream.of(expected));
    }

    private void means(Filter filter, Supplier<String> remark, Stream<Sample> expected) {
        var ids = expected.map(Sample::id).toList();
        var listed = storage().memories().list(PROJECT, filter, Page.Ask.first(1_000));
        var gathered = storage().index().gather(PROJECT, Samples.probe("?", 1_000, 0), filter);

        assertThat(listed.items())
                .as("list %s %s", filter, remark.get())
                .extracting(Memory::id)
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(listed.total()).as("total of %s %s", filter, remark.get()).isEqualTo(ids.size());
        assertThat(gathered)
                .as("gather %s %s", filter, remark.get())
                .extracting(SearchIndex.Candidate::id)
                .containsExactlyInAnyOrderElementsOf(ids);
    }
}
