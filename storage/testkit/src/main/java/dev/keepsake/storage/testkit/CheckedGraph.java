package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.graph.Node;
import dev.keepsake.graph.NodeId;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.Graph;
import dev.keepsake.storage.Mark;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The part of [CheckedStorage] that watches the graph.
record CheckedGraph(Graph graph, Checks checks) implements Graph {

    @Override
    public Mark mark() {
        return checks.answer(graph::mark);
    }

    @Override
    public Optional<String> model() {
        return checks.answer(graph::model);
    }

    @Override
    public void reset(String model) {
        checks.run(() -> graph.reset(model));
    }

    @Override
    public boolean advance(Mark from, Mark to, List<Linking> linkings, List<Outcome> outcomes) {
        return checks.answer(() -> graph.advance(from, to, linkings, outcomes));
    }

    @Override
    public List<Owner> owners(ProjectId project, Filter filter, int most) {
        var owners = checks.answer(() -> graph.owners(project, filter, most));
        assertThat(owners).hasSizeLessThanOrEqualTo(most);
        assertThat(owners).allMatch(owner -> owner.nodes() > 0);
        assertThat(owners).extracting(Owner::scope).doesNotHaveDuplicates();
        return owners;
    }

    @Override
    public List<Node> nodes(ProjectId project, Scope owner) {
        var nodes = checks.answer(() -> graph.nodes(project, owner));
        assertThat(nodes).allMatch(node -> node.owner().equals(owner));
        return linked(nodes);
    }

    @Override
    public List<Node> named(ProjectId project, Collection<String> norms, int most) {
        var nodes = checks.answer(() -> graph.named(project, norms, most));
        assertThat(nodes).hasSizeLessThanOrEqualTo(most);
        assertThat(nodes).allMatch(node -> norms.contains(node.norm()));
        return linked(nodes);
    }

    @Override
    public List<Link> links(ProjectId project, Collection<NodeId> nodes) {
        var links = checks.answer(() -> graph.links(project, nodes));
        assertThat(links).allMatch(link -> nodes.contains(link.node()));
        return belonging(project, links);
    }

    @Override
    public List<Link> linksOf(ProjectId project, Collection<MemoryId> memories) {
        var links = checks.answer(() -> graph.linksOf(project, memories));
        assertThat(links).allMatch(link -> memories.contains(link.memory()));
        return belonging(project, links);
    }

    @Override
    public Map<NodeId, Node> findAll(ProjectId project, Collection<NodeId> ids) {
        var found = checks.answer(() -> graph.findAll(project, ids));
        assertThat(ids).containsAll(found.keySet());
        found.forEach((id, node) -> assertThat(node.id()).isEqualTo(id));
        return found;
    }

    private List<Link> belonging(ProjectId project, List<Link> links) {
        links.forEach(link -> checks.belongs(project, link.memory()));
        return links;
    }

    private static List<Node> linked(List<Node> nodes) {
        assertThat(nodes).allMatch(node -> node.links() > 0);
        return nodes;
    }
}
