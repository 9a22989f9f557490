package dev.keepsake.bench.retrieval;

import dev.keepsake.bench.Durations;
import dev.keepsake.bench.Rounded;
import dev.keepsake.bench.retrieval.Corpus.Question;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The figures of `bench retrieval --infer`, as a table with the targets and as JSON.
///
/// @param repeats memories that say what another of the same person says
record InferReport(
        String corpus,
        int turns,
        List<Distilled> stores,
        int repeats,
        List<Answer> answers,
        Rates rates) {

    /// @param covered turns of the store that any memory came from
    /// @param hits the turns behind each found memory, best first
    record Answer(Question question, Set<String> covered, List<Set<String>> hits) {
        SourceScores scores() {
            return SourceScores.of(hits, question.evidence());
        }
    }

    /// Texts per second with the server and with the model alone.
    record Rates(double ingest, double embed, Durations search) {
        double ratio() {
            return ingest / embed;
        }
    }

    int memories() {
        return stores.stream().mapToInt(Distilled::memories).sum();
    }

    double memoriesPerTurn() {
        return (double) memories() / turns;
    }

    /// Share of the evidence turns that some memory came from; each turn of a store counts once,
    /// however many questions need it.
    double coverage() {
        return coverage(answers);
    }

    private static double coverage(List<Answer> answers) {
        Map<Set<String>, Set<String>> neededOfStore = new IdentityHashMap<>();
        answers.forEach(answer ->
                neededOfStore
                        .computeIfAbsent(answer.covered(), _ -> new LinkedHashSet<>())
                        .addAll(answer.question().evidence()));
        int needed = 0;
        int there = 0;
        for (var each : neededOfStore.entrySet()) {
            needed += each.getValue().size();
            there += (int) each.getValue().stream().filter(each.getKey()::contains).count();
        }
        return needed == 0 ? 0 : (double) there / needed;
    }

    SourceScores scores() {
        return SourceScores.mean(answers.stream().map(Answer::scores).toList());
    }

    /// Share of the memories that lists show.
    double repeatRate() {
        int visible = stores.stream().mapToInt(store -> store.visibleTexts().size()).sum();
        return visible == 0 ? 0 : (double) repeats / visible;
    }

    /// Verdicts of the gate over all adds; empty when the events tell none.
    Map<String, Long> gate() {
        Map<String, Long> all = new TreeMap<>();
        stores.forEach(store ->
                store.gate().forEach((verdict, count) -> all.merge(verdict, count, Long::sum)));
        return all;
    }

    private double turnsPerMemory() {
        return stores.stream().mapToDouble(store -> store.turnsPerMemory() * store.memories()).sum()
                / Math.max(1, memories());
    }

    private int strangers() {
        return stores.stream().mapToInt(Distilled::strangers).sum();
    }

    private Map<String, List<Answer>> byCategory() {
        Map<String, List<Answer>> rows = new TreeMap<>();
        answers.forEach(answer ->
                rows.computeIfAbsent(answer.question().category(), _ -> new ArrayList<>())
                        .add(answer));
        return rows;
    }

    Map<String, Object> toJson() {
        Map<String, Object> categories = new LinkedHashMap<>();
        byCategory().forEach((name, row) -> categories.put(name, row(row)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("corpus", corpus);
        json.put("turns", turns);
        json.put("memories", memories());
        json.put("memories_per_turn", Rounded.share(memoriesPerTurn()));
        json.put("turns_per_memory", Rounded.hundredth(turnsPerMemory()));
        json.put("untraced_sources", strangers());
        json.put("overall", row(answers));
        json.put("categories", categories);
        json.put("near_repeats", Rounded.share(repeatRate()));
        json.put("gate", gate());
        json.put("ingest_per_s", Rounded.tenth(rates.ingest()));
        json.put("embed_per_s", Rounded.tenth(rates.embed()));
        json.put("ingest_ratio", Rounded.share(rates.ratio()));
        json.put("search_ms", Rounded.percentiles(rates.search()));
        return json;
    }

    private static Map<String, Object> row(List<Answer> answers) {
        var scores = SourceScores.mean(answers.stream().map(Answer::scores).toList());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("coverage", Rounded.share(coverage(answers)));
        json.put("recall@1", Rounded.share(scores.recall1()));
        json.put("recall@5", Rounded.share(scores.recall5()));
        json.put("recall@10", Rounded.share(scores.recall10()));
        json.put("recall@20", Rounded.share(scores.recall20()));
        json.put("mrr", Rounded.share(scores.mrr()));
        json.put("questions", answers.size());
        return json;
    }

    String toText() {
        var text = new StringBuilder();
        text.append(
                "%-28s %6s %8s %8s %8s %8s %8s %8s%n"
                        .formatted(
                                corpus, "asked", "covered", "R@1", "R@5", "R@10", "R@20", "MRR"));
        byCategory().forEach((name, row) -> text.append(line(name, row)));
        text.append(line("overall", answers)).append("%n".formatted());
        text.append(figure("memories / turns", memoriesPerTurn(), "at most 0.75"));
        text.append(
                "%-28s %d turns became %d memories, each of %.1f turns; %d sources untraced%n"
                        .formatted("", turns, memories(), turnsPerMemory(), strangers()));
        text.append(figure("evidence covered", coverage(), "at least 0.80"));
        text.append(figure("recall of evidence at 10", scores().recall10(), "at least 0.60"));
        text.append(figure("near repeats (>= 0.95)", repeatRate(), "under 0.01"));
        text.append(figure("ingest / model alone", rates.ratio(), "at least 0.35"));
        text.append(
                "%-28s %.0f texts/s, the embedding model alone %.0f texts/s%n"
                        .formatted("", rates.ingest(), rates.embed()));
        text.append(gateText());
        text.append(
                "%-28s p50 %.1f ms, p95 %.1f ms, p99 %.1f ms (one client)%n"
                        .formatted(
                                "search",
                                rates.search().percentile(50),
                                rates.search().percentile(95),
                                rates.search().percentile(99)));
        return text.toString();
    }

    private static String line(String name, List<Answer> answers) {
        var scores = SourceScores.mean(answers.stream().map(Answer::scores).toList());
        return "%-28s %6d %8.3f %8.3f %8.3f %8.3f %8.3f %8.3f%n"
                .formatted(
                        name,
                        answers.size(),
                        coverage(answers),
                        scores.recall1(),
                        scores.recall5(),
                        scores.recall10(),
                        scores.recall20(),
                        scores.mrr());
    }

    private static String figure(String name, double value, String target) {
        return "%-28s %.3f (target: %s)%n".formatted(name, value, target);
    }

    private String gateText() {
        var counts = gate();
        if (counts.isEmpty()) {
            return "%-28s the events tell no verdicts%n".formatted("gate");
        }
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        long kept = counts.getOrDefault("kept", 0L);
        return "%-28s %s; junk %.3f of the candidates%n"
                .formatted("gate", counts, all == 0 ? 0.0 : (double) (all - kept) / all);
    }
}
