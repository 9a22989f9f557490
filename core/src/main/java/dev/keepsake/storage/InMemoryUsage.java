package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.model.Operation;
import dev.keepsake.usage.Usage;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Usage in a map.
final class InMemoryUsage implements UsageLog {

    private static final Comparator<Usage> ORDER =
            Comparator.comparing(Usage::day)
                    .thenComparing(usage -> usage.operation().name())
                    .thenComparing(Usage::model);

    private final Gate gate;
    private final InMemoryMemories memories;
    private final Map<Key, Usage> spent = new LinkedHashMap<>();

    InMemoryUsage(Gate gate, InMemoryMemories memories) {
        this.gate = gate;
        this.memories = memories;
    }

    private record Key(ProjectId project, LocalDate day, Operation operation, String model) {}

    @Override
    public void add(ProjectId project, Usage usage) {
        gate.run(() -> {
            memories.requireLiving(project);
            var key = new Key(project, usage.day(), usage.operation(), usage.model());
            spent.merge(key, usage, InMemoryUsage::together);
        });
    }

    private static Usage together(Usage one, Usage other) {
        return new Usage(one.day(), one.operation(), one.model(), one.spent().plus(other.spent()));
    }

    @Override
    public List<Usage> list(ProjectId project, LocalDate first, LocalDate last) {
        return gate.inside(() ->
                spent.entrySet().stream()
                        .filter(entry -> entry.getKey().project().equals(project))
                        .map(Map.Entry::getValue)
                        .filter(usage -> !usage.day().isBefore(first))
                        .filter(usage -> !usage.day().isAfter(last))
                        .sorted(ORDER)
                        .toList());
    }

    int erase(ProjectId project) {
        return gate.inside(() -> {
            var before = spent.size();
            spent.keySet().removeIf(key -> key.project().equals(project));
            return before - spent.size();
        });
    }
}
