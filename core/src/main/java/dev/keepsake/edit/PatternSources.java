package dev.keepsake.edit;

import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Lineage;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Stored;
import dev.keepsake.storage.MemoryStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What deletions do to the patterns that rest on what is deleted (engine contract 7.5): the link
/// goes, and a pattern that is left with fewer than two sources goes too. Safe for many threads.
public final class PatternSources {

    private static final int LEAST = 2;

    private final MemoryStore memories;

    public PatternSources(MemoryStore memories) {
        this.memories = memories;
    }

    /// The changes that follow from a deletion, for the same transaction.
    ///
    /// @throws Failure.Conflict when a pattern is deleted meanwhile
    List<Change> afterDeletionOf(ProjectId project, Map<MemoryId, Memory> doomed) {
        var users =
                doomed.values().stream()
                        .map(memory -> memory.scope().user())
                        .filter(user -> user != null)
                        .collect(Collectors.toUnmodifiableSet());
        if (users.isEmpty()) {
            return List.of();
        }
        var patterns =
                memories.patternsOf(project, users).stream()
                        .filter(pattern -> !doomed.containsKey(pattern.id()))
                        .toList();
        return without(project, patterns, doomed::containsKey);
    }

    /// The changes that take sources away from patterns.
    ///
    /// @throws Failure.Conflict when a pattern is deleted meanwhile
    public List<Change> without(
            ProjectId project, Collection<Memory> patterns, Predicate<MemoryId> gone) {
        var concerned =
                patterns.stream()
                        .filter(pattern -> pattern.lineage().sources().stream().anyMatch(gone))
                        .toList();
        var encodings =
                memories.encodings(
                        project,
                        concerned.stream().map(Memory::id).collect(Collectors.toUnmodifiableSet()));
        List<Change> changes = new ArrayList<>();
        for (var pattern : concerned) {
            var left = pattern.lineage().sources().stream().filter(gone.negate()).toList();
            var encoding = encodings.get(pattern.id());
            if (encoding == null) {
                throw new Failure.Conflict("memory " + pattern.id() + " was deleted meanwhile");
            }
            changes.add(
                    left.size() < LEAST
                            ? new Change.Deleted(pattern)
                            : new Change.Updated(
                                    pattern,
                                    new Stored(withSources(pattern, left), encoding),
                                    List.of(),
                                    note(left)));
        }
        return changes;
    }

    private static Memory withSources(Memory pattern, List<MemoryId> sources) {
        var lineage = pattern.lineage();
        return pattern.withLineage(
                new Lineage(
                        lineage.state(),
                        lineage.replacedBy(),
                        lineage.synthesized(),
                        lineage.linked(),
                        sources));
    }

    private static Map<String, @Nullable Object> note(List<MemoryId> left) {
        Map<String, @Nullable Object> synthesis = new LinkedHashMap<>();
        synthesis.put("source_memory_ids", left.stream().map(MemoryId::toString).toList());
        synthesis.put("reason", "source deleted");
        return Map.of("synthesis", synthesis);
    }

    /// The sources of patterns that are not there any more: a memory can be deleted between being
    /// read and becoming a source.
    public Set<MemoryId> missing(ProjectId project, Collection<Memory> patterns) {
        var sources =
                patterns.stream()
                        .flatMap(pattern -> pattern.lineage().sources().stream())
                        .collect(Collectors.toSet());
        memories.findAll(project, List.copyOf(sources)).forEach(each -> sources.remove(each.id()));
        return sources;
    }
}
