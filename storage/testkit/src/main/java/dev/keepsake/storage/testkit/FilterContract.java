package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.search.Bm25;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.Storage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Filters mean in a backend what [Filter#matches] says: every predicate of [FilterTable], and
/// random combinations of them, give the same memories from [Storage#memories] and from
/// [Storage#index].
public interface FilterContract {

    /// The storage of the running test, empty when it begins, the same at every call.
    Storage storage();

    @TestFactory
    default Stream<DynamicTest> everyRowOfTheFilterTableListsItsMemories() {
        var project = ProjectId.random();
        store(project);
        return FilterTable.predicates()
                .map(row ->
                        dynamicTest(
                                row.toString(),
                                () ->
                                        assertThat(listed(project, parsed(row.json())))
                                                .isEqualTo(row.matching())));
    }

    @TestFactory
    default Stream<DynamicTest> everyRowOfTheFilterTableGathersItsMemories() {
        var project = ProjectId.random();
        index(project, store(project));
        return FilterTable.predicates()
                .map(row ->
                        dynamicTest(
                                row.toString(),
                                () ->
                                        assertThat(gathered(project, parsed(row.json())))
                                                .isEqualTo(row.matching())));
    }

    @Test
    default void randomFiltersGiveTheMemoriesOfTheReference() {
        var project = ProjectId.random();
        index(project, store(project));

        for (int seed = 0; seed < 300; seed++) {
            var json = FilterTable.combined(new Random(seed), 3);
            var filter = parsed(json);
            var expected = FilterTable.matching(filter);

            assertThat(listed(project, filter))
                    .as("listed, seed %d: %s", seed, json)
                    .isEqualTo(expected);
            assertThat(gathered(project, filter))
                    .as("gathered, seed %d: %s", seed, json)
                    .isEqualTo(expected);
        }
    }

    private static Filter parsed(Map<String, ?> json) {
        return FilterTable.parser().parse(json);
    }

    private Mark store(ProjectId project) {
        var now = Instant.parse("2026-08-22T10:00:00Z");
        var event =
                Event.pending(EventId.random(), EventType.ADD, Scope.NONE, Map.of(), now)
                        .succeeded(List.of(), Map.of(), now);
        var changes =
                FilterTable.MEMORIES.values().stream()
                        .<Change>map(memory -> new Change.Added(memory, List.of()))
                        .toList();
        return storage().memories().apply(project, ChangeSet.of(changes, event));
    }

    private void index(ProjectId project, Mark mark) {
        var puts =
                FilterTable.MEMORIES.values().stream()
                        .map(memory -> new SearchIndex.Put(project, memory))
                        .toList();
        storage()
                .index()
                .reset(
                        new SearchIndex.Fingerprint(
                                FilterTable.MODEL,
                                FilterTable.DIMENSIONS,
                                storage().index().layout()));
        storage().index().write(new SearchIndex.Batch(puts, List.of(), mark));
    }

    private List<String> listed(ProjectId project, Filter filter) {
        var page = storage().memories().list(project, filter, Page.Ask.first(100));
        assertThat(page.total()).isEqualTo(page.items().size());
        return FilterTable.names(page.items().stream().map(Memory::id));
    }

    /// Asks for all words of the fixture, so that the keyword side sees every memory too.
    private List<String> gathered(ProjectId project, Filter filter) {
        var rows = FilterTable.MEMORIES.values();
        var words =
                rows.stream().flatMap(row -> row.encoding().terms().stream()).distinct().toList();
        var vector = rows.iterator().next().encoding().vector();
        var probe = new SearchIndex.Probe(vector, words, 100, 100, Bm25.STANDARD);
        return FilterTable.names(
                storage().index().gather(project, probe, filter).stream()
                        .map(SearchIndex.Candidate::id));
    }
}
