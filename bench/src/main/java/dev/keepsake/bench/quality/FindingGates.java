package dev.keepsake.bench.quality;

import dev.keepsake.bench.quality.Fixtures.Asked;
import dev.keepsake.bench.quality.Fixtures.Known;
import dev.keepsake.bench.quality.Gate.Target;
import dev.keepsake.bench.server.MemoryApi.Remembered;
import dev.keepsake.bench.server.MemoryApi.Scored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The right memory is among the first five, and words and names do not push it out again.
final class FindingGates {

    private static final String USER = "library";
    private static final int FIRST = 5;
    private static final double LEAST = 0.9;

    /// Fusion may lose one question that meaning alone answers.
    private static final int ALLOWED_LOSS = 1;

    private final Product product;

    FindingGates(Product product) {
        this.product = product;
    }

    /// Stores the memories that the questions are about.
    void stock(List<Known> memories) throws InterruptedException {
        product.store(USER, memories.stream().map(Known::text).toList());
    }

    /// To be asked after [#stock].
    List<Gate> measure(List<Known> memories, List<Asked> queries) throws InterruptedException {
        var texts = memories.stream().collect(Collectors.toMap(Known::id, Known::text));
        List<String> failures = new ArrayList<>();
        int byMeaning = 0;
        for (var asked : queries) {
            var right = texts.get(asked.memory());
            var found = found(asked.query());
            if (!found.contains(right)) {
                failures.add(
                        "%s: %s; wanted: %s; found: %s"
                                .formatted(asked.id(), asked.query(), right, found));
            }
            byMeaning += nearest(asked.query(), memories.size()).contains(right) ? 1 : 0;
        }
        int byFusion = queries.size() - failures.size();
        return List.of(
                Gate.share("finding: hit@5", queries.size(), LEAST, failures),
                new Gate(
                        "finding: lost against meaning alone",
                        (double) Math.max(0, byMeaning - byFusion),
                        Target.atMost(ALLOWED_LOSS),
                        "fusion %d, meaning alone %d".formatted(byFusion, byMeaning),
                        List.of()));
    }

    /// Texts of the first hits of an ordinary search.
    List<String> found(String query) throws InterruptedException {
        try {
            return product.api().search(query, Map.of("user_id", USER), FIRST).stream()
                    .map(Remembered::text)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Every memory by its semantic signal alone, cut to the first.
    private List<String> nearest(String query, int all) throws InterruptedException {
        try {
            return product.api().searchWithParts(query, Map.of("user_id", USER), all).stream()
                    .sorted(Comparator.comparingDouble(Scored::semantic).reversed())
                    .limit(FIRST)
                    .map(scored -> scored.memory().text())
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
