package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.dream.DreamRun;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.event.EventId;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs and evidence of every project.
final class InMemoryDreams implements Dreams {

    private static final Comparator<DreamRun> NEWEST_FIRST =
            Comparator.comparing(DreamRun::started)
                    .thenComparing(run -> run.id().toString())
                    .reversed();

    private final Gate gate;
    private final InMemoryEntities entities;
    private final Map<RunKey, DreamRun> runs = new LinkedHashMap<>();
    private final Map<PatternKey, Evidence> evidence = new LinkedHashMap<>();

    InMemoryDreams(Gate gate, InMemoryEntities entities) {
        this.gate = gate;
        this.entities = entities;
    }

    private record RunKey(ProjectId project, EventId id) {}

    private record PatternKey(ProjectId project, String user, MemoryId pattern) {}

    private record Evidence(Set<MemoryId> sources, Instant at) {}

    @Override
    public void put(ProjectId project, DreamRun run) {
        gate.run(() -> {
            if (isKnown(project, run.user())) {
                runs.put(new RunKey(project, run.id()), run);
            }
        });
    }

    private boolean isKnown(ProjectId project, String user) {
        return entities.find(project, new EntityKey(EntityKind.USER, user)).isPresent();
    }

    @Override
    public Page<DreamRun> runs(ProjectId project, @Nullable String user, Page.Ask ask) {
        return gate.inside(() ->
                Pages.cut(
                        runs.entrySet().stream()
                                .filter(each -> each.getKey().project().equals(project))
                                .map(Map.Entry::getValue)
                                .filter(run -> user == null || run.user().equals(user))
                                .sorted(NEWEST_FIRST)
                                .toList(),
                        ask));
    }

    @Override
    public void note(
            ProjectId project,
            String user,
            MemoryId pattern,
            Collection<MemoryId> sources,
            Instant at) {
        gate.run(() -> {
            if (isKnown(project, user)) {
                evidence.put(
                        new PatternKey(project, user, pattern),
                        new Evidence(Set.copyOf(sources), at));
            }
        });
    }

    @Override
    public Map<MemoryId, Set<MemoryId>> evidence(ProjectId project, String user) {
        return gate.inside(() -> {
            Map<MemoryId, Set<MemoryId>> found = new HashMap<>();
            evidence.forEach((key, each) -> {
                if (key.project().equals(project) && key.user().equals(user)) {
                    found.put(key.pattern(), each.sources());
                }
            });
            return found;
        });
    }

    @Override
    public int expire(Instant before) {
        return gate.inside(() -> {
            var size = runs.size();
            runs.entrySet()
                    .removeIf(each ->
                            each.getValue().started().isBefore(before) && !isLast(each.getKey()));
            return size - runs.size();
        });
    }

    private boolean isLast(RunKey key) {
        var run = runs.get(key);
        return run != null
                && runs.entrySet().stream()
                        .filter(each -> each.getKey().project().equals(key.project()))
                        .map(Map.Entry::getValue)
                        .filter(each -> each.user().equals(run.user()))
                        .min(NEWEST_FIRST)
                        .orElseThrow()
                        .equals(run);
    }

    long erase(ProjectId project) {
        long before = runs.size() + evidence.size();
        runs.keySet().removeIf(key -> key.project().equals(project));
        evidence.keySet().removeIf(key -> key.project().equals(project));
        return before - runs.size() - evidence.size();
    }

    /// Of a user who was deleted at an instant; what is later is of another one.
    long erase(ProjectId project, EntityKey entity, Instant at) {
        var count = count(project, entity, at);
        runs.entrySet().removeIf(each -> isOf(each, project, entity, at));
        evidence.entrySet().removeIf(each -> isEvidenceOf(each, project, entity, at));
        return count;
    }

    long count(ProjectId project, EntityKey entity, Instant at) {
        return runs.entrySet().stream().filter(each -> isOf(each, project, entity, at)).count()
                + evidence.entrySet().stream()
                        .filter(each -> isEvidenceOf(each, project, entity, at))
                        .count();
    }

    private static boolean isOf(
            Map.Entry<RunKey, DreamRun> each, ProjectId project, EntityKey entity, Instant at) {
        return entity.kind() == EntityKind.USER
                && each.getKey().project().equals(project)
                && each.getValue().user().equals(entity.name())
                && !each.getValue().started().isAfter(at);
    }

    private static boolean isEvidenceOf(
            Map.Entry<PatternKey, Evidence> each, ProjectId project, EntityKey entity, Instant at) {
        return entity.kind() == EntityKind.USER
                && each.getKey().project().equals(project)
                && each.getKey().user().equals(entity.name())
                && !each.getValue().at().isAfter(at);
    }
}
