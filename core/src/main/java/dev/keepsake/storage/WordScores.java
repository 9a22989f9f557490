package dev.keepsake.storage;

import dev.keepsake.memory.Stored;
import dev.keepsake.search.Bm25;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The keyword scores of one question over the rows that its filter matches: count, document
/// frequencies and average length are theirs alone.
final class WordScores {

    private final Bm25 bm25;
    private final Map<String, Double> weights = new LinkedHashMap<>();
    private final double averageLength;

    WordScores(SearchIndex.Probe probe, List<Stored> rows) {
        bm25 = probe.bm25();
        averageLength = rows.stream().mapToInt(WordScores::length).average().orElse(0);
        for (var term : probe.terms()) {
            var frequency = rows.stream().filter(row -> has(row, term)).count();
            weights.put(term, Bm25.idf(rows.size(), frequency));
        }
    }

    double score(Stored row) {
        var score = 0.0;
        for (var weight : weights.entrySet()) {
            var occurrences = Collections.frequency(row.encoding().terms(), weight.getKey());
            score += bm25.part(weight.getValue(), occurrences, length(row), averageLength);
        }
        return score;
    }

    /// The share of the question's weight whose terms the row has.
    double coverage(Stored row) {
        var all = 0.0;
        var matched = 0.0;
        for (var weight : weights.entrySet()) {
            all += weight.getValue();
            matched += has(row, weight.getKey()) ? weight.getValue() : 0;
        }
        return all == 0 ? 0 : matched / all;
    }

    private static boolean has(Stored row, String term) {
        return row.encoding().terms().contains(term);
    }

    private static int length(Stored row) {
        return row.encoding().terms().size();
    }
}
