package dev.keepsake.bench.retrieval;

import dev.keepsake.bench.BadUsage;
import dev.keepsake.bench.Options;
import dev.keepsake.bench.Progress;
import dev.keepsake.bench.RawEmbedder;
import dev.keepsake.bench.retrieval.ImportCall.Piece;
import dev.keepsake.bench.server.MemoryApi;
import dev.keepsake.bench.server.Target;
import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// `bench retrieval`: imports the conversations of a bench file, asks its questions, and says how
/// much of the evidence was found.
public final class RetrievalBench {

    public static final Set<String> OPTIONS = Set.of("--data", "--categories", "--threads");

    private static final int WARM_UP_TEXTS = 200;

    private final Options options;
    private final PrintStream out;
    private final Importer.Failures failures = new Importer.Failures();

    public RetrievalBench(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /// @return whether nothing failed
    public boolean run() throws InterruptedException {
        var file =
                options.path("--data")
                        .orElseThrow(() -> new BadUsage("bench retrieval needs --data FILE"));
        var corpus = Corpus.read(file);
        Progress.say("starting the server");
        try (var embedder = new RawEmbedder();
                var target = Target.open(options)) {
            if (options.has("--infer")) {
                var bench = new InferBench(options, embedder, target.api(), failures);
                var report = bench.measure(corpus);
                print(report.toJson(), report.toText());
            } else {
                var report = measure(corpus, embedder, target.api());
                print(report.toJson(), report.toText());
            }
        }
        return failures.count() == 0;
    }

    private void print(Map<String, Object> json, String text) {
        out.print(
                options.has("--json") ? JsonMapper.shared().writeValueAsString(json) + "\n" : text);
    }

    private Report measure(Corpus corpus, RawEmbedder embedder, MemoryApi api)
            throws InterruptedException {
        var texts = texts(corpus);
        embedder.warmUp(texts.subList(0, Math.min(texts.size(), WARM_UP_TEXTS)));
        var embedRate = embedder.textsPerSecond(texts);
        Progress.say(
                "%s: %d texts; the model alone: %.0f/s", corpus.name(), texts.size(), embedRate);

        var start = System.nanoTime();
        var run = "bench-" + Instant.now().toEpochMilli();
        var libraries =
                new Importer(api, failures)
                        .run(corpus.stores(), run, options.count("--threads", 4));
        var ingestRate = texts.size() / ((System.nanoTime() - start) / 1e9);
        Progress.say("imported at %.0f texts/s", ingestRate);

        var examination = new Examination(api, failures);
        examination.warmUp(corpus.stores().getFirst(), libraries.getFirst());
        for (int i = 0; i < libraries.size(); i++) {
            examination.ask(corpus.stores().get(i), libraries.get(i));
        }
        account(corpus, libraries, examination);
        return new Report(
                corpus.name(),
                examination.answered(),
                categories(),
                ingestRate,
                embedRate,
                examination.durations());
    }

    private static List<String> texts(Corpus corpus) {
        return corpus.stores().stream()
                .flatMap(store ->
                        ImportCall.plan(store.turns(), ImportCall.Limits.OF_THE_SERVER).stream())
                .flatMap(call -> call.pieces().stream().map(Piece::text))
                .toList();
    }

    private Set<String> categories() {
        return options.find("--categories")
                .map(list -> (Set<String>) new LinkedHashSet<>(List.of(list.split(","))))
                .orElse(Set.of());
    }

    private void account(Corpus corpus, List<Library> libraries, Examination examination) {
        int turns = corpus.stores().stream().mapToInt(store -> store.turns().size()).sum();
        long blank =
                corpus.stores().stream()
                        .flatMap(store -> store.turns().stream())
                        .filter(Corpus.Turn::isBlank)
                        .count();
        int stored = libraries.stream().mapToInt(Library::storedTurns).sum();
        Progress.say(
                "turns: %d, blank %d, stored %d of %d, as %d memories (%d exact repeats)",
                turns,
                blank,
                stored,
                turns - blank,
                libraries.stream().mapToInt(Library::memories).sum(),
                libraries.stream().mapToInt(Library::repeats).sum());
        Progress.say(
                "questions: %d asked, %d skipped for want of evidence; failures: %d",
                examination.answered().size(), examination.skipped(), failures.count());
        if (stored != turns - blank && failures.count() == 0) {
            failures.add("import", new IllegalStateException("not every turn was stored"));
        }
    }
}
