package dev.keepsake.ingest;

import dev.keepsake.account.ProjectId;
import dev.keepsake.fact.DuplicateLadder;
import dev.keepsake.fact.Relation;
import dev.keepsake.fact.StatedFacts;
import dev.keepsake.fact.Statements;
import dev.keepsake.fact.Told;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Origin;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.MemoryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds the drafts of one add against what their owner remembers and against each other: which of
/// them say something new, and what is outdated or absorbed by them (engine contract 1.11). Reads
/// the store and changes nothing. Safe for many threads.
///
/// When something was observed is told by its creation instant, which a caller may backdate: that
/// is the order in which the memories are shown, and the only one that is still known later.
final class Consolidation {

    private static final int MOST_LINKS = 5;
    private static final double CREDIBLE_SIMILARITY = 0.30;

    private final MemoryStore memories;
    private final Neighbourhood neighbourhood;
    private final Statements statements = new Statements();

    Consolidation(MemoryStore memories, Neighbourhood neighbourhood) {
        this.memories = memories;
        this.neighbourhood = neighbourhood;
    }

    /// @param encodings of the drafts, in their order
    /// @param observed when what they say was observed
    Consolidated settle(
            ProjectId project, List<Draft> drafts, List<Encoding> encodings, Instant observed) {
        if (drafts.isEmpty()) {
            return Consolidated.NOTHING;
        }
        neighbourhood.catchUp();
        var run = new Run(project, observed, sameTexts(project, drafts));
        for (var at = 0; at < drafts.size(); at++) {
            run.settle(drafts.get(at), encodings.get(at));
        }
        return run.result();
    }

    /// What is stored of exactly the drafts' texts, wherever in their scopes.
    private List<Memory> sameTexts(ProjectId project, List<Draft> drafts) {
        Map<Scope, Set<String>> hashes = new LinkedHashMap<>();
        drafts.forEach(draft ->
                hashes.computeIfAbsent(draft.scope(), _ -> new LinkedHashSet<>())
                        .add(draft.hash()));
        List<Memory> found = new ArrayList<>();
        hashes.forEach((scope, each) -> found.addAll(memories.withHash(project, scope, each)));
        return found;
    }

    private static Attribution speaker(Origin origin) {
        if (origin.attributedTo() != null) {
            return origin.attributedTo();
        }
        return "assistant".equals(origin.role()) ? Attribution.ASSISTANT : Attribution.USER;
    }

    /// Whether both were stated by the same one.
    private static boolean isSameSpeaker(Origin origin, Origin other) {
        return speaker(origin) == speaker(other)
                && (origin.actor() == null
                        || other.actor() == null
                        || origin.actor().equals(other.actor()));
    }

    /// Stored as it was said, by an add that distils nothing.
    private static boolean isDirectImport(Memory memory) {
        return memory.origin().role() != null && memory.origin().attributedTo() == null;
    }

    /// One walk through the drafts of an add. Later drafts see what became of earlier ones.
    private final class Run {
        private final ProjectId project;
        private final Instant observed;
        private final List<Memory> sameTexts;
        private final List<Pending> pending = new ArrayList<>();
        private final Map<MemoryId, Consolidated.Moved> moved = new LinkedHashMap<>();
        private int dropped;

        Run(ProjectId project, Instant observed, List<Memory> sameTexts) {
            this.project = project;
            this.observed = observed;
            this.sameTexts = sameTexts;
        }

        void settle(Draft draft, Encoding encoding) {
            var candidate = new Pending(draft, encoding, statements.read(draft.text()));
            var near = neighbours(candidate);
            if (repeatsText(candidate, near)
                    || repeatsPending(candidate)
                    || repeatsStored(candidate, near)) {
                dropped++;
                return;
            }
            pending.add(candidate);
            for (var neighbour : near) {
                relate(candidate, neighbour);
            }
            believe(candidate, near);
        }

        private List<Neighbour> neighbours(Pending candidate) {
            return neighbourhood.related(
                    project,
                    candidate.draft.scope().owner(),
                    candidate.encoding,
                    candidate.facts.slotCues());
        }

        // --- what says nothing new

        private boolean repeatsText(Pending candidate, List<Neighbour> near) {
            var text = Reconciler.normalised(candidate.draft.text());
            var scope = candidate.draft.scope();
            for (var each : pending) {
                if (each.draft.scope().equals(scope)
                        && Reconciler.normalised(each.draft.text()).equals(text)) {
                    each.draft = each.draft.alsoFrom(candidate.draft);
                    return true;
                }
            }
            var known = new ArrayList<>(sameTexts);
            near.forEach(neighbour -> known.add(neighbour.memory()));
            return known.stream()
                    .filter(memory -> memory.scope().equals(scope))
                    .filter(memory -> Reconciler.normalised(memory.text()).equals(text))
                    .anyMatch(this::isStillTold);
        }

        /// A draft that an earlier one of the add says already adds its messages to that one. The
        /// fuller of two takes the place of the barer.
        private boolean repeatsPending(Pending candidate) {
            for (var at = 0; at < pending.size(); at++) {
                var earlier = pending.get(at);
                if (!earlier.draft.scope().owner().equals(candidate.draft.scope().owner())) {
                    continue;
                }
                switch (relation(candidate, earlier)) {
                    case Relation.Duplicate _ -> {
                        earlier.draft = earlier.draft.alsoFrom(candidate.draft);
                        return true;
                    }
                    case Relation.Merge _ -> {
                        earlier.take(candidate);
                        return true;
                    }
                    case Relation.Supersede(_, var isChange) -> {
                        if (isChange && earlier.replacedBy == null) {
                            earlier.replacedBy = candidate.id;
                            candidate.linked.add(earlier.id);
                        } else {
                            candidate.linked.add(earlier.id);
                        }
                    }
                    case Relation.Link _ ->
                            candidate.near.put(
                                    earlier.id,
                                    neighbourhood.similarity(candidate.encoding, earlier.encoding));
                    case Relation.Independent _ -> {}
                }
            }
            return false;
        }

        private boolean repeatsStored(Pending candidate, List<Neighbour> near) {
            var claimed = candidate.draft.claims().duplicateOf();
            if (claimed != null && isCredible(candidate, claimed, near)) {
                return true;
            }
            return near.stream()
                    .filter(neighbour -> !isDirectImport(neighbour.memory()))
                    .filter(neighbour ->
                            relation(candidate, neighbour) instanceof Relation.Duplicate)
                    .anyMatch(neighbour -> isStillTold(neighbour.memory()));
        }

        /// Whether a memory, or what absorbed it, is current. What was superseded may be true
        /// again.
        private boolean isStillTold(Memory memory) {
            var told = memory;
            Set<MemoryId> seen = new HashSet<>();
            while (told.lineage().state() == Lifecycle.MERGED && seen.add(told.id())) {
                var next = told.lineage().replacedBy();
                var canonical = next == null ? null : memories.find(project, next).orElse(null);
                if (canonical == null) {
                    return true;
                }
                told = canonical;
            }
            return told.lineage().state() != Lifecycle.SUPERSEDED && !moved.containsKey(told.id());
        }

        // --- what it changes

        private Relation relation(Pending candidate, Pending earlier) {
            return DuplicateLadder.relate(
                    told(candidate),
                    told(earlier),
                    neighbourhood.similarity(candidate.encoding, earlier.encoding));
        }

        private Relation relation(Pending candidate, Neighbour neighbour) {
            return DuplicateLadder.relate(
                    told(candidate), told(neighbour.memory()), neighbour.similarity());
        }

        private Told told(Pending candidate) {
            return new Told(candidate.facts, candidate.draft.temporal(), observed);
        }

        private Told told(Memory memory) {
            return new Told(
                    statements.read(memory.text()), memory.temporal(), memory.times().created());
        }

        private void relate(Pending candidate, Neighbour neighbour) {
            var memory = neighbour.memory();
            if (memory.lineage().state() != Lifecycle.ACTIVE) {
                return;
            }
            var isBackfill = memory.times().created().isAfter(observed);
            switch (relation(candidate, neighbour)) {
                case Relation.Merge(var rule) -> absorb(candidate, memory, rule);
                case Relation.Supersede(var rule, _) -> {
                    if (!isBackfill) {
                        supersede(candidate, memory, rule);
                    }
                }
                case Relation.Link _ -> candidate.near.put(memory.id(), neighbour.similarity());
                case Relation.Duplicate _, Relation.Independent _ -> {}
            }
            if (isBackfill) {
                backfill(candidate, neighbour);
            }
        }

        /// What was observed earlier than a memory that contradicts it is outdated from the start.
        private void backfill(Pending candidate, Neighbour neighbour) {
            var memory = neighbour.memory();
            var reversed =
                    DuplicateLadder.relate(told(memory), told(candidate), neighbour.similarity());
            if (reversed instanceof Relation.Supersede
                    && isSameSpeaker(candidate.draft.origin(), memory.origin())
                    && (candidate.successor == null
                            || memory.times()
                                    .created()
                                    .isBefore(candidate.successor.times().created()))) {
                candidate.successor = memory;
            }
        }

        private void absorb(Pending candidate, Memory memory, String rule) {
            if (isMovable(memory)) {
                move(memory, Lifecycle.MERGED, candidate, "fuller statement", rule);
                candidate.inherit(memory);
            } else {
                candidate.linked.add(memory.id());
            }
        }

        private void supersede(Pending candidate, Memory memory, String rule) {
            if (isMovable(memory) && isSameSpeaker(candidate.draft.origin(), memory.origin())) {
                move(memory, Lifecycle.SUPERSEDED, candidate, "contradicted by a newer fact", rule);
            }
            candidate.linked.add(memory.id());
        }

        private void move(
                Memory memory, Lifecycle to, Pending candidate, String reason, String rule) {
            moved.put(memory.id(), new Consolidated.Moved(memory, to, candidate.id, reason, rule));
        }

        /// An immutable memory never changes its state, and no state changes twice.
        private boolean isMovable(Memory memory) {
            return !memory.immutable()
                    && memory.lineage().state() == Lifecycle.ACTIVE
                    && !moved.containsKey(memory.id());
        }

        // --- what the extractor says

        private void believe(Pending candidate, List<Neighbour> near) {
            var claims = candidate.draft.claims();
            candidate.linked.addAll(claims.linked());
            if (claims.duplicateOf() != null) {
                candidate.linked.add(claims.duplicateOf());
            }
            for (var id : claims.absorbs()) {
                var memory = credible(candidate, id, near);
                if (memory != null) {
                    absorb(candidate, memory, "extractor");
                } else if (!moved.containsKey(id)) {
                    candidate.linked.add(id);
                }
            }
            for (var id : claims.supersedes()) {
                var memory = credible(candidate, id, near);
                if (memory != null
                        && !memory.times().created().isAfter(observed)
                        && !candidate.facts.isTrial()) {
                    supersede(candidate, memory, "extractor");
                } else if (!moved.containsKey(id)) {
                    candidate.linked.add(id);
                }
            }
        }

        private boolean isCredible(Pending candidate, MemoryId id, List<Neighbour> near) {
            var memory = credible(candidate, id, near);
            return memory != null && isStillTold(memory);
        }

        /// The memory that the extractor means, if it may be changed by this draft and has to do
        /// with it: near in meaning, or about the same slot or name.
        private @Nullable Memory credible(Pending candidate, MemoryId id, List<Neighbour> near) {
            var neighbour =
                    near.stream()
                            .filter(each -> each.memory().id().equals(id))
                            .findFirst()
                            .orElseGet(() -> neighbourhood.find(project, id, candidate.encoding));
            if (neighbour == null
                    || neighbour.memory().immutable()
                    || neighbour.memory().lineage().synthesized()
                    || !neighbour
                            .memory()
                            .scope()
                            .owner()
                            .equals(candidate.draft.scope().owner())) {
                return null;
            }
            var facts = statements.read(neighbour.memory().text());
            var isNear =
                    neighbour.similarity() >= CREDIBLE_SIMILARITY
                            || facts.sharesSlot(candidate.facts)
                            || facts.sharesName(candidate.facts);
            return isNear ? neighbour.memory() : null;
        }

        Consolidated result() {
            List<Consolidated.Kept> kept = new ArrayList<>();
            pending.forEach(each -> kept.add(each.kept()));
            return new Consolidated(kept, List.copyOf(moved.values()), dropped);
        }
    }

    /// A draft on its way.
    private static final class Pending {
        private final MemoryId id = MemoryId.random();
        private Draft draft;
        private Encoding encoding;
        private StatedFacts facts;
        private final Set<MemoryId> linked = new LinkedHashSet<>();
        private final Map<MemoryId, Double> near = new LinkedHashMap<>();
        private final Set<String> inherited = new LinkedHashSet<>();
        private @Nullable MemoryId replacedBy;
        private @Nullable Memory successor;

        Pending(Draft draft, Encoding encoding, StatedFacts facts) {
            this.draft = draft;
            this.encoding = encoding;
            this.facts = facts;
        }

        /// Says what a fuller draft says.
        void take(Pending fuller) {
            draft = fuller.draft.alsoFrom(draft);
            encoding = fuller.encoding;
            facts = fuller.facts;
        }

        void inherit(Memory absorbed) {
            if (absorbed.categories() != null) {
                inherited.addAll(absorbed.categories());
            }
        }

        Consolidated.Kept kept() {
            var isBackfilled = successor != null && replacedBy == null;
            var by = isBackfilled && successor != null ? successor.id() : replacedBy;
            linked.remove(id);
            near.entrySet().stream()
                    .sorted(Map.Entry.<MemoryId, Double>comparingByValue().reversed())
                    .limit(MOST_LINKS)
                    .forEach(each -> linked.add(each.getKey()));
            return new Consolidated.Kept(
                    id, draft, encoding, List.copyOf(linked), by, List.copyOf(inherited));
        }
    }
}
