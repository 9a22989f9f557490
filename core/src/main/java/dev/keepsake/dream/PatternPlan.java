package dev.keepsake.dream;

import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a cluster means for the patterns that there are (engine contract 7.5, *idempotent*). Pure.
///
/// A cluster is *the same evidence* as a pattern when they share 0.6 of what either has, or when
/// the cluster holds 0.6 of what the pattern was made from: it may have grown by much in one week.
final class PatternPlan {

    private static final double SAME = 0.6;
    private static final int LEAST_NEW = 2;

    private final List<Memory> patterns;
    private final Map<MemoryId, Set<MemoryId>> evidence;

    /// @param patterns that exist
    /// @param evidence what each pattern was made from, those that are gone included
    PatternPlan(List<Memory> patterns, Map<MemoryId, Set<MemoryId>> evidence) {
        this.patterns = patterns;
        this.evidence = evidence;
    }

    /// What to do with a cluster.
    sealed interface Step {

        /// Nothing in it is new, or somebody deleted what it gave before.
        record Skip() implements Step {}

        record Create() implements Step {}

        /// @param pattern that the cluster is the evidence of, with more of it
        record Refresh(Memory pattern) implements Step {}
    }

    Step of(Set<MemoryId> cluster) {
        var known = matching(cluster);
        if (known.isPresent()) {
            return isNews(cluster, evidenceOf(known.get()))
                    ? new Step.Refresh(known.get())
                    : new Step.Skip();
        }
        var living = patterns.stream().map(Memory::id).toList();
        var wasDeclined =
                evidence.entrySet().stream()
                        .filter(each -> !living.contains(each.getKey()))
                        .map(Map.Entry::getValue)
                        .anyMatch(gone -> overlap(cluster, gone) >= SAME && !isNews(cluster, gone));
        return wasDeclined ? new Step.Skip() : new Step.Create();
    }

    private Optional<Memory> matching(Set<MemoryId> cluster) {
        Memory best = null;
        var most = SAME;
        for (var pattern : patterns) {
            var overlap = overlap(cluster, evidenceOf(pattern));
            if (overlap > most || best == null && overlap >= most) {
                best = pattern;
                most = overlap;
            }
        }
        return Optional.ofNullable(best);
    }

    private Set<MemoryId> evidenceOf(Memory pattern) {
        var noted = evidence.get(pattern.id());
        return noted == null ? Set.copyOf(pattern.lineage().sources()) : noted;
    }

    private static boolean isNews(Set<MemoryId> cluster, Set<MemoryId> before) {
        return cluster.stream().filter(id -> !before.contains(id)).count() >= LEAST_NEW;
    }

    /// The greater of Jaccard's index and the share of the earlier evidence that is in the cluster.
    private static double overlap(Set<MemoryId> cluster, Set<MemoryId> before) {
        if (before.isEmpty()) {
            return 0;
        }
        var common = new HashSet<>(cluster);
        common.retainAll(before);
        var all = cluster.size() + before.size() - common.size();
        return Math.max(common.size() / (double) all, common.size() / (double) before.size());
    }
}
