package dev.keepsake.graph;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.model.Embedder;
import dev.keepsake.storage.Graph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Which memories a question names: the entity signal of search (engine contract 2.3). Safe for
/// many threads.
///
/// Names of the question are compared with the nodes of every owner who may hold a match. Where
/// those are too many to compare, as with a filter on all users, only equal names count.
public final class EntityBoosts {

    private static final int MOST_OWNERS = 100;
    private static final int MOST_NODES = 20_000;

    /// Nodes that one name of the question may match.
    private static final int MOST_MATCHES = 500;

    private static final double SECOND_HOP = 0.25;

    private final Graph graph;
    private final OwnerNodes owners;
    private final EntityExtraction extraction;
    private final Embedder embedder;
    private final EntityWeights weights;

    public EntityBoosts(
            Graph graph,
            OwnerNodes owners,
            EntityExtraction extraction,
            Embedder embedder,
            EntityWeights weights) {
        this.graph = graph;
        this.owners = owners;
        this.extraction = extraction;
        this.embedder = embedder;
        this.weights = weights;
    }

    /// What each linked memory gains, in (0, weight]. Memories that do not match the filter may be
    /// among them.
    public Map<MemoryId, Double> boosts(ProjectId project, String question, Filter filter) {
        var chosen = graph.owners(project, OwnerFilter.of(filter), MOST_OWNERS + 1);
        if (chosen.isEmpty()) {
            return Map.of();
        }
        var nodes = chosen.stream().mapToInt(Graph.Owner::nodes).sum();
        var matches =
                chosen.size() > MOST_OWNERS || nodes > MOST_NODES
                        ? equal(project, question)
                        : similar(project, question, chosen);
        return spread(project, matches);
    }

    private Map<Node, Double> equal(ProjectId project, String question) {
        var norms = names(question, _ -> false).stream().map(Mention::norm).toList();
        Map<Node, Double> matches = new LinkedHashMap<>();
        if (!norms.isEmpty()) {
            graph.named(project, norms, MOST_MATCHES).forEach(node -> matches.put(node, 1.0));
        }
        return matches;
    }

    private Map<Node, Double> similar(
            ProjectId project, String question, List<Graph.Owner> chosen) {
        var known = chosen.stream().map(owner -> owners.of(project, owner)).toList();
        var mentions = names(question, norm -> known.stream().anyMatch(each -> each.has(norm)));
        Map<Node, Double> matches = new LinkedHashMap<>();
        for (var vector : vectors(mentions, known)) {
            known.stream()
                    .flatMap(each -> each.all().stream())
                    .map(node -> new Match(node, similarity(node, vector)))
                    .filter(match -> match.similarity >= weights.minSimilarity())
                    .sorted(Comparator.comparingDouble(Match::similarity).reversed())
                    .limit(MOST_MATCHES)
                    .forEach(match -> matches.merge(match.node, match.similarity, Math::max));
        }
        return matches;
    }

    private record Match(Node node, double similarity) {}

    private double similarity(Node node, float[] vector) {
        return embedder.model().calibrated(node.cosine(vector));
    }

    private List<Mention> names(String question, Predicate<String> isNode) {
        return extraction.mentions(question, isNode).stream().limit(weights.mostNames()).toList();
    }

    /// A name that is a node has its vector already.
    private List<float[]> vectors(List<Mention> mentions, List<OwnerNodes.Names> known) {
        List<float[]> vectors = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (var mention : mentions) {
            known.stream()
                    .map(each -> each.find(mention.norm()))
                    .flatMap(Stream::ofNullable)
                    .findFirst()
                    .ifPresentOrElse(
                            node -> vectors.add(node.vector()), () -> unknown.add(mention.text()));
        }
        if (!unknown.isEmpty()) {
            embedder.embedAll(unknown).forEach(each -> vectors.add(each.vector()));
        }
        return vectors;
    }

    private Map<MemoryId, Double> spread(ProjectId project, Map<Node, Double> matches) {
        Map<NodeId, Double> boosts = new HashMap<>();
        matches.forEach((node, similarity) ->
                boosts.put(node.id(), weights.boost(similarity, node.links())));
        var links = graph.links(project, boosts.keySet());
        Map<MemoryId, Double> best = new HashMap<>();
        for (var link : links) {
            best.merge(link.memory(), boosts.getOrDefault(link.node(), 0.0), Math::max);
        }
        if (weights.secondHop()) {
            hop(project, boosts, links, best);
        }
        return best;
    }

    /// Names that share a memory with a matched one pass on a quarter of its boost.
    private void hop(
            ProjectId project,
            Map<NodeId, Double> boosts,
            Collection<Graph.Link> links,
            Map<MemoryId, Double> best) {
        Map<MemoryId, Double> direct = new HashMap<>(best);
        Map<NodeId, Double> second = new HashMap<>();
        for (var link : graph.linksOf(project, memories(links))) {
            if (!boosts.containsKey(link.node())) {
                var boost = direct.getOrDefault(link.memory(), 0.0);
                second.merge(link.node(), boost * SECOND_HOP, Math::max);
            }
        }
        for (var link : graph.links(project, second.keySet())) {
            best.merge(link.memory(), second.getOrDefault(link.node(), 0.0), Math::max);
        }
    }

    private static Set<MemoryId> memories(Collection<Graph.Link> links) {
        Set<MemoryId> memories = new HashSet<>();
        links.forEach(link -> memories.add(link.memory()));
        return memories;
    }
}
