package dev.keepsake.bench.retrieval;

import dev.keepsake.bench.Durations;
import dev.keepsake.bench.retrieval.Corpus.Question;
import dev.keepsake.bench.retrieval.Corpus.Store;
import dev.keepsake.bench.server.MemoryApi;
import dev.keepsake.bench.server.MemoryApi.Remembered;
import dev.keepsake.bench.server.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Asks the questions, one after the other, each filtered to its user and otherwise with the
/// server's own settings. A question that fails has found nothing.
final class Examination {

    private static final int RESULTS = 20;
    private static final int WARM_UP = 50;

    private final MemoryApi api;
    private final Importer.Failures failures;
    private final Durations durations = new Durations();
    private final List<Answered> answered = new ArrayList<>();
    private int skipped;

    record Answered(Question question, Scores scores) {}

    Examination(MemoryApi api, Importer.Failures failures) {
        this.api = api;
        this.failures = failures;
    }

    void warmUp(Store store, Library library) throws InterruptedException {
        for (var question : store.questions().stream().limit(WARM_UP).toList()) {
            try {
                search(question, library);
            } catch (IOException | Refused failure) {
                failures.add("warm-up question " + question.id(), failure);
            }
        }
    }

    void ask(Store store, Library library) throws InterruptedException {
        for (var question : store.questions()) {
            if (question.evidence().isEmpty()) {
                skipped++;
            } else {
                answered.add(new Answered(question, scores(question, library)));
            }
        }
    }

    private Scores scores(Question question, Library library) throws InterruptedException {
        List<String> turns = List.of();
        try {
            var start = System.nanoTime();
            var hits = search(question, library);
            durations.add(System.nanoTime() - start);
            turns = library.turns(hits.stream().map(Remembered::id).toList());
        } catch (IOException | Refused | IllegalStateException failure) {
            failures.add("question " + question.id(), failure);
        }
        return Scores.of(turns, question.evidence());
    }

    private List<Remembered> search(Question question, Library library)
            throws IOException, InterruptedException {
        return api.search(question.text(), Map.of("user_id", library.user()), RESULTS);
    }

    List<Answered> answered() {
        return answered;
    }

    /// Questions without evidence, which nothing can be said about.
    int skipped() {
        return skipped;
    }

    Durations durations() {
        return durations;
    }
}
