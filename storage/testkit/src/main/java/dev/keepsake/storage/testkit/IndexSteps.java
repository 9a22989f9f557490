package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Stored;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.SearchIndex.Probe;
import dev.keepsake.storage.Storage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The steps of a random walk that bring the indexes up to their logs and search them. In between
/// the indexes lag, both by the same changes.
final class IndexSteps {

    private static final int NO_LIMIT = 100_000;

    private final Pair pair;
    private final Vocabulary words;
    private final RandomFilters filters;

    IndexSteps(Pair pair, Vocabulary words, RandomFilters filters) {
        this.pair = pair;
        this.words = words;
        this.filters = filters;
        pair.same(storage -> {
            storage.index().reset(Samples.fingerprint(storage.index()));
            return true;
        });
    }

    List<Step> steps() {
        return List.of(
                new Step(8, "bring the index up to the log", this::follow),
                new Step(20, "gather", this::gather),
                new Step(2, "ask what is present", this::present),
                new Step(1, "flush", this::flush));
    }

    private void follow() {
        var limit = 1 + words.below(20);
        pair.same(storage -> {
            follow(storage, limit);
            return storage.index().size();
        });
    }

    /// Writes the log to the index in portions until it is at the head.
    static void follow(Storage storage, int limit) {
        var index = storage.index();
        var changes = storage.memories().changesAfter(index.applied(), limit);
        while (!changes.isEmpty()) {
            index.write(batch(changes));
            assertThat(index.applied()).isEqualTo(changes.getLast().mark());
            changes = storage.memories().changesAfter(index.applied(), limit);
        }
        // the log may have forgotten its last entries with their project
        index.write(new SearchIndex.Batch(List.of(), List.of(), storage.memories().head()));
        assertThat(index.applied()).isEqualTo(storage.memories().head());
    }

    private static SearchIndex.Batch batch(List<LoggedChange> changes) {
        Map<SearchIndex.Removal, LoggedChange> last = new LinkedHashMap<>();
        for (var change : changes) {
            var memory = change.revision().memoryId();
            last.put(new SearchIndex.Removal(change.project(), memory), change);
        }
        List<SearchIndex.Put> puts = new ArrayList<>();
        List<SearchIndex.Removal> removals = new ArrayList<>();
        last.forEach((place, change) -> {
            var after = change.revision().after();
            if (after == null || change.encoding() == null) {
                removals.add(place);
            } else {
                var stored = new Stored(after, change.encoding());
                puts.add(new SearchIndex.Put(place.project(), stored));
            }
        });
        return new SearchIndex.Batch(puts, removals, changes.getLast().mark());
    }

    private void gather() {
        var project = words.project();
        var filter = filters.next(ids());
        var question = words.text();
        var probe = Samples.probe(question, limit(), limit());
        var all = Samples.probe(question, NO_LIMIT, NO_LIMIT);
        var expected = pair.yardstick().index().gather(project, all, filter);
        pair.agree(
                storage -> storage.index().gather(project, probe, filter),
                (found, _) -> assertFits(found, expected, probe, filter));
    }

    private static void assertFits(
            List<SearchIndex.Candidate> found,
            List<SearchIndex.Candidate> expected,
            Probe probe,
            Filter filter) {
        try {
            Gathered.assertFits(found, expected, probe);
        } catch (AssertionError broken) {
            throw new AssertionError(
                    "gathering %d and %d for %s in %s: %s"
                            .formatted(
                                    probe.nearest(),
                                    probe.matching(),
                                    probe.terms(),
                                    filter,
                                    broken.getMessage()),
                    broken);
        }
    }

    private int limit() {
        return words.chance(0.3) ? 1_000 : words.below(8);
    }

    private void present() {
        var project = words.project();
        var ids = Set.copyOf(words.someOf(ids()));
        pair.same(storage -> storage.index().present(project, ids));
    }

    private void flush() {
        pair.same(storage -> {
            storage.index().flush();
            return storage.index().size();
        });
    }

    private List<MemoryId> ids() {
        return Vocabulary.PROJECTS.stream()
                .flatMap(project ->
                        pair
                                .yardstick()
                                .memories()
                                .list(project, Filter.EVERYTHING, Page.Ask.first(Page.Ask.MAX_SIZE))
                                .items()
                                .stream())
                .map(Memory::id)
                .collect(Collectors.toList());
    }
}
