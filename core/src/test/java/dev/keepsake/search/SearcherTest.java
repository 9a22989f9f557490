package dev.keepsake.search;

import static dev.keepsake.engine.Engine.NOW;
import static dev.keepsake.engine.Engine.NO_PAYLOAD;
import static dev.keepsake.engine.Engine.memory;
import static dev.keepsake.engine.Engine.replaced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.ProjectId;
import dev.keepsake.edit.MemoryEdit;
import dev.keepsake.engine.Add;
import dev.keepsake.engine.Engine;
import dev.keepsake.engine.Interposed;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.EventType;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Times;
import dev.keepsake.search.SearchAsk.Shown;
import dev.keepsake.storage.MemoryStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// From a question to hits. Display names start with the row of the engine contract's acceptance
/// tables.
class SearcherTest {

    private static final Scope U = Scope.ofUser("u");
    private static final Filter OF_U = new Filter.EntityIn(EntityKind.USER, Set.of("u"));
    private static final LocalDate LONG_AGO = LocalDate.parse("2020-01-01");

    private final Interposed<MemoryStore> meanwhile = new Interposed<>(MemoryStore.class);
    private final Engine engine = new Engine(meanwhile::around);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void theNearestComeFirst() {
        engine.put(
                memory(U, "the parrot is green"),
                memory(U, "the parrot Kiwi is an African grey"),
                memory(U, "nothing of the kind"));

        var hits = engine.search("parrot Kiwi African grey", OF_U);

        assertThat(texts(hits))
                .startsWith("the parrot Kiwi is an African grey", "the parrot is green");
        assertThat(hits).extracting(Hit::score).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(hits).allSatisfy(hit -> assertThat(hit.score()).isBetween(0.0, 1.0));
    }

    @Test
    void theFilterActsInsideTheSearch() {
        for (var i = 0; i < 100; i++) {
            engine.put(memory(Scope.ofUser("v"), "parrot"));
        }
        engine.put(memory(U, "a parrot in a long and winding story about the sea"));

        assertThat(texts(engine.search("parrot", OF_U)))
                .containsExactly("a parrot in a long and winding story about the sea");
    }

    @Test
    void aMemoryThatOnlyTheWordsFindIsAmongTheCandidates() {
        // more memories nearer by meaning than the pool of semantic candidates holds
        for (var i = 0; i < 70; i++) {
            engine.put(memory(U, "alpha ".repeat(10)));
        }
        engine.put(memory(U, "invoice 4471 paid"));

        assertThat(texts(engine.search("alpha 4471", OF_U))).startsWith("invoice 4471 paid");
    }

    @Test
    @DisplayName("S12 expired memories are gone before the best are taken")
    void expiredMemoriesAreGoneBeforeTheBestAreTaken() {
        for (var i = 0; i < 8; i++) {
            engine.put(memory(U, "green tea").withExpiration(LONG_AGO));
        }
        engine.put(memory(U, "green tea and more"), memory(U, "green tea and much more"));

        assertThat(engine.search("green tea", OF_U, 3, Shown.USUAL)).hasSize(2);
        assertThat(engine.search("green tea", OF_U, 3, new Shown(true, false, false))).hasSize(3);
    }

    @Test
    @DisplayName("S18 without a question the matches come newest first with score 1")
    void withoutAQuestionTheMatchesComeNewestFirst() {
        engine.put(at("2026-01-02", "b"), at("2026-01-03", "c"), at("2026-01-01", "a"));

        var hits = engine.search(null, OF_U, 2, Shown.USUAL);

        assertThat(texts(hits)).containsExactly("c", "b");
        assertThat(hits).extracting(Hit::score).containsOnly(1.0);
    }

    @Test
    @DisplayName("S19 a filter on the text works in a search")
    void aFilterOnTheTextWorksInASearch() {
        engine.put(memory(U, "green tea"), memory(U, "black tea"));

        var filter = Filter.all(OF_U, new Filter.TextContains("BLACK", true));

        assertThat(texts(engine.search("tea", filter))).containsExactly("black tea");
    }

    @Test
    @DisplayName("S20 an empty project gives nothing")
    void anEmptyProjectGivesNothing() {
        assertThat(engine.search("anything", OF_U)).isEmpty();
        assertThat(engine.search(null, OF_U, 10, Shown.USUAL)).isEmpty();
    }

    @Test
    void tiesGoToTheNewerAndThenToTheGreaterId() {
        List<Memory> tied = new ArrayList<>();
        for (var last = 0; last < 6; last++) {
            // ids whose signed order differs from that of their text
            var id =
                    new MemoryId(
                            UUID.fromString(
                                    (last * 3) % 10 + "0000000-0000-4000-8000-000000000000"));
            tied.add(Memory.of(id, "tea", U, Times.at(NOW.plusSeconds(last / 2))));
        }
        engine.put(tied.toArray(Memory[]::new));

        var hits = engine.search("tea", OF_U, 3, Shown.USUAL);

        assertThat(hits)
                .extracting(hit -> hit.memory().id().toString().charAt(0))
                .containsExactly('5', '2', '9');
    }

    @Test
    @DisplayName("5.9 what was added, changed or deleted shows so in the next search")
    void theNextSearchSeesEveryWrite() {
        for (var round = 0; round < 20; round++) {
            var id = engine.remember(U, "round " + round + " tea").id();
            assertThat(texts(engine.search("tea", OF_U)))
                    .containsExactly("round " + round + " tea");

            engine.editor.update(
                    engine.caller, new MemoryEdit(id, "rum", null, null, null), NO_PAYLOAD);
            assertThat(texts(engine.search("rum", OF_U))).containsExactly("rum");

            engine.editor.delete(engine.caller, id, false, NO_PAYLOAD);
            assertThat(engine.search("rum", OF_U)).isEmpty();
        }
    }

    @Test
    @DisplayName("5.9 what a finished event tells of is found")
    void whatAFinishedEventTellsOfIsFound() {
        var pending = engine.intake.accept(engine.caller, Add.inferred(U, "likes tea"), NO_PAYLOAD);

        engine.awaitEnd(pending.id());

        assertThat(texts(engine.search("tea", OF_U))).containsExactly("likes tea");
        assertThat(engine.list(OF_U).items()).hasSize(1);
    }

    @Test
    void whatIsDeletedDuringTheSearchDropsOut() {
        var doomed = engine.remember(U, "tea one");
        engine.remember(U, "tea two");
        meanwhile.before(
                "findAll",
                () -> engine.editor.delete(engine.caller, doomed.id(), false, NO_PAYLOAD));

        assertThat(texts(engine.search("tea", OF_U))).containsExactly("tea two");
    }

    @Test
    @DisplayName("5.4 which states a search shows")
    void whichStatesASearchShows() {
        putOneOfEachState();

        shownBySearchAndList(Shown.USUAL, "active", "superseded");
        shownBySearchAndList(
                new Shown(true, false, false),
                "active",
                "expired",
                "superseded",
                "superseded expired");
        shownBySearchAndList(new Shown(false, true, false), "active");
        shownBySearchAndList(new Shown(false, false, true), "active", "merged", "superseded");
        shownBySearchAndList(new Shown(true, true, false), "active", "expired");
        shownBySearchAndList(
                new Shown(true, false, true),
                "active",
                "expired",
                "merged",
                "merged expired",
                "superseded",
                "superseded expired");
    }

    @Test
    @DisplayName("R18 latest only wins over merged ones too")
    void latestOnlyWinsOverMergedOnesToo() {
        putOneOfEachState();

        shownBySearchAndList(new Shown(false, true, true), "active");
        shownBySearchAndList(new Shown(true, true, true), "active", "expired");
    }

    private void putOneOfEachState() {
        var active = memory(U, "active");
        engine.put(
                active,
                replaced(memory(U, "superseded"), Lifecycle.SUPERSEDED, active),
                replaced(memory(U, "merged"), Lifecycle.MERGED, active),
                memory(U, "expired").withExpiration(LONG_AGO),
                replaced(memory(U, "superseded expired"), Lifecycle.SUPERSEDED, active)
                        .withExpiration(LONG_AGO),
                replaced(memory(U, "merged expired"), Lifecycle.MERGED, active)
                        .withExpiration(LONG_AGO));
    }

    private void shownBySearchAndList(Shown shown, String... texts) {
        var sorted = Arrays.stream(texts).sorted().toList();
        var list = engine.list(OF_U, shown);
        assertThat(list.items().stream().map(Memory::text).sorted().toList())
                .as("list %s", shown)
                .isEqualTo(sorted);
        assertThat(list.total()).as("count %s", shown).isEqualTo(sorted.size());
        assertThat(texts(engine.search("any", OF_U, 10, shown)).stream().sorted().toList())
                .as("search %s", shown)
                .isEqualTo(sorted);
        assertThat(texts(engine.search(null, OF_U, 10, shown)).stream().sorted().toList())
                .as("filter only %s", shown)
                .isEqualTo(sorted);
    }

    @Test
    void expiryIsJudgedOnTheReferenceDay() {
        engine.put(memory(U, "tea").withExpiration(LocalDate.parse("2026-08-23")));

        assertThat(searchAsOf("2026-08-23T23:59:59Z")).hasSize(1);
        assertThat(searchAsOf("2026-08-24T00:00:00Z")).isEmpty();
    }

    @Test
    void memoriesOfLaterDaysStayInASearchOfThePast() {
        engine.put(memory(U, "tea"));

        assertThat(searchAsOf("2020-01-01T00:00:00Z")).hasSize(1);
    }

    @Test
    @DisplayName("E03 a search leaves its event with the parts of each score")
    void aSearchLeavesItsEventWithThePartsOfEachScore() {
        var memory = engine.remember(U, "likes tea");
        var ask =
                new SearchAsk(
                        "tea", OF_U, 10, 0.1, false, null, Shown.USUAL, U, Map.of("query", "tea"));

        var hit = engine.searcher.search(engine.caller, ask).getFirst();

        var event = lastEvent();
        assertThat(event.type()).isEqualTo(EventType.SEARCH);
        assertThat(event.status()).isEqualTo(EventStatus.SUCCEEDED);
        assertThat(event.scope()).isEqualTo(U);
        assertThat(event.payload()).isEqualTo(Map.of("query", "tea"));
        assertThat(event.results())
                .containsExactly(EventResult.found(memory.id(), "likes tea", hit.score()));
        assertThat(event.metadata().get("scores"))
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "id",
                                        memory.id().toString(),
                                        "semantic",
                                        hit.semantic(),
                                        "bm25",
                                        hit.keyword(),
                                        "entity",
                                        0.0,
                                        "feedback",
                                        1.0,
                                        "final",
                                        hit.score())));
    }

    @Test
    void theEventNamesAtMostAHundredHits() {
        engine.put(
                IntStream.range(0, 120)
                        .mapToObj(i -> memory(U, "tea " + i))
                        .toArray(Memory[]::new));

        assertThat(engine.search("tea", OF_U, 1000, Shown.USUAL)).hasSize(120);

        assertThat(lastEvent().results()).hasSize(100);
    }

    @Test
    void aSearchThatTheModelFailsLeavesAFailedEvent() {
        engine.embedder.fail(true);

        assertThatThrownBy(() -> engine.search("tea", OF_U))
                .isInstanceOf(Failure.ModelFailed.class);

        assertThat(lastEvent().status()).isEqualTo(EventStatus.FAILED);
        assertThat(lastEvent().error()).isEqualTo("the embedder is down");
    }

    @Test
    void anotherProjectFindsNothing() {
        engine.remember(U, "tea");
        var caller = engine.caller;
        var elsewhere =
                Engine.caller(
                        caller.organization(),
                        ProjectId.random(),
                        caller.role(),
                        caller.identity().access());

        var ask =
                new SearchAsk(
                        "tea",
                        Filter.EVERYTHING,
                        10,
                        0,
                        false,
                        null,
                        Shown.USUAL,
                        Scope.NONE,
                        NO_PAYLOAD);

        assertThat(engine.searcher.search(elsewhere, ask)).isEmpty();
    }

    private List<Hit> searchAsOf(String reference) {
        return engine.searcher.search(
                engine.caller,
                new SearchAsk(
                        "tea",
                        OF_U,
                        10,
                        0,
                        false,
                        Instant.parse(reference),
                        Shown.USUAL,
                        U,
                        NO_PAYLOAD));
    }

    private Event lastEvent() {
        return engine.journal
                .list(engine.project(), EventQuery.ALL, Page.Ask.first(1))
                .items()
                .getFirst();
    }

    private static Memory at(String day, String text) {
        return Memory.of(MemoryId.random(), text, U, Times.at(Instant.parse(day + "T00:00:00Z")));
    }

    private static List<String> texts(List<Hit> hits) {
        return hits.stream().map(hit -> hit.memory().text()).toList();
    }
}
