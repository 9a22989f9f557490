package dev.keepsake.graph;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.failure.Failure;
import dev.keepsake.graph.GraphView.Edge;
import dev.keepsake.graph.GraphView.Mentioning;
import dev.keepsake.graph.GraphView.Name;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Visibility;
import dev.keepsake.storage.Graph;
import dev.keepsake.storage.Graph.Link;
import dev.keepsake.storage.MemoryStore;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Draws the graph of the newest memories that match a filter: the most mentioned names, the
/// memories that mention most of them, and what connects them. Merged and expired memories are
/// never shown. Safe for many threads.
public final class GraphViewer {

    private final MemoryStore memories;
    private final Graph graph;
    private final InstantSource clock;

    public GraphViewer(MemoryStore memories, Graph graph, InstantSource clock) {
        this.memories = memories;
        this.graph = graph;
        this.clock = clock;
    }

    /// @throws Failure.Forbidden when the caller may not read
    public GraphView view(Caller caller, GraphView.Ask ask) {
        caller.require(Permission.READ_DATA);
        var today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        var found =
                memories.list(
                                caller.project(),
                                Visibility.standard(today).within(ask.filter()),
                                Page.Ask.first(GraphView.Ask.MOST))
                        .items();
        var links = graph.linksOf(caller.project(), found.stream().map(Memory::id).toList());
        var nodes = nodes(caller, links);
        var names = names(nodes, links, ask);
        var shown = names.stream().map(Name::id).collect(Collectors.toSet());
        var drawn = links.stream().filter(link -> shown.contains(link.node())).toList();
        var mentioning = memories(found, drawn, ask);
        return new GraphView(names, mentioning, edges(drawn, mentioning));
    }

    private Map<NodeId, Node> nodes(Caller caller, List<Link> links) {
        var ids = links.stream().map(Link::node).collect(Collectors.toSet());
        return graph.findAll(caller.project(), ids);
    }

    private static List<Name> names(Map<NodeId, Node> nodes, List<Link> links, GraphView.Ask ask) {
        var counts =
                links.stream().collect(Collectors.groupingBy(Link::node, Collectors.counting()));
        return nodes.values().stream()
                .filter(ask::wants)
                .map(node ->
                        new Name(
                                node.id(),
                                node.text(),
                                node.type(),
                                counts.getOrDefault(node.id(), 0L).intValue()))
                .sorted(
                        Comparator.comparingInt(Name::memories)
                                .reversed()
                                .thenComparing(Name::text)
                                .thenComparing(name -> name.id().toString()))
                .limit(ask.mostNames())
                .toList();
    }

    /// The newest of equals first, as they were found. Memories without a name are shown only where
    /// all names are.
    private static List<Mentioning> memories(
            List<Memory> found, List<Link> drawn, GraphView.Ask ask) {
        var counts =
                drawn.stream().collect(Collectors.groupingBy(Link::memory, Collectors.counting()));
        return found.stream()
                .map(memory ->
                        new Mentioning(memory, counts.getOrDefault(memory.id(), 0L).intValue()))
                .filter(each -> each.names() > 0 || !ask.isSelective())
                .sorted(Comparator.comparingInt(Mentioning::names).reversed())
                .limit(ask.mostMemories())
                .toList();
    }

    private static List<Edge> edges(List<Link> drawn, List<Mentioning> shown) {
        Map<MemoryId, Set<String>> names = new HashMap<>();
        for (var link : drawn) {
            names.computeIfAbsent(link.memory(), _ -> new TreeSet<>()).add(link.node().toString());
        }
        List<Edge> edges = new ArrayList<>();
        for (var each : shown) {
            var id = each.memory().id();
            names.getOrDefault(id, Set.of())
                    .forEach(name -> edges.add(new Edge(name, id.toString(), 1)));
        }
        shared(names.values())
                .forEach((pair, count) -> edges.add(new Edge(pair.first, pair.second, count)));
        return edges;
    }

    private record Pair(String first, String second) {}

    /// How many memories two names share.
    private static Map<Pair, Integer> shared(Collection<Set<String>> namesOfMemories) {
        Map<Pair, Integer> shared = new LinkedHashMap<>();
        for (var names : namesOfMemories) {
            for (var first : names) {
                for (var second : names) {
                    if (first.compareTo(second) < 0) {
                        shared.merge(new Pair(first, second), 1, Integer::sum);
                    }
                }
            }
        }
        return shared;
    }
}
