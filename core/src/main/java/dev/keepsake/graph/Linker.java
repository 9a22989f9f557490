package dev.keepsake.graph;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.EventId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.model.Embedder;
import dev.keepsake.storage.Graph;
import dev.keepsake.storage.Graph.Linking;
import dev.keepsake.storage.Graph.Naming;
import dev.keepsake.storage.Graph.Outcome;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.MemoryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Works out what memories that changed are linked to. The links of a memory follow from its text
/// as it is now and from those of the memories merged into it, so the same batch gives the same
/// links however often it is done. For one thread at a time.
final class Linker {

    private final MemoryStore memories;
    private final Graph graph;
    private final OwnerNodes owners;
    private final EntityExtraction extraction;
    private final Embedder embedder;

    Linker(
            MemoryStore memories,
            Graph graph,
            OwnerNodes owners,
            EntityExtraction extraction,
            Embedder embedder) {
        this.memories = memories;
        this.graph = graph;
        this.owners = owners;
        this.extraction = extraction;
        this.embedder = embedder;
    }

    /// What is to be stored for a batch of changes.
    record Work(List<Linking> linkings, List<Outcome> outcomes) {}

    Work link(List<LoggedChange> changes) {
        Map<ProjectId, List<Revision>> byProject = new LinkedHashMap<>();
        for (var change : changes) {
            byProject
                    .computeIfAbsent(change.project(), _ -> new ArrayList<>())
                    .add(change.revision());
        }
        List<Linking> linkings = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        byProject.forEach((project, revisions) -> {
            var batch = new Batch(project);
            batch.add(affected(project, revisions));
            linkings.addAll(batch.linkings());
            outcomes.addAll(outcomes(project, revisions, batch.failed));
        });
        return new Work(linkings, outcomes);
    }

    private static List<Outcome> outcomes(
            ProjectId project, List<Revision> revisions, Set<MemoryId> failed) {
        Map<EventId, Boolean> linked = new LinkedHashMap<>();
        for (var revision : revisions) {
            if (revision.kind() == Revision.Kind.ADD) {
                linked.merge(
                        revision.cause(),
                        !failed.contains(revision.memoryId()),
                        Boolean::logicalAnd);
            }
        }
        return linked.entrySet().stream()
                .map(each -> new Outcome(project, each.getKey(), each.getValue()))
                .toList();
    }

    /// The memories themselves, and those into which they are or were merged.
    private Map<MemoryId, @Nullable Memory> affected(ProjectId project, List<Revision> revisions) {
        Set<MemoryId> wanted = new LinkedHashSet<>();
        for (var revision : revisions) {
            wanted.add(revision.memoryId());
            addCanonical(revision.before(), wanted);
            addCanonical(revision.after(), wanted);
        }
        Map<MemoryId, @Nullable Memory> found = new LinkedHashMap<>();
        while (!wanted.isEmpty()) {
            Map<MemoryId, Memory> living = byId(memories.findAll(project, List.copyOf(wanted)));
            Set<MemoryId> next = new LinkedHashSet<>();
            for (var id : wanted) {
                found.put(id, living.get(id));
                addCanonical(living.get(id), next);
            }
            next.removeAll(found.keySet());
            wanted = next;
        }
        return found;
    }

    private static void addCanonical(@Nullable Memory memory, Set<MemoryId> wanted) {
        if (memory != null && Grapher.isMerged(memory)) {
            var canonical = memory.lineage().replacedBy();
            if (canonical != null) {
                wanted.add(canonical);
            }
        }
    }

    private static Map<MemoryId, Memory> byId(List<Memory> found) {
        Map<MemoryId, Memory> byId = new HashMap<>();
        found.forEach(memory -> byId.put(memory.id(), memory));
        return byId;
    }

    /// The memories of one project on their way into the graph.
    private final class Batch {
        private final ProjectId project;
        private final Map<Scope, OwnerView> views = new HashMap<>();
        private final Map<Memory, List<Mention>> mentions = new LinkedHashMap<>();
        private final List<MemoryId> without = new ArrayList<>();
        private final Set<MemoryId> failed = new HashSet<>();

        Batch(ProjectId project) {
            this.project = project;
        }

        void add(Map<MemoryId, @Nullable Memory> affected) {
            affected.forEach((id, memory) -> {
                if (memory == null || Grapher.isMerged(memory)) {
                    without.add(id);
                } else {
                    read(memory);
                }
            });
        }

        private void read(Memory memory) {
            try {
                mentions.put(memory, mentions(memory));
            } catch (Failure.StorageFailed failure) {
                throw failure;
            } catch (RuntimeException unreadable) {
                failed.add(memory.id());
                System.getLogger(Linker.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "the names of memory " + memory.id() + " could not be read",
                                unreadable);
            }
        }

        private List<Mention> mentions(Memory memory) {
            var ofOwners = memory.scope().owners().stream().map(this::view).toList();
            Map<String, Mention> found = new LinkedHashMap<>();
            for (var text : texts(memory)) {
                for (var mention :
                        extraction.mentions(
                                text,
                                norm -> ofOwners.stream().anyMatch(view -> view.isName(norm)))) {
                    found.putIfAbsent(mention.norm(), mention);
                }
            }
            ofOwners.forEach(view -> view.expect(found.values()));
            return List.copyOf(found.values());
        }

        /// Its own first, then those of what was merged into it, step by step.
        private List<String> texts(Memory memory) {
            List<String> texts = new ArrayList<>();
            texts.add(memory.text());
            Set<MemoryId> seen = new HashSet<>(Set.of(memory.id()));
            Collection<MemoryId> last = Set.of(memory.id());
            while (!last.isEmpty()) {
                var merged =
                        memories.replacedBy(project, last).stream()
                                .filter(Grapher::isMerged)
                                .filter(each -> seen.add(each.id()))
                                .toList();
                merged.stream().map(Memory::text).sorted().forEach(texts::add);
                last = merged.stream().map(Memory::id).toList();
            }
            return texts;
        }

        private OwnerView view(Scope owner) {
            return views.computeIfAbsent(owner, _ -> new OwnerView(project, owner));
        }

        List<Linking> linkings() {
            var vectors = vectors();
            List<Linking> linkings = new ArrayList<>();
            without.forEach(id -> linkings.add(new Linking(project, id, List.of())));
            mentions.forEach((memory, found) -> linkings.add(linking(memory, found, vectors)));
            return linkings;
        }

        private Linking linking(Memory memory, List<Mention> found, Map<String, float[]> vectors) {
            Map<NodeId, Naming> to = new LinkedHashMap<>();
            for (var owner : memory.scope().owners()) {
                for (var mention : found) {
                    var node =
                            view(owner)
                                    .node(
                                            mention,
                                            vectors.get(mention.norm()),
                                            memory.times().created());
                    if (node == null) {
                        failed.add(memory.id());
                    } else {
                        to.putIfAbsent(node.id(), new Naming(node, mention.text()));
                    }
                }
            }
            return new Linking(project, memory.id(), List.copyOf(to.values()));
        }

        /// Of the names that some owner does not know yet, by name.
        private Map<String, float[]> vectors() {
            Map<String, String> unknown = new LinkedHashMap<>();
            mentions.forEach((memory, found) -> {
                for (var mention : found) {
                    if (memory.scope().owners().stream()
                            .anyMatch(owner -> view(owner).find(mention.norm()) == null)) {
                        unknown.putIfAbsent(mention.norm(), mention.text());
                    }
                }
            });
            return embedded(unknown);
        }
    }

    /// All at once, or, when that fails, one by one without those that cannot be.
    private Map<String, float[]> embedded(Map<String, String> names) {
        Map<String, float[]> vectors = new HashMap<>();
        if (names.isEmpty()) {
            return vectors;
        }
        try {
            var all = embedder.embedAll(List.copyOf(names.values())).iterator();
            names.keySet().forEach(norm -> vectors.put(norm, all.next().vector()));
        } catch (Failure.ModelFailed _) {
            vectors.clear();
            names.forEach((norm, text) -> {
                try {
                    vectors.put(norm, embedder.embedAll(List.of(text)).getFirst().vector());
                } catch (Failure.ModelFailed failed) {
                    System.getLogger(Linker.class.getName())
                            .log(
                                    System.Logger.Level.WARNING,
                                    "a name could not be embedded: " + failed.reason());
                }
            });
        }
        return vectors;
    }

    /// The nodes of an owner with those that the batch adds.
    private final class OwnerView {
        private static final double SAME = 0.95;

        private final Scope owner;
        private final OwnerNodes.@Nullable Names stored;
        private final Map<String, Node> fresh = new LinkedHashMap<>();
        private final Set<String> expected = new HashSet<>();

        OwnerView(ProjectId project, Scope owner) {
            this.owner = owner;
            this.stored =
                    graph.owners(project, Filter.exactly(owner), 1).stream()
                            .map(row -> owners.of(project, row))
                            .findFirst()
                            .orElse(null);
        }

        boolean isName(String norm) {
            var known = find(norm);
            return known == null ? expected.contains(norm) : known.type() != NodeType.TOPIC;
        }

        /// What earlier memories of the batch will bring.
        void expect(Collection<Mention> mentions) {
            mentions.stream()
                    .filter(mention -> mention.type() != NodeType.TOPIC)
                    .forEach(mention -> expected.add(mention.norm()));
        }

        @Nullable Node find(String norm) {
            var known = stored == null ? null : stored.find(norm);
            return known == null ? fresh.get(norm) : known;
        }

        /// The node of exactly this name, else the nearest of nearly the same, else a new one; null
        /// when the name could not be embedded.
        @Nullable Node node(Mention mention, float @Nullable [] vector, Instant seen) {
            var known = find(mention.norm());
            if (known != null || vector == null) {
                return known;
            }
            var nearest = nearest(vector);
            if (nearest != null) {
                return nearest;
            }
            var node = Node.of(owner, mention, vector, seen);
            fresh.put(mention.norm(), node);
            return node;
        }

        private @Nullable Node nearest(float[] vector) {
            Node best = null;
            var highest = SAME;
            List<Node> all = new ArrayList<>(fresh.values());
            if (stored != null) {
                all.addAll(stored.all());
            }
            for (var node : all) {
                var similarity = embedder.model().calibrated(node.cosine(vector));
                if (similarity >= highest) {
                    best = node;
                    highest = similarity;
                }
            }
            return best;
        }
    }
}
