package dev.keepsake.bench.retrieval;

import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// How good a ranking is, or the mean over several. With E the evidence and the ranking cut after
/// k:
///
/// @param recall5 share of E among the first 5
/// @param hit10 1 when any of E is among the first 10
/// @param all10 1 when all of E are
/// @param mrr 1 / rank of the first of E, 0 when none was found
/// @param ndcg10 sum of 1 / log2(rank + 1) over E among the first 10, divided by what the best
///   ranking would have (Järvelin and Kekäläinen 2002, binary gains)
record Scores(
        double recall5,
        double recall10,
        double recall20,
        double hit10,
        double all10,
        double mrr,
        double ndcg10) {

    /// @param ranking best first, without repeats
    /// @param evidence not empty
    static Scores of(List<String> ranking, Set<String> evidence) {
        return new Scores(
                recall(ranking, evidence, 5),
                recall(ranking, evidence, 10),
                recall(ranking, evidence, 20),
                recall(ranking, evidence, 10) > 0 ? 1 : 0,
                recall(ranking, evidence, 10) == 1 ? 1 : 0,
                reciprocalRank(ranking, evidence),
                ndcg(ranking, evidence, 10));
    }

    /// Zeros for no scores.
    static Scores mean(List<Scores> scores) {
        return new Scores(
                mean(scores, Scores::recall5),
                mean(scores, Scores::recall10),
                mean(scores, Scores::recall20),
                mean(scores, Scores::hit10),
                mean(scores, Scores::all10),
                mean(scores, Scores::mrr),
                mean(scores, Scores::ndcg10));
    }

    private static double mean(List<Scores> scores, ToDoubleFunction<Scores> part) {
        return scores.stream().mapToDouble(part).average().orElse(0);
    }

    private static double recall(List<String> ranking, Set<String> evidence, int k) {
        var found = ranking.stream().limit(k).filter(evidence::contains).count();
        return (double) found / evidence.size();
    }

    private static double reciprocalRank(List<String> ranking, Set<String> evidence) {
        for (int i = 0; i < ranking.size(); i++) {
            if (evidence.contains(ranking.get(i))) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }

    private static double ndcg(List<String> ranking, Set<String> evidence, int k) {
        double gained = 0;
        for (int i = 0; i < Math.min(k, ranking.size()); i++) {
            gained += evidence.contains(ranking.get(i)) ? discount(i) : 0;
        }
        double best = 0;
        for (int i = 0; i < Math.min(k, evidence.size()); i++) {
            best += discount(i);
        }
        return gained / best;
    }

    private static double discount(int index) {
        return Math.log(2) / Math.log(index + 2);
    }
}
