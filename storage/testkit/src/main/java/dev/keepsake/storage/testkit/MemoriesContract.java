package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Lineage;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Origin;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Temporal;
import dev.keepsake.memory.Times;
import dev.keepsake.storage.MemoryStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [MemoryStore] promises.
public interface MemoriesContract extends ApplyContract, HistoryContract, ChangeLogContract {

    private MemoryStore memories() {
        return storage().memories();
    }

    // --- rows

    @Test
    default void anAddedMemoryComesBackEqual() {
        var sample = Samples.memory("likes tea").forUser("ana");

        apply(PROJECT, sample.added());

        assertThat(memories().find(PROJECT, sample.id())).contains(sample.memory());
    }

    @Test
    default void everyPartOfAMemoryComesBackEqual() {
        var memory = withEverything();

        apply(PROJECT, new Change.Added(stored(memory), List.of()));

        assertThat(memories().find(PROJECT, memory.id())).contains(memory);
        assertThat(memories().findAll(PROJECT, List.of(memory.id()))).containsExactly(memory);
        assertThat(everything(PROJECT)).containsExactly(memory);
    }

    @Test
    default void metadataKeepsTheOrderOfItsKeys() {
        var sample = Samples.memory("likes tea").with("z", 1).with("a", null).with("m", true);

        apply(PROJECT, sample.added());

        assertThat(memories().find(PROJECT, sample.id()).orElseThrow().metadata().keySet())
                .containsExactly("z", "a", "m");
    }

    @Test
    default void noCategoriesAndUnknownCategoriesAreDifferent() {
        var unknown = Samples.memory("one");
        var none = Samples.memory("two").labelled();

        apply(PROJECT, unknown.added(), none.added());

        assertThat(memories().find(PROJECT, unknown.id()).orElseThrow().categories()).isNull();
        assertThat(memories().find(PROJECT, none.id()).orElseThrow().categories()).isEmpty();
    }

    @Test
    default void textsOfAllKindsComeBackUnchanged() {
        var texts =
                List.of(
                        "O'Brien said \"100%\" _of_ it; -- DROP TABLE memories",
                        "line one\nline two\r\n\ttabbed \\ backslash",
                        "schönes Straßenfest İstanbul ÇĞ",
                        "猫が好き 👩‍👩‍👧‍👦 مرحبا",
                        " leading and trailing ",
                        "x".repeat(100_000));
        var samples = texts.stream().map(text -> Samples.memory(text).forUser(text)).toList();

        samples.forEach(sample -> apply(PROJECT, sample.added()));

        for (var sample : samples) {
            assertThat(memories().find(PROJECT, sample.id())).contains(sample.memory());
        }
    }

    @Test
    default void anUnknownIdIsNotFound() {
        apply(PROJECT, Samples.memory("likes tea").added());

        assertThat(memories().find(PROJECT, MemoryId.random())).isEmpty();
    }

    @Test
    default void findAllKeepsTheOrderOfTheIdsAndSkipsAbsentOnes() {
        var samples = addMany(5);
        var asked =
                List.of(
                        samples.get(3).id(),
                        MemoryId.random(),
                        samples.get(0).id(),
                        samples.get(4).id());

        assertThat(memories().findAll(PROJECT, asked))
                .containsExactly(
                        samples.get(3).memory(), samples.get(0).memory(), samples.get(4).memory());
        assertThat(memories().findAll(PROJECT, List.of())).isEmpty();
    }

    @Test
    default void findAllTakesThousandsOfIds() {
        var samples = addMany(3);
        List<MemoryId> asked = new ArrayList<>();
        IntStream.range(0, 3_000).forEach(_ -> asked.add(MemoryId.random()));
        asked.add(samples.get(1).id());

        assertThat(memories().findAll(PROJECT, asked)).containsExactly(samples.get(1).memory());
    }

    @Test
    default void encodingsAreThoseOfLivingMemories() {
        var one = Samples.memory("one");
        var gone = Samples.memory("gone");
        apply(PROJECT, one.added(), gone.added(), gone.deleted());

        assertThat(memories().encodings(PROJECT, List.of(one.id(), gone.id(), MemoryId.random())))
                .isEqualTo(Map.of(one.id(), one.stored().encoding()));
        assertThat(memories().encodings(PROJECT, List.of())).isEmpty();
    }

    // --- lists

    @Test
    default void aListIsNewestFirst() {
        var old = Samples.memory("old").at(Samples.START.minusSeconds(60));
        var middle = Samples.memory("middle").at(Samples.START.minusSeconds(60).plusNanos(1_000));
        var young = Samples.memory("young").at(Samples.START.plusSeconds(1));

        apply(PROJECT, middle.added());
        apply(PROJECT, young.added());
        apply(PROJECT, old.added());

        assertThat(everything(PROJECT))
                .containsExactly(young.memory(), middle.memory(), old.memory());
    }

    @Test
    default void aListOrdersWholeAndFractionalSecondsAsInstants() {
        var whole = Samples.memory("whole").at(Instant.parse("2026-01-01T00:00:00Z"));
        var fraction = Samples.memory("fraction").at(Instant.parse("2026-01-01T00:00:00.5Z"));
        var ancient = Samples.memory("ancient").at(Instant.parse("0999-12-31T00:00:00Z"));
        var beforeEpoch = Samples.memory("epoch").at(Instant.parse("1969-12-31T23:59:59.9Z"));

        apply(PROJECT, whole.added(), ancient.added(), fraction.added(), beforeEpoch.added());

        assertThat(everything(PROJECT))
                .containsExactly(
                        fraction.memory(), whole.memory(), beforeEpoch.memory(), ancient.memory());
    }

    @Test
    default void memoriesOfOneInstantAreOrderedByIdAsText() {
        var low = Samples.memory("low").named(id("0fffffff-0000-4000-8000-000000000000"));
        var middle = Samples.memory("mid").named(id("7fffffff-0000-4000-8000-000000000000"));
        var high = Samples.memory("high").named(id("ffffffff-0000-4000-8000-000000000000"));

        apply(PROJECT, middle.added(), high.added(), low.added());

        assertThat(everything(PROJECT))
                .containsExactly(high.memory(), middle.memory(), low.memory());
    }

    @Test
    default void pagesCutTheListAndCountAllOfIt() {
        var samples = addMany(5);
        var newestFirst = samples.reversed().stream().map(Sample::memory).toList();

        var second = memories().list(PROJECT, Filter.EVERYTHING, new Page.Ask(2, 2));
        var last = memories().list(PROJECT, Filter.EVERYTHING, new Page.Ask(3, 2));
        var beyond = memories().list(PROJECT, Filter.EVERYTHING, new Page.Ask(4, 2));

        assertThat(second).isEqualTo(new Page<>(newestFirst.subList(2, 4), 5, 2, 2));
        assertThat(last).isEqualTo(new Page<>(newestFirst.subList(4, 5), 5, 3, 2));
        assertThat(beyond).isEqualTo(new Page<>(List.of(), 5, 4, 2));
    }

    @Test
    default void pagesCountOnlyWhatTheFilterMeans() {
        for (var n = 0; n < 6; n++) {
            apply(PROJECT, Samples.memory("m" + n).forUser(n % 2 == 0 ? "ana" : "ben").added());
        }

        var page =
                memories().list(PROJECT, Filter.exactly(Scope.ofUser("ana")), new Page.Ask(1, 2));

        assertThat(page.total()).isEqualTo(3);
        assertThat(page.items()).hasSize(2);
    }

    @Test
    default void aHashIsFoundInExactlyItsScopeAndInAnyState() {
        var text = "likes tea";
        var ana = Samples.memory(text).forUser("ana");
        var merged = Samples.memory(text).forUser("ana").replaced(Lifecycle.MERGED, ana.id());
        var anaInRun = Samples.memory(text).forUser("ana").inRun("r1");
        var capital = Samples.memory(text).forUser("Ana");
        var other = Samples.memory("likes coffee").forUser("ana");
        apply(
                PROJECT,
                ana.added(),
                merged.added(),
                anaInRun.added(),
                capital.added(),
                other.added());
        var hash = Memory.hashOf(text);

        assertThat(memories().withHash(PROJECT, Scope.ofUser("ana"), List.of(hash)))
                .containsExactlyInAnyOrder(ana.memory(), merged.memory());
        assertThat(
                        memories()
                                .withHash(
                                        PROJECT,
                                        Scope.ofUser("ana"),
                                        Set.of(hash, other.memory().hash())))
                .containsExactlyInAnyOrder(ana.memory(), merged.memory(), other.memory());
        assertThat(memories().withHash(PROJECT, Scope.NONE, List.of(hash))).isEmpty();
        assertThat(memories().withHash(PROJECT, Scope.ofUser("ana"), List.of())).isEmpty();
    }

    @Test
    default void theHashFollowsTheText() {
        var before = Samples.memory("likes tea").forUser("ana");
        var after = before.saying("likes coffee");
        apply(PROJECT, before.added());
        apply(PROJECT, before.updatedTo(after));
        var scope = Scope.ofUser("ana");

        assertThat(memories().withHash(PROJECT, scope, List.of(before.memory().hash()))).isEmpty();
        assertThat(memories().withHash(PROJECT, scope, List.of(after.memory().hash())))
                .containsExactly(after.memory());
    }

    @Test
    default void replacedMemoriesAreFoundOneStepBack() {
        var now = Samples.memory("lives in Graz");
        var before = Samples.memory("lives in Linz").replaced(Lifecycle.SUPERSEDED, now.id());
        var earlier = Samples.memory("lives in Wels").replaced(Lifecycle.SUPERSEDED, before.id());
        var barer = Samples.memory("is in Graz").replaced(Lifecycle.MERGED, now.id());
        apply(PROJECT, now.added(), before.added(), earlier.added(), barer.added());

        assertThat(memories().replacedBy(PROJECT, List.of(now.id(), MemoryId.random())))
                .containsExactlyInAnyOrder(before.memory(), barer.memory());
        assertThat(memories().replacedBy(PROJECT, List.of(earlier.id()))).isEmpty();
        assertThat(memories().replacedBy(PROJECT, List.of())).isEmpty();
    }

    // --- totals

    @Test
    default void totalsCountMemoriesAndTheirEntities() {
        apply(
                PROJECT,
                Samples.memory("1").forUser("ana").added(),
                Samples.memory("2").forUser("ana").inRun("r").added(),
                Samples.memory("3").forUser("ben").forAgent("bot").added(),
                Samples.memory("4").forAgent("bot").inApp("app").added(),
                Samples.memory("5").inApp("app").added());

        assertThat(memories().totals(PROJECT))
                .isEqualTo(new MemoryStore.MemoryTotals(5, 2, 1, 1, 3, 2, 1));
    }

    // --- pieces

    private static MemoryId id(String text) {
        return MemoryId.parse(text);
    }

    private static Stored stored(Memory memory) {
        return new Stored(memory, Samples.encoding(memory.indexedText()));
    }

    private static Memory withEverything() {
        Map<String, @Nullable Object> nested = new LinkedHashMap<>();
        nested.put("none", null);
        nested.put("list", Arrays.asList(1, "two", null, List.of(true), Map.of("k", 2.5)));
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("text", "value");
        metadata.put("whole", 5);
        metadata.put("large", 5_000_000_000L);
        metadata.put("fraction", 4.5);
        metadata.put("flag", false);
        metadata.put("", nested);
        return new Memory(
                MemoryId.random(),
                "Ana likes tea",
                new Scope("ana", "bot", "app", "run"),
                new Origin("Ana", "user", Attribution.ASSISTANT, "procedural_memory"),
                metadata,
                List.of("food", "drinks & more"),
                new Times(
                        Samples.START.minusSeconds(10),
                        Samples.START,
                        Samples.START.plusSeconds(10)),
                LocalDate.of(2031, 2, 28),
                true,
                new Lineage(
                        Lifecycle.SUPERSEDED,
                        MemoryId.random(),
                        true,
                        List.of(MemoryId.random(), MemoryId.random()),
                        List.of(MemoryId.random())),
                new Temporal(
                        Temporal.Type.PLAN,
                        Temporal.Status.FUTURE,
                        Samples.START,
                        null,
                        Temporal.Precision.DAY));
    }
}
