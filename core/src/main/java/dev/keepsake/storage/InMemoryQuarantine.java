package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.memory.Page;
import dev.keepsake.quality.QuarantineId;
import dev.keepsake.quality.QuarantineQuery;
import dev.keepsake.quality.Quarantined;
import dev.keepsake.quality.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What was refused, oldest first.
final class InMemoryQuarantine implements Quarantine {

    private final Gate gate;
    private final Map<ProjectId, List<Quarantined>> entries = new HashMap<>();

    InMemoryQuarantine(Gate gate) {
        this.gate = gate;
    }

    /// As a part of [MemoryStore#apply].
    void add(ProjectId project, ChangeSet.Refused refused) {
        var all = entries.computeIfAbsent(project, _ -> new ArrayList<>());
        all.addAll(refused.entries());
        all.sort(Comparator.comparing(Quarantined::at));
        all.subList(0, Math.max(0, all.size() - refused.capacity())).clear();
    }

    @Override
    public Page<Quarantined> list(ProjectId project, QuarantineQuery query, Page.Ask ask) {
        return gate.inside(() -> {
            var found = of(project).reversed().stream().filter(query::fits).toList();
            var page = found.stream().skip(ask.offset()).limit(ask.size()).toList();
            return new Page<>(page, found.size(), ask.number(), ask.size());
        });
    }

    private List<Quarantined> of(ProjectId project) {
        return entries.getOrDefault(project, List.of());
    }

    @Override
    public Map<Verdict, Long> totals(ProjectId project) {
        return gate.inside(() -> {
            Map<Verdict, Long> totals = new EnumMap<>(Verdict.class);
            of(project).forEach(each -> totals.merge(each.judgement().verdict(), 1L, Long::sum));
            return totals;
        });
    }

    @Override
    public Optional<Quarantined> find(ProjectId project, QuarantineId id) {
        return gate.inside(
                () -> of(project).stream().filter(each -> each.id().equals(id)).findFirst());
    }

    @Override
    public boolean remove(ProjectId project, QuarantineId id) {
        return gate.inside(() -> removed(project, each -> each.id().equals(id)) == 1);
    }

    @Override
    public long removeAll(ProjectId project, QuarantineQuery query) {
        return gate.inside(() -> removed(project, query::fits));
    }

    @Override
    public int expire(Instant before) {
        return gate.inside(() ->
                List.copyOf(entries.keySet()).stream()
                        .mapToInt(project ->
                                (int) removed(project, each -> each.at().isBefore(before)))
                        .sum());
    }

    private long removed(ProjectId project, Predicate<Quarantined> which) {
        var all = entries.getOrDefault(project, new ArrayList<>());
        var before = all.size();
        all.removeIf(which);
        return before - all.size();
    }

    /// What adds of an entity until an instant left.
    long erase(ProjectId project, EntityKey entity, Instant until) {
        return removed(project, each -> isOf(each, entity, until));
    }

    long count(ProjectId project, EntityKey entity, Instant until) {
        return of(project).stream().filter(each -> isOf(each, entity, until)).count();
    }

    private static boolean isOf(Quarantined entry, EntityKey entity, Instant until) {
        return entity.isIn(entry.asked()) && !entry.at().isAfter(until);
    }

    long erase(ProjectId project) {
        var all = entries.remove(project);
        return all == null ? 0 : all.size();
    }
}
