package dev.keepsake.bench.quality;

import dev.keepsake.bench.quality.Gate.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Two servers, two processes, the same words: the same memories to the last byte, and the same
/// memories found in the same order.
final class DeterminismGate {

    private DeterminismGate() {}

    /// What one server made of the fixtures, by the id of the row.
    static Map<String, List<String>> account(Product product, Fixtures fixtures)
            throws InterruptedException {
        Map<String, List<String>> account = new LinkedHashMap<>();
        for (var conversation : fixtures.conversations()) {
            var event =
                    product.tell(
                            "again-" + conversation.id(),
                            conversation.observed(),
                            conversation.messages());
            account.put(conversation.id(), Product.texts(event));
        }
        for (var asked : fixtures.queries()) {
            account.put(asked.id(), new FindingGates(product).found(asked.query()));
        }
        return account;
    }

    static Gate compare(Map<String, List<String>> one, Map<String, List<String>> other) {
        List<String> failures = new ArrayList<>();
        one.forEach((id, texts) -> {
            if (!texts.equals(other.get(id))) {
                failures.add(id + ": " + texts + " and " + other.get(id));
            }
        });
        return new Gate(
                "determinism: rows that differ",
                (double) failures.size(),
                Target.atMost(0),
                "of %d in two processes".formatted(one.size()),
                failures);
    }
}
