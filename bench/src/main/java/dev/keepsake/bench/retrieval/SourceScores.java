package dev.keepsake.bench.retrieval;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// How much evidence the sources of found memories hold, or the mean over several questions. A turn
/// counts as found at the rank of the first memory that came from it.
///
/// @param recall1 share of the evidence behind the first memory
/// @param recall5 behind the first 5
/// @param mrr 1 / rank of the first memory with any evidence behind it, 0 for none
record SourceScores(double recall1, double recall5, double recall10, double recall20, double mrr) {

    /// @param hits the turns behind each memory, best memory first
    /// @param evidence not empty
    static SourceScores of(List<Set<String>> hits, Set<String> evidence) {
        return new SourceScores(
                recall(hits, evidence, 1),
                recall(hits, evidence, 5),
                recall(hits, evidence, 10),
                recall(hits, evidence, 20),
                reciprocalRank(hits, evidence));
    }

    /// Zeros for no scores.
    static SourceScores mean(List<SourceScores> scores) {
        return new SourceScores(
                mean(scores, SourceScores::recall1),
                mean(scores, SourceScores::recall5),
                mean(scores, SourceScores::recall10),
                mean(scores, SourceScores::recall20),
                mean(scores, SourceScores::mrr));
    }

    private static double mean(List<SourceScores> scores, ToDoubleFunction<SourceScores> part) {
        return scores.stream().mapToDouble(part).average().orElse(0);
    }

    private static double recall(List<Set<String>> hits, Set<String> evidence, int k) {
        Set<String> found = new HashSet<>();
        hits.stream().limit(k).forEach(found::addAll);
        found.retainAll(evidence);
        return (double) found.size() / evidence.size();
    }

    private static double reciprocalRank(List<Set<String>> hits, Set<String> evidence) {
        for (int i = 0; i < hits.size(); i++) {
            if (hits.get(i).stream().anyMatch(evidence::contains)) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }
}
