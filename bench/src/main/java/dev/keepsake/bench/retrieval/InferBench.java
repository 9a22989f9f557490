package dev.keepsake.bench.retrieval;

import dev.keepsake.bench.Durations;
import dev.keepsake.bench.Options;
import dev.keepsake.bench.Progress;
import dev.keepsake.bench.RawEmbedder;
import dev.keepsake.bench.retrieval.Corpus.Question;
import dev.keepsake.bench.retrieval.InferReport.Answer;
import dev.keepsake.bench.retrieval.InferReport.Rates;
import dev.keepsake.bench.server.MemoryApi;
import dev.keepsake.bench.server.MemoryApi.Remembered;
import dev.keepsake.bench.server.Refused;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `bench retrieval --infer`: has memories made of the conversations of a bench file, and says how
/// many there are, what they leave out, and how well they are found.
final class InferBench {

    private static final int RESULTS = 20;
    private static final int WARM_UP_TEXTS = 200;

    /// The categories whose questions have an answer, where the file numbers them.
    private static final Set<String> ANSWERABLE = Set.of("1", "2", "3", "4");

    private final Options options;
    private final RawEmbedder embedder;
    private final MemoryApi api;
    private final Importer.Failures failures;

    InferBench(Options options, RawEmbedder embedder, MemoryApi api, Importer.Failures failures) {
        this.options = options;
        this.embedder = embedder;
        this.api = api;
        this.failures = failures;
    }

    InferReport measure(Corpus corpus) throws InterruptedException {
        var texts = texts(corpus);
        embedder.warmUp(texts.subList(0, Math.min(texts.size(), WARM_UP_TEXTS)));
        var embedRate = embedder.textsPerSecond(texts);
        Progress.say(
                "%s: %d texts; the model alone: %.0f/s", corpus.name(), texts.size(), embedRate);

        var run = "bench-" + Instant.now().toEpochMilli();
        var distiller = new Distiller(api, failures);
        var start = System.nanoTime();
        var sessions = distiller.run(corpus.stores(), run, options.count("--threads", 4));
        var ingestRate = texts.size() / ((System.nanoTime() - start) / 1e9);
        Progress.say("made memories at %.0f texts/s", ingestRate);

        List<Distilled> distilled = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
            var user = Distiller.user(run, corpus.stores().get(i));
            distilled.add(distiller.collect(user, sessions.get(i)));
        }
        return examine(corpus, distilled, ingestRate, embedRate);
    }

    private InferReport examine(
            Corpus corpus, List<Distilled> distilled, double ingestRate, double embedRate)
            throws InterruptedException {
        Progress.say("asking");
        var asked = categories(corpus);
        var search = new Durations();
        List<Answer> answers = new ArrayList<>();
        int repeats = 0;
        for (int i = 0; i < distilled.size(); i++) {
            var one = distilled.get(i);
            var covered = one.coveredTurns();
            for (var question : corpus.stores().get(i).questions()) {
                if (!question.evidence().isEmpty() && asked.contains(question.category())) {
                    answers.add(new Answer(question, covered, ask(question, one, search)));
                }
            }
            repeats +=
                    NearRepeats.count(embedder.vectors(one.visibleTexts()), embedder::similarity);
        }
        return new InferReport(
                corpus.name(),
                corpus.stores().stream().mapToInt(store -> store.turns().size()).sum(),
                distilled,
                repeats,
                answers,
                new Rates(ingestRate, embedRate, search));
    }

    private List<Set<String>> ask(Question question, Distilled distilled, Durations search)
            throws InterruptedException {
        try {
            var start = System.nanoTime();
            var hits = api.search(question.text(), Map.of("user_id", distilled.user()), RESULTS);
            search.add(System.nanoTime() - start);
            return distilled.turns(hits.stream().map(Remembered::id).toList());
        } catch (IOException | Refused | IllegalStateException failure) {
            failures.add("question " + question.id(), failure);
            return List.of();
        }
    }

    private Set<String> categories(Corpus corpus) {
        var given = options.find("--categories");
        if (given.isPresent()) {
            return new LinkedHashSet<>(List.of(given.get().split(",")));
        }
        Set<String> all = new LinkedHashSet<>();
        corpus.stores()
                .forEach(store ->
                        store.questions().forEach(question -> all.add(question.category())));
        return all.containsAll(ANSWERABLE) ? ANSWERABLE : all;
    }

    private static List<String> texts(Corpus corpus) {
        return corpus.stores().stream()
                .flatMap(store -> store.turns().stream())
                .filter(turn -> !turn.isBlank())
                .map(Corpus.Turn::text)
                .toList();
    }
}
