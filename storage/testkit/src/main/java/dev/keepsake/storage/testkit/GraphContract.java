package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventType;
import dev.keepsake.graph.Node;
import dev.keepsake.graph.NodeId;
import dev.keepsake.graph.NodeType;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.Graph;
import dev.keepsake.storage.Graph.Link;
import dev.keepsake.storage.Graph.Linking;
import dev.keepsake.storage.Graph.Naming;
import dev.keepsake.storage.Graph.Outcome;
import dev.keepsake.storage.Graph.Owner;
import dev.keepsake.storage.Mark;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What [Graph] promises.
public interface GraphContract extends TestedStorage {

    Scope ANA = Scope.ofUser("ana");

    private Graph graph() {
        return storage().graph();
    }

    @Test
    default void aNewGraphIsAtTheStartOfNoModel() {
        assertThat(graph().mark()).isEqualTo(Mark.START);
        assertThat(graph().model()).isEmpty();
        assertThat(graph().owners(PROJECT, Filter.EVERYTHING, 10)).isEmpty();
    }

    @Test
    default void aNodeComesBackEqual() {
        var memory = added("meets Bo", "ana");
        var owner = new Scope("ana\"&=%☕", null, "app", null);
        var node = node("Bo \"☕\"", owner);

        advance(linking(memory, node));

        assertThat(graph().nodes(PROJECT, owner))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.id()).isEqualTo(node.id());
                    assertThat(found.owner()).isEqualTo(owner);
                    assertThat(found.text()).isEqualTo(node.text());
                    assertThat(found.type()).isEqualTo(node.type());
                    assertThat(found.vector()).containsExactly(node.vector());
                    assertThat(found.firstSeen()).isEqualTo(memory.memory().times().created());
                    assertThat(found.lastSeen()).isEqualTo(memory.memory().times().created());
                    assertThat(found.links()).isEqualTo(1);
                });
        assertThat(graph().findAll(PROJECT, Set.of(node.id(), NodeId.random())))
                .containsOnlyKeys(node.id());
    }

    @Test
    default void linksAreFoundFromBothEnds() {
        var tea = added("tea with Bo", "ana");
        var walk = added("walk with Bo and Cy", "ana");
        var bo = node("Bo", ANA);
        var cy = node("Cy", ANA);

        advance(linking(tea, bo), linking(walk, bo, cy));

        assertThat(graph().links(PROJECT, List.of(bo.id())))
                .containsExactlyInAnyOrder(
                        new Link(tea.id(), bo.id(), "Bo"), new Link(walk.id(), bo.id(), "Bo"));
        assertThat(graph().linksOf(PROJECT, List.of(walk.id())))
                .containsExactlyInAnyOrder(
                        new Link(walk.id(), bo.id(), "Bo"), new Link(walk.id(), cy.id(), "Cy"));
        assertThat(graph().nodes(PROJECT, ANA))
                .extracting(Node::text, Node::links)
                .containsExactly(tuple("Bo", 2), tuple("Cy", 1));
        assertThat(graph().links(PROJECT, List.of())).isEmpty();
        assertThat(graph().linksOf(PROJECT, List.of(MemoryId.random()))).isEmpty();
    }

    @Test
    default void linkingAgainReplacesWhatWasLinked() {
        var tea = added("tea with Bo", "ana");
        var bo = node("Bo", ANA);
        var cy = node("Cy", ANA);
        advance(linking(tea, bo));

        advance(linking(tea, cy));

        assertThat(texts(ANA)).containsExactly("Cy");
        advance(linking(tea, cy));
        assertThat(texts(ANA)).containsExactly("Cy");
    }

    @Test
    default void aNodeStaysUntilItsLastLinkGoes() {
        var tea = added("tea with Bo", "ana");
        var walk = added("walk with Bo", "ana");
        var bo = node("Bo", ANA);
        advance(linking(tea, bo), linking(walk, bo));

        advance(linking(tea));
        assertThat(graph().nodes(PROJECT, ANA)).extracting(Node::links).containsExactly(1);

        advance(linking(walk));
        assertThat(graph().nodes(PROJECT, ANA)).isEmpty();
        assertThat(graph().owners(PROJECT, Filter.EVERYTHING, 10)).isEmpty();
    }

    @Test
    default void aNodeThatIsUnlinkedAndLinkedInOneStepStays() {
        var tea = added("tea with Bo", "ana");
        var walk = added("walk with Bo", "ana");
        var bo = node("Bo", ANA);
        advance(linking(tea, bo));

        advance(linking(tea), linking(walk, bo));

        assertThat(graph().nodes(PROJECT, ANA)).containsExactly(bo);
    }

    @Test
    default void aNodeTellsWhenItWasFirstAndLastSeen() {
        var early = added(Samples.memory("Bo").forUser("ana").at(now().minusSeconds(90)));
        var late = added(Samples.memory("Bo again").forUser("ana").at(now().plusSeconds(90)));
        var bo = node("Bo", ANA);

        advance(linking(late, bo));
        advance(linking(early, bo));

        var found = graph().nodes(PROJECT, ANA).getFirst();
        assertThat(found.firstSeen()).isEqualTo(early.memory().times().created());
        assertThat(found.lastSeen()).isEqualTo(late.memory().times().created());
    }

    @Test
    default void aNodeTakesAFormThatAMemoryStillUses() {
        var secret = added("works at Novo Foods Confidential", "ana");
        var plain = added("visits Novo Foods", "ana");
        var novo = node("Novo Foods Confidential", ANA);
        advance(
                linking(secret, novo),
                new Linking(PROJECT, plain.id(), List.of(new Naming(novo, "Novo Foods"))));

        advance(linking(secret));

        assertThat(texts(ANA)).containsExactly("Novo Foods");
        assertThat(graph().named(PROJECT, List.of("novo foods"), 10)).containsExactly(novo);
        assertThat(graph().named(PROJECT, List.of("novo foods confidential"), 10)).isEmpty();
    }

    @Test
    default void memoriesThatAreGoneOrMergedGetNoLinks() {
        var gone = added("tea with Bo", "ana");
        apply(PROJECT, gone.deleted());
        var merged = added("walk with Bo", "ana");
        apply(PROJECT, merged.updatedTo(merged.replaced(Lifecycle.MERGED, MemoryId.random())));
        var superseded = added("run with Cy", "ana");
        apply(
                PROJECT,
                superseded.updatedTo(superseded.replaced(Lifecycle.SUPERSEDED, MemoryId.random())));

        advance(
                linking(gone, node("Bo", ANA)),
                linking(merged, node("Bo", ANA)),
                linking(superseded, node("Cy", ANA)),
                linking(Samples.memory("never there"), node("Dee", ANA)));

        assertThat(texts(ANA)).containsExactly("Cy");
    }

    @Test
    default void ownersAreChosenByTheirIds() {
        var owners =
                List.of(
                        ANA,
                        Scope.ofUser("ben"),
                        new Scope("ana", null, "shop", null),
                        new Scope(null, "bot", null, null),
                        new Scope(null, null, null, "r1"));
        for (var owner : owners) {
            advance(linking(added("Bo in " + owner, "ana"), node("Bo", owner)));
        }

        assertThat(chosen(new Filter.EntityIn(EntityKind.USER, Set.of("ana"))))
                .containsExactlyInAnyOrder(owners.get(0), owners.get(2));
        assertThat(chosen(Filter.exactly(ANA))).containsExactly(ANA);
        assertThat(chosen(new Filter.Not(new Filter.EntityPresent(EntityKind.USER))))
                .containsExactlyInAnyOrder(owners.get(3), owners.get(4));
        assertThat(chosen(Filter.EVERYTHING)).containsExactlyInAnyOrderElementsOf(owners);
        assertThat(chosen(new Filter.Any(List.of()))).isEmpty();
        assertThat(graph().owners(PROJECT, Filter.EVERYTHING, 2)).hasSize(2);
    }

    @Test
    default void theVersionOfAnOwnerTellsOfEveryChange() {
        var tea = added("tea with Bo", "ana");
        var bo = node("Bo", ANA);
        advance(linking(tea, bo));
        var first = version();
        assertThat(version()).isEqualTo(first);

        advance(linking(added("walk with Bo", "ana"), bo));
        var second = version();
        assertThat(second).isNotEqualTo(first);

        advance(linking(added("walk with Cy", "ana"), node("Cy", ANA)));
        assertThat(version()).isNotIn(first, second);
    }

    @Test
    default void onlyTheNextStepIsTaken() {
        var tea = added("tea with Bo", "ana");
        var to = new Mark(7);
        assertThat(graph().advance(Mark.START, to, List.of(), List.of())).isTrue();

        var again =
                graph().advance(
                                Mark.START,
                                new Mark(9),
                                List.of(linking(tea, node("Bo", ANA))),
                                List.of());

        assertThat(again).isFalse();
        assertThat(graph().mark()).isEqualTo(to);
        assertThat(graph().nodes(PROJECT, ANA)).isEmpty();
    }

    @Test
    default void aResetStartsAgainWithAnotherModel() {
        graph().reset("first");
        advance(linking(added("tea with Bo", "ana"), node("Bo", ANA)));

        graph().reset("second");

        assertThat(graph().model()).contains("second");
        assertThat(graph().mark()).isEqualTo(Mark.START);
        assertThat(graph().owners(PROJECT, Filter.EVERYTHING, 10)).isEmpty();
        assertThat(graph().named(PROJECT, List.of("bo"), 10)).isEmpty();
    }

    @Test
    default void theEventOfAnAddIsTold() {
        var good = recorded(EventType.ADD);
        var bad = recorded(EventType.ADD);
        var update = recorded(EventType.UPDATE);

        tell(
                new Outcome(PROJECT, good.id(), true),
                new Outcome(PROJECT, bad.id(), true),
                new Outcome(PROJECT, bad.id(), false),
                new Outcome(PROJECT, update.id(), true),
                new Outcome(PROJECT, EventId.random(), true));
        tell(new Outcome(PROJECT, bad.id(), true));

        assertThat(storage().events().find(PROJECT, good.id())).contains(good.linked(true));
        assertThat(storage().events().find(PROJECT, bad.id())).contains(bad.linked(false));
        assertThat(storage().events().find(PROJECT, update.id())).contains(update);
    }

    @Test
    default void aGraphShowsEachProjectItsOwn() {
        var other = ProjectId.random();
        var tea = added("tea with Bo", "ana");
        apply(other, tea.added());
        var ours = node("Bo", ANA);
        var theirs = node("Bo", ANA);
        var event = recorded(EventType.ADD);
        advance(
                linking(tea, ours),
                new Linking(other, tea.id(), List.of(new Naming(theirs, "Bo"))));

        tell(new Outcome(other, event.id(), false));

        assertThat(graph().nodes(PROJECT, ANA)).containsExactly(ours);
        assertThat(graph().named(other, List.of("bo"), 10)).containsExactly(theirs);
        assertThat(graph().links(PROJECT, List.of(ours.id(), theirs.id())))
                .containsExactly(new Link(tea.id(), ours.id(), "Bo"));
        assertThat(graph().linksOf(other, List.of(tea.id())))
                .containsExactly(new Link(tea.id(), theirs.id(), "Bo"));
        assertThat(graph().findAll(other, List.of(ours.id()))).isEmpty();
        assertThat(graph().owners(ProjectId.random(), Filter.EVERYTHING, 10)).isEmpty();
        assertThat(storage().events().find(PROJECT, event.id())).contains(event);
        advance(new Linking(other, tea.id(), List.of()));
        assertThat(graph().nodes(PROJECT, ANA)).containsExactly(ours);
    }

    // --- pieces

    private Sample added(String text, String user) {
        return added(Samples.memory(text).forUser(user));
    }

    private Sample added(Sample sample) {
        apply(PROJECT, sample.added());
        return sample;
    }

    private Event recorded(EventType type) {
        clock().advance(Duration.ofSeconds(1));
        var event = Samples.finished(type, ANA, now());
        storage().memories().apply(PROJECT, ChangeSet.of(List.of(), event));
        return event;
    }

    private static Node node(String text, Scope owner) {
        return new Node(
                NodeId.random(),
                owner,
                text,
                NodeType.PROPER,
                Samples.vector(text),
                Samples.START,
                Samples.START,
                0);
    }

    private static Linking linking(Sample memory, Node... nodes) {
        return new Linking(
                PROJECT,
                memory.id(),
                Arrays.stream(nodes).map(node -> new Naming(node, node.text())).toList());
    }

    private void advance(Linking... linkings) {
        var from = graph().mark();
        assertThat(graph().advance(from, new Mark(from.value() + 1), List.of(linkings), List.of()))
                .isTrue();
    }

    private void tell(Outcome... outcomes) {
        var from = graph().mark();
        graph().advance(from, new Mark(from.value() + 1), List.of(), List.of(outcomes));
    }

    private List<String> texts(Scope owner) {
        return graph().nodes(PROJECT, owner).stream().map(Node::text).toList();
    }

    private List<Scope> chosen(Filter filter) {
        return graph().owners(PROJECT, filter, 10).stream().map(Owner::scope).toList();
    }

    private long version() {
        return graph().owners(PROJECT, Filter.exactly(ANA), 1).getFirst().version();
    }
}
