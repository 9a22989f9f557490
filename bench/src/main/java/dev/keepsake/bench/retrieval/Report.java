package dev.keepsake.bench.retrieval;

import dev.keepsake.bench.Durations;
import dev.keepsake.bench.Rounded;
import dev.keepsake.bench.retrieval.Examination.Answered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The figures of one run, as a table and as JSON.
///
/// @param overall the categories that the overall row is about; empty for all
record Report(
        String corpus,
        List<Answered> answered,
        Set<String> overall,
        double ingestPerSecond,
        double embedPerSecond,
        Durations search) {

    private record Row(int questions, Scores scores) {
        static Row of(List<Answered> answered) {
            return new Row(
                    answered.size(), Scores.mean(answered.stream().map(Answered::scores).toList()));
        }

        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("recall@5", Rounded.share(scores.recall5()));
            json.put("recall@10", Rounded.share(scores.recall10()));
            json.put("recall@20", Rounded.share(scores.recall20()));
            json.put("hit@10", Rounded.share(scores.hit10()));
            json.put("all@10", Rounded.share(scores.all10()));
            json.put("mrr", Rounded.share(scores.mrr()));
            json.put("ndcg@10", Rounded.share(scores.ndcg10()));
            json.put("questions", questions);
            return json;
        }

        String line(String name) {
            return "%-28s %6d %8.3f %8.3f %8.3f %8.3f %8.3f %8.3f %8.3f%n"
                    .formatted(
                            name,
                            questions,
                            scores.recall5(),
                            scores.recall10(),
                            scores.recall20(),
                            scores.hit10(),
                            scores.all10(),
                            scores.mrr(),
                            scores.ndcg10());
        }
    }

    private Row overallRow() {
        return Row.of(
                answered.stream()
                        .filter(one ->
                                overall.isEmpty() || overall.contains(one.question().category()))
                        .toList());
    }

    private Map<String, Row> categories() {
        Map<String, Row> rows = new TreeMap<>();
        answered.stream()
                .map(one -> one.question().category())
                .distinct()
                .forEach(category ->
                        rows.put(
                                category,
                                Row.of(
                                        answered.stream()
                                                .filter(one ->
                                                        one.question().category().equals(category))
                                                .toList())));
        return rows;
    }

    Map<String, Object> toJson() {
        Map<String, Object> categories = new LinkedHashMap<>();
        categories().forEach((name, row) -> categories.put(name, row.toJson()));
        Map<String, Object> system = new LinkedHashMap<>();
        system.put("name", "keepsake");
        system.put("overall", overallRow().toJson());
        system.put("categories", categories);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("corpus", corpus);
        json.put("systems", List.of(system));
        json.put("ingest_per_s", Rounded.tenth(ingestPerSecond));
        json.put("embed_per_s", Rounded.tenth(embedPerSecond));
        json.put("search_ms", Rounded.percentiles(search));
        return json;
    }

    String toText() {
        var text = new StringBuilder();
        text.append(
                "%-28s %6s %8s %8s %8s %8s %8s %8s %8s%n"
                        .formatted(
                                corpus, "asked", "R@5", "R@10", "R@20", "hit@10", "all@10", "MRR",
                                "NDCG@10"));
        categories().forEach((name, row) -> text.append(row.line(name)));
        var scope = overall.isEmpty() ? "overall" : "overall " + String.join(",", overall);
        text.append(overallRow().line(scope));
        text.append(
                "%nimport %.0f texts/s, the embedding model alone %.0f texts/s (ratio %.2f)%n"
                        .formatted(
                                ingestPerSecond, embedPerSecond, ingestPerSecond / embedPerSecond));
        text.append(
                "search p50 %.1f ms, p95 %.1f ms, p99 %.1f ms (one client)%n"
                        .formatted(
                                search.percentile(50),
                                search.percentile(95),
                                search.percentile(99)));
        return text.toString();
    }
}
