package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventType;
import dev.keepsake.graph.Node;
import dev.keepsake.graph.NodeId;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Links in one list; everything else is counted from it.
final class InMemoryGraph implements Graph {

    private final Gate gate;
    private final InMemoryMemories memories;
    private final InMemoryEvents events;
    private final Set<ProjectId> doomed;
    private final Map<NodeId, Placed> nodes = new LinkedHashMap<>();
    private final Map<Key, Set<Link>> links = new LinkedHashMap<>();
    private final Map<OwnerKey, Long> versions = new LinkedHashMap<>();
    private long lastVersion;
    private Mark mark = Mark.START;
    private @Nullable String model;

    InMemoryGraph(
            Gate gate, InMemoryMemories memories, InMemoryEvents events, Set<ProjectId> doomed) {
        this.gate = gate;
        this.memories = memories;
        this.events = events;
        this.doomed = doomed;
    }

    private record Key(ProjectId project, MemoryId memory) {}

    private record OwnerKey(ProjectId project, Scope owner) {}

    private record Placed(ProjectId project, Node node) {}

    @Override
    public Mark mark() {
        return gate.inside(() -> mark);
    }

    @Override
    public Optional<String> model() {
        return gate.inside(() -> Optional.ofNullable(model));
    }

    @Override
    public void reset(String newModel) {
        gate.run(() -> {
            nodes.clear();
            links.clear();
            versions.clear();
            mark = Mark.START;
            model = newModel;
        });
    }

    @Override
    public boolean advance(Mark from, Mark to, List<Linking> linkings, List<Outcome> outcomes) {
        return gate.inside(() -> {
            if (!mark.equals(from)) {
                return false;
            }
            mark = to;
            Set<NodeId> touched = new LinkedHashSet<>();
            for (var linking : linkings) {
                touched.addAll(unlink(linking.project(), linking.memory()));
                touched.addAll(link(linking));
            }
            tidy(touched);
            outcomes.forEach(this::tell);
            return true;
        });
    }

    private Set<NodeId> unlink(ProjectId project, MemoryId memory) {
        Set<NodeId> touched = new LinkedHashSet<>();
        var gone = links.remove(new Key(project, memory));
        if (gone != null) {
            gone.forEach(link -> touched.add(link.node()));
        }
        return touched;
    }

    private Set<NodeId> link(Linking linking) {
        var stored = memories.stored(linking.project(), linking.memory());
        if (stored == null
                || stored.memory().lineage().state() == Lifecycle.MERGED
                || doomed.contains(linking.project())) {
            return Set.of();
        }
        Set<NodeId> touched = new LinkedHashSet<>();
        Map<NodeId, Link> made = new LinkedHashMap<>();
        for (var naming : linking.to()) {
            var id = naming.node().id();
            nodes.putIfAbsent(id, new Placed(linking.project(), naming.node()));
            seen(id, stored.memory().times().created());
            made.putIfAbsent(id, new Link(linking.memory(), id, naming.text()));
            touched.add(id);
        }
        if (!made.isEmpty()) {
            links.put(
                    new Key(linking.project(), linking.memory()),
                    new LinkedHashSet<>(made.values()));
        }
        return touched;
    }

    private void seen(NodeId id, Instant at) {
        nodes.computeIfPresent(
                id,
                (_, placed) -> {
                    var node = placed.node();
                    var first = at.isBefore(node.firstSeen()) ? at : node.firstSeen();
                    var last = at.isAfter(node.lastSeen()) ? at : node.lastSeen();
                    return new Placed(placed.project(), node(node, node.text(), first, last, 0));
                });
    }

    private static Node node(Node node, String text, Instant first, Instant last, int links) {
        return new Node(
                node.id(), node.owner(), text, node.type(), node.vector(), first, last, links);
    }

    /// Removes nodes without links; a node whose form nobody uses any more takes one in use.
    private void tidy(Set<NodeId> touched) {
        for (var id : touched) {
            var placed = nodes.get(id);
            if (placed == null) {
                continue;
            }
            var node = placed.node();
            var texts = linksTo(id).stream().map(Link::text).sorted().toList();
            var owner = new OwnerKey(placed.project(), node.owner());
            if (texts.isEmpty()) {
                nodes.remove(id);
            } else {
                var text = texts.contains(node.text()) ? node.text() : texts.getFirst();
                nodes.put(
                        id,
                        new Placed(
                                placed.project(),
                                node(node, text, node.firstSeen(), node.lastSeen(), texts.size())));
            }
            versions.put(owner, ++lastVersion);
        }
    }

    private List<Link> linksTo(NodeId id) {
        return links.values().stream()
                .flatMap(Set::stream)
                .filter(link -> link.node().equals(id))
                .toList();
    }

    private void tell(Outcome outcome) {
        events.change(
                outcome.project(),
                outcome.event(),
                event ->
                        event.type() == EventType.ADD && !Boolean.FALSE.equals(event.graphLinked())
                                ? event.linked(outcome.linked())
                                : event);
    }

    @Override
    public List<Owner> owners(ProjectId project, Filter filter, int most) {
        return gate.inside(() ->
                versions.keySet().stream()
                        .filter(key -> key.project().equals(project))
                        .filter(key -> filter.matches(standIn(key.owner())))
                        .map(this::owner)
                        .filter(owner -> owner.nodes() > 0)
                        .limit(most)
                        .toList());
    }

    private Owner owner(OwnerKey key) {
        return new Owner(
                key.owner(),
                versions.getOrDefault(key, 0L),
                nodes(key.project(), key.owner()).size());
    }

    /// A memory of exactly this owner, for the filter to look at.
    private static Stored standIn(Scope owner) {
        var memory = Memory.of(MemoryId.random(), "", owner, Times.at(Instant.EPOCH));
        return new Stored(memory, new Encoding(List.of(), "", new float[0]));
    }

    @Override
    public List<Node> nodes(ProjectId project, Scope owner) {
        return gate.inside(() -> of(project).filter(node -> node.owner().equals(owner)).toList());
    }

    @Override
    public List<Node> named(ProjectId project, Collection<String> norms, int most) {
        return gate.inside(
                () -> of(project).filter(node -> norms.contains(node.norm())).limit(most).toList());
    }

    private Stream<Node> of(ProjectId project) {
        return nodes.values().stream()
                .filter(placed -> placed.project().equals(project))
                .map(Placed::node);
    }

    @Override
    public List<Link> links(ProjectId project, Collection<NodeId> wanted) {
        return gate.inside(() -> {
            List<Link> found = new ArrayList<>();
            links.forEach((key, each) -> {
                if (key.project().equals(project)) {
                    each.stream().filter(link -> wanted.contains(link.node())).forEach(found::add);
                }
            });
            return found;
        });
    }

    @Override
    public List<Link> linksOf(ProjectId project, Collection<MemoryId> wanted) {
        return gate.inside(() -> {
            List<Link> found = new ArrayList<>();
            for (var id : wanted) {
                found.addAll(links.getOrDefault(new Key(project, id), Set.of()));
            }
            return found;
        });
    }

    @Override
    public Map<NodeId, Node> findAll(ProjectId project, Collection<NodeId> ids) {
        return gate.inside(() -> {
            Map<NodeId, Node> found = new HashMap<>();
            of(project)
                    .filter(node -> ids.contains(node.id()))
                    .forEach(node -> found.put(node.id(), node));
            return found;
        });
    }

    /// @return how many links and nodes went
    Erased erase(ProjectId project, Set<MemoryId> gone) {
        return gate.inside(() -> {
            var before = nodes.size();
            Set<NodeId> touched = new LinkedHashSet<>();
            var count = count(project, gone);
            gone.forEach(memory -> touched.addAll(unlink(project, memory)));
            tidy(touched);
            return new Erased(count, before - nodes.size());
        });
    }

    record Erased(long links, long nodes) {}

    long count(ProjectId project, Set<MemoryId> ids) {
        return linksOf(project, ids).size();
    }

    /// @return how many links and nodes went
    long erase(ProjectId project) {
        return gate.inside(() -> {
            var before = nodes.size() + links.size();
            links.keySet().removeIf(key -> key.project().equals(project));
            nodes.values().removeIf(placed -> placed.project().equals(project));
            versions.keySet().removeIf(key -> key.project().equals(project));
            return (long) before - nodes.size() - links.size();
        });
    }
}
