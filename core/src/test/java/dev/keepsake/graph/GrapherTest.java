package dev.keepsake.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.keepsake.edit.MemoryEdit;
import dev.keepsake.engine.Add;
import dev.keepsake.engine.BagOfWords;
import dev.keepsake.engine.Engine;
import dev.keepsake.engine.PlainLinguist;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.search.Hit;
import dev.keepsake.search.SearchAsk;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.Graph;
import dev.keepsake.storage.Graph.Link;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The graph as it follows what happens to memories (engine contract 4.2, 4.5), and what searches
/// make of it (2.3).
class GrapherTest {

    private static final Scope ANA = Scope.ofUser("ana");
    private static final Scope BEN = Scope.ofUser("ben");
    private static final Scope BOT = new Scope(null, "bot", null, null);

    private final Engine engine = new Engine();
    private final Graph graph = engine.storage.graph();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void G10_oneNameIsOneNodeHoweverItIsSpaced() {
        var first = engine.remember(ANA, "works at Novo Foods");
        engine.grapher.catchUp();
        var second = engine.remember(ANA, "left novo  Foods");

        engine.grapher.catchUp();

        assertThat(nodes(ANA)).containsExactly(tuple("Novo Foods", 2));
        assertThat(linked("novo foods")).containsExactlyInAnyOrder(first.id(), second.id());
    }

    @Test
    void G11_aDeletionTakesItsLinkAndTheLastOneTheNode() {
        var first = engine.remember(ANA, "works at Novo Foods");
        var second = engine.remember(ANA, "left Novo Foods");
        engine.grapher.catchUp();

        delete(first);
        engine.grapher.catchUp();
        assertThat(nodes(ANA)).containsExactly(tuple("Novo Foods", 1));

        delete(second);
        engine.grapher.catchUp();
        assertThat(nodes(ANA)).isEmpty();
    }

    @Test
    void G12_theSameNameOfTwoUsersIsTwoNodes() {
        engine.remember(ANA, "met Lena there");
        var ofBen = engine.remember(BEN, "saw a film, then met Lena there");
        engine.grapher.catchUp();

        var hits = engine.search("where is Lena", user("ben"));

        assertThat(nodes(ANA)).containsExactly(tuple("Lena", 1));
        assertThat(nodes(BEN)).containsExactly(tuple("Lena", 1));
        assertThat(hits).extracting(hit -> hit.memory().id()).containsExactly(ofBen.id());
        assertThat(hits.getFirst().entity()).isEqualTo(0.2);
    }

    @Test
    void G13_aNamedMemoryComesBeforeAnEquallyNearOne() {
        var named = engine.remember(ANA, "joined the crew of Lena");
        var plain = engine.remember(ANA, "joined the crew of luna");
        engine.grapher.catchUp();

        var hits = engine.search("who joined the crew of Lena?", user("ana"));

        assertThat(hits).extracting(hit -> hit.memory().id()).startsWith(named.id(), plain.id());
        assertThat(hits).extracting(Hit::entity).containsExactly(0.2, 0.0);
    }

    @Test
    void S17_memoriesOfSeveralSessionsThatNameSomebodyComeFirst() {
        engine.remember(new Scope("ana", null, null, "r1"), "had lunch at noon with Mira again");
        engine.remember(new Scope("ana", null, null, "r2"), "Mira sent one long letter");
        engine.remember(new Scope("ana", null, null, "r3"), "some song reminds of Mira");
        for (var n = 0; n < 20; n++) {
            engine.remember(ANA, "noted number " + n);
        }
        engine.grapher.catchUp();

        var hits = engine.search("Mira", user("ana"), 3, SearchAsk.Shown.USUAL);

        assertThat(hits).hasSize(3).allMatch(hit -> hit.memory().text().contains("Mira"));
    }

    @Test
    void aMemoryOfAUserAndAnAgentIsInBothGraphs() {
        var both = engine.remember(new Scope("ana", "bot", null, null), "met Lena there");
        engine.grapher.catchUp();

        assertThat(nodes(ANA)).containsExactly(tuple("Lena", 1));
        assertThat(nodes(BOT)).containsExactly(tuple("Lena", 1));
        for (var filter :
                List.of(
                        user("ana"),
                        new Filter.EntityIn(EntityKind.AGENT, Set.of("bot")),
                        Filter.exactly(both.scope()))) {
            assertThat(engine.search("Lena", filter)).extracting(Hit::entity).containsExactly(0.2);
        }
    }

    @Test
    void anotherTextIsLinkedToWhatItNames() {
        var memory = engine.remember(ANA, "met Lena there");
        engine.grapher.catchUp();

        engine.editor.update(
                engine.caller,
                new MemoryEdit(memory.id(), "met Tomas there", null, null, null),
                Map.of());
        engine.grapher.catchUp();

        assertThat(nodes(ANA)).containsExactly(tuple("Tomas", 1));
    }

    @Test
    void aSupersededMemoryKeepsItsLinks() {
        var old = Engine.memory(ANA, "lives in Graz");
        var recent = Engine.memory(ANA, "lives in Linz");
        engine.put(old, recent);
        move(old, Lifecycle.SUPERSEDED, recent);

        engine.grapher.catchUp();

        assertThat(nodes(ANA)).containsExactlyInAnyOrder(tuple("Graz", 1), tuple("Linz", 1));
    }

    @Test
    void aMergedMemoryHandsItsLinksOnAndGetsThemBack() {
        var bare = Engine.memory(ANA, "works with Lena");
        var full = Engine.memory(ANA, "works with her at Novo Foods");
        var fuller = Engine.memory(ANA, "works with her at Novo Foods in Graz");
        engine.put(bare, full, fuller);
        engine.grapher.catchUp();

        var merged = move(bare, Lifecycle.MERGED, full);
        engine.grapher.catchUp();
        assertThat(linked("lena")).containsExactly(full.id());

        var also = move(full, Lifecycle.MERGED, fuller);
        engine.grapher.catchUp();
        assertThat(linked("lena")).containsExactly(fuller.id());
        assertThat(linked("novo foods")).containsExactly(fuller.id());

        update(also, also.withLineage(also.lineage().moved(Lifecycle.ACTIVE, null)));
        engine.grapher.catchUp();
        assertThat(linked("lena")).containsExactly(full.id());
        assertThat(linked("novo foods")).containsExactlyInAnyOrder(full.id(), fuller.id());

        update(merged, merged.withLineage(merged.lineage().moved(Lifecycle.ACTIVE, null)));
        engine.grapher.catchUp();
        assertThat(linked("lena")).containsExactly(bare.id());
    }

    @Test
    void theEventOfAnAddTellsThatItsMemoriesAreLinked() {
        var add = engine.add(Add.verbatim(ANA, "met Lena there"));
        assertThat(event(add).graphLinked()).isNull();

        engine.grapher.catchUp();

        assertThat(event(add).graphLinked()).isTrue();
    }

    @Test
    void aNameThatCannotBeEmbeddedFailsNothingElse() {
        var known = engine.remember(ANA, "met Lena there");
        engine.grapher.catchUp();
        var bad = engine.add(Add.verbatim(ANA, "met Tomas there"));
        var good = engine.add(Add.verbatim(ANA, "met Lena again"));
        engine.embedder.fail(true);

        engine.grapher.catchUp();

        assertThat(event(bad).graphLinked()).isFalse();
        assertThat(event(good).graphLinked()).isTrue();
        assertThat(linked("lena")).contains(known.id()).hasSize(2);
        assertThat(nodes(ANA)).containsExactly(tuple("Lena", 2));
    }

    @Test
    void whatIsUnreadableFailsNothingElse() {
        var plain = new PlainLinguist();
        var picky =
                new EntityExtraction(text -> {
                    if (text.contains("poison")) {
                        throw new IllegalStateException("unreadable");
                    }
                    return plain.tokens(text);
                });
        var bad = engine.add(Add.verbatim(ANA, "poison of Tomas"));
        var good = engine.add(Add.verbatim(ANA, "met Lena there"));

        grapher(picky, engine.embedder).catchUp();

        assertThat(event(bad).graphLinked()).isFalse();
        assertThat(event(good).graphLinked()).isTrue();
        assertThat(nodes(ANA)).containsExactly(tuple("Lena", 1));
    }

    @Test
    void aKnownNameIsNotEmbeddedAgain() {
        engine.remember(ANA, "met Lena there");
        engine.grapher.catchUp();
        engine.remember(ANA, "met LENA again");
        var before = engine.embedder.embedded();

        engine.grapher.catchUp();

        assertThat(engine.embedder.embedded()).isEqualTo(before);
        assertThat(nodes(ANA)).containsExactly(tuple("Lena", 2));
    }

    @Test
    void anotherEmbeddingModelMakesTheGraphAnew() {
        engine.remember(ANA, "met Lena there");
        engine.grapher.catchUp();
        var before = graph.nodes(engine.project(), ANA).getFirst().id();

        grapher(new EntityExtraction(new PlainLinguist()), new BagOfWords("another")).catchUp();

        assertThat(nodes(ANA)).containsExactly(tuple("Lena", 1));
        assertThat(graph.nodes(engine.project(), ANA).getFirst().id()).isNotEqualTo(before);
        assertThat(graph.model()).contains("another");
    }

    @Test
    void manyBatchesAreFollowedToTheEnd() {
        for (var n = 0; n < 250; n++) {
            engine.put(Engine.memory(ANA, "met Lena time " + n));
        }

        engine.grapher.catchUp();

        assertThat(nodes(ANA)).containsExactly(tuple("Lena", 250));
        assertThat(graph.mark()).isEqualTo(engine.memories.head());
    }

    @Test
    void aNameThatEverybodySharesLiftsNobodyMuch() {
        for (var n = 0; n < 101; n++) {
            engine.put(Engine.memory(ANA, "met Lena time " + n));
        }
        engine.grapher.catchUp();

        var hits = engine.search("Lena", user("ana"));

        // 0.2 at most, times 0.01 for 101 memories: below what counts
        assertThat(hits).isNotEmpty().allMatch(hit -> hit.entity() == 0);
    }

    @Test
    void theSearchEventTellsWhatNamesAdded() {
        engine.remember(ANA, "met Lena there");
        engine.grapher.catchUp();

        engine.search("Lena", user("ana"));
        engine.journal.flush();

        var search =
                engine.storage
                        .events()
                        .list(
                                engine.project(),
                                new EventQuery(EventType.SEARCH, null, Scope.NONE, null, null),
                                Page.Ask.first(1))
                        .items()
                        .getFirst();
        assertThat(search.metadata().toString()).contains("entity=0.2");
    }

    @Test
    void withAFilterOnEverybodyEqualNamesStillCount() {
        for (var n = 0; n < 120; n++) {
            engine.put(Engine.memory(Scope.ofUser("user" + n), "noted number " + n));
            engine.put(Engine.memory(Scope.ofUser("user" + n), "met Person" + n + " there"));
        }
        engine.grapher.catchUp();

        var hits = engine.search("Person77", new Filter.EntityPresent(EntityKind.USER));

        assertThat(hits.getFirst().memory().text()).isEqualTo("met Person77 there");
        assertThat(hits.getFirst().entity()).isEqualTo(0.2);
    }

    @Test
    void theSecondHopReachesWhatSharesAMemory() {
        var first = engine.remember(ANA, "met Lena with Tomas");
        var second = engine.remember(ANA, "saw Tomas alone");
        engine.remember(ANA, "saw Mira alone");
        engine.grapher.catchUp();

        assertThat(boosts(false)).containsOnlyKeys(first.id());
        assertThat(boosts(true)).containsOnlyKeys(first.id(), second.id());
        assertThat(boosts(true).get(second.id())).isEqualTo(0.125);
    }

    private Map<MemoryId, Double> boosts(boolean secondHop) {
        return new EntityBoosts(
                        graph,
                        new OwnerNodes(graph),
                        new EntityExtraction(new PlainLinguist()),
                        engine.embedder,
                        new EntityWeights(0.5, 0.9, 0.001, 8, 0.05, secondHop))
                .boosts(engine.project(), "Lena", user("ana"));
    }

    @Test
    void aDeletedEntityLeavesNoNames() {
        engine.remember(new Scope("ana", null, null, "r1"), "met Lena there");
        var stays = engine.remember(ANA, "met Lena Novak");
        engine.remember(new Scope("ana", null, null, "r1"), "met Tomas there");
        engine.grapher.catchUp();

        var id = engine.deletion.delete(engine.caller, new EntityKey(EntityKind.RUN, "r1"));
        var event = engine.awaitEnd(id);

        assertThat(nodes(ANA)).containsExactly(tuple("Lena Novak", 1));
        assertThat(linked("lena novak")).containsExactly(stays.id());
        assertThat(event.metadata().toString()).contains("graph_links=0");
    }

    // --- pieces

    private Grapher grapher(EntityExtraction extraction, BagOfWords embedder) {
        return new Grapher(engine.memories, graph, new OwnerNodes(graph), extraction, embedder);
    }

    private List<Tuple> nodes(Scope owner) {
        return graph.nodes(engine.project(), owner).stream()
                .map(node -> tuple(node.text(), node.links()))
                .toList();
    }

    private List<MemoryId> linked(String norm) {
        var nodes = graph.named(engine.project(), List.of(norm), 10);
        return graph.links(engine.project(), nodes.stream().map(Node::id).toList()).stream()
                .map(Link::memory)
                .toList();
    }

    private Event event(Event event) {
        return engine.storage.events().find(engine.project(), event.id()).orElseThrow();
    }

    private static Filter user(String name) {
        return new Filter.EntityIn(EntityKind.USER, Set.of(name));
    }

    private void delete(Memory memory) {
        change(new Change.Deleted(engine.find(memory.id())));
    }

    private Memory move(Memory memory, Lifecycle state, Memory by) {
        var after = Engine.replaced(memory, state, by);
        update(memory, after);
        return after;
    }

    private void update(Memory before, Memory after) {
        change(
                new Change.Updated(
                        before,
                        new Stored(after, engine.encoder.encode(after)),
                        List.of(),
                        Map.of()));
    }

    private void change(Change change) {
        engine.memories.apply(
                engine.project(),
                new ChangeSet(
                        engine.clock.instant(),
                        List.of(change),
                        null,
                        new ChangeSet.Settlement.Unrecorded(EventId.random())));
    }
}
