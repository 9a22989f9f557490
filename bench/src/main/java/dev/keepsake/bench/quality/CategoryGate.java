package dev.keepsake.bench.quality;

import dev.keepsake.bench.quality.Fixtures.Labelled;
import dev.keepsake.bench.quality.Gate.Target;
import dev.keepsake.bench.server.MemoryApi.Remembered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Memories get the label that a person would give them. They are stored as they are, and sorted by
/// the server afterwards.
final class CategoryGate {

    private static final String NAME = "categories: wanted label among kept";
    private static final double LEAST = 0.85;
    private static final String USER = "categories";
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Product product;

    CategoryGate(Product product) {
        this.product = product;
    }

    Gate measure(List<Labelled> statements) throws InterruptedException {
        product.store(USER, statements.stream().map(Labelled::text).toList());
        var labels = labels(statements.size());
        if (labels.values().stream().allMatch(List::isEmpty)) {
            return Gate.notYet(NAME, Target.atLeast(LEAST), "nothing is sorted");
        }
        List<String> failures = new ArrayList<>();
        int given = 0;
        for (var statement : statements) {
            var kept = labels.getOrDefault(statement.text(), List.of());
            given += kept.size();
            if (!kept.contains(statement.label())) {
                failures.add(
                        "%s: %s, not %s: %s"
                                .formatted(
                                        statement.id(), kept, statement.label(), statement.text()));
            }
        }
        var gate = Gate.share(NAME, statements.size(), LEAST, failures);
        return new Gate(
                gate.name(),
                gate.figure(),
                gate.target(),
                "%s, %.1f labels each".formatted(gate.detail(), (double) given / statements.size()),
                failures);
    }

    /// By text, when all are sorted or nothing has changed for a while.
    private Map<String, List<String>> labels(int all) throws InterruptedException {
        var labels = look();
        var changed = System.nanoTime();
        while (sorted(labels) < all && System.nanoTime() - changed < PATIENCE.toNanos()) {
            Thread.sleep(100);
            var now = look();
            if (sorted(now) != sorted(labels)) {
                changed = System.nanoTime();
            }
            labels = now;
        }
        return labels;
    }

    private Map<String, List<String>> look() throws InterruptedException {
        return product.memories(USER).stream()
                .collect(Collectors.toMap(Remembered::text, Remembered::categories));
    }

    private static long sorted(Map<String, List<String>> labels) {
        return labels.values().stream().filter(kept -> !kept.isEmpty()).count();
    }
}
