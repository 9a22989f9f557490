package dev.keepsake.bench.quality;

import dev.keepsake.bench.quality.Fixtures.Pair;
import dev.keepsake.bench.quality.Gate.Target;
import dev.keepsake.bench.server.MemoryApi.Remembered;
import dev.keepsake.bench.server.MemoryApi.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A second statement ends a first one, repeats it, or leaves it alone.
final class ChangeGates {

    private static final String FIRST_TIME = "2026-01-10T10:00:00Z";
    private static final String MUCH_LATER = "2026-03-12T10:00:00Z";

    /// Soon enough for "in March" to mean the same month.
    private static final String SOON = "2026-01-12T10:00:00Z";

    private final Product product;

    ChangeGates(Product product) {
        this.product = product;
    }

    /// What two statements of one user, in adds of their own, came to.
    ///
    /// @param first ids of the memories of the first
    /// @param all memories of the user in the end
    private record Outcome(List<String> first, List<String> second, List<Remembered> all) {

        boolean isFirstSuperseded() {
            return all.stream()
                    .anyMatch(memory ->
                            first.contains(memory.id()) && memory.state().equals("superseded"));
        }

        long count(String state) {
            return all.stream().filter(memory -> memory.state().equals(state)).count();
        }

        boolean isSaidOnce() {
            return !first.isEmpty() && count("active") == first.size();
        }

        @Override
        public String toString() {
            return all.reversed().stream()
                    .map(memory -> memory.text() + " [" + memory.state() + "]")
                    .collect(Collectors.joining(" / "));
        }
    }

    private Outcome outcome(String user, Pair pair, String later) throws InterruptedException {
        var first = product.tell(user, FIRST_TIME, pair.first());
        var second = product.tell(user, later, pair.second());
        return new Outcome(
                first.results().stream().map(Stored::id).toList(),
                second.results().stream().map(Stored::id).toList(),
                product.memories(user));
    }

    /// Nothing may be superseded, nothing merged; how many pairs were stored at all is told too,
    /// for an engine that stores nothing would pass.
    List<Gate> compatible(List<Pair> pairs) throws InterruptedException {
        List<String> superseded = new ArrayList<>();
        List<String> merged = new ArrayList<>();
        int both = 0;
        for (var pair : pairs) {
            var outcome = outcome("pair-" + pair.id(), pair, MUCH_LATER);
            both += !outcome.first.isEmpty() && !outcome.second.isEmpty() ? 1 : 0;
            if (outcome.count("superseded") > 0) {
                superseded.add(pair.id() + ": " + outcome);
            }
            if (outcome.count("merged") > 0) {
                merged.add(pair.id() + ": " + outcome);
            }
        }
        var detail = "of %d pairs, both stored of %d".formatted(pairs.size(), both);
        return List.of(
                new Gate(
                        "compatible pairs: superseded",
                        (double) superseded.size(),
                        Target.atMost(0),
                        detail,
                        superseded),
                new Gate(
                        "compatible pairs: merged",
                        (double) merged.size(),
                        Target.atMost(0),
                        detail,
                        merged));
    }

    Gate contradictions(List<Pair> pairs) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        for (var pair : pairs) {
            var outcome = outcome("contradiction-" + pair.id(), pair, MUCH_LATER);
            if (!outcome.isFirstSuperseded()) {
                failures.add(pair.id() + ": " + outcome);
            }
        }
        return Gate.share("contradictions: superseded", pairs.size(), 0.8, failures);
    }

    /// After the second statement as many memories are active as after the first, and at least one.
    Gate restatements(List<Pair> pairs) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        for (var pair : pairs) {
            var outcome = outcome("restatement-" + pair.id(), pair, SOON);
            if (!outcome.isSaidOnce()) {
                failures.add(pair.id() + ": " + outcome);
            }
        }
        return Gate.share("restatements: not stored twice", pairs.size(), 0.8, failures);
    }
}
