package dev.keepsake.bench.load;

import dev.keepsake.bench.Durations;
import dev.keepsake.bench.Options;
import dev.keepsake.bench.Progress;
import dev.keepsake.bench.RawEmbedder;
import dev.keepsake.bench.server.Add;
import dev.keepsake.bench.server.MemoryApi;
import dev.keepsake.bench.server.Message;
import dev.keepsake.bench.server.Target;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// `bench load`: how fast memories go in and are found, against the time that the embedding model
/// alone takes for the same texts in the same run.
public final class LoadBench {

    public static final Set<String> OPTIONS =
            Set.of("--memories", "--users", "--clients", "--queries");

    private static final int MOST_IN_SAMPLE = 4000;
    private static final int WARM_UP = 3000;
    private static final int TEXTS_PER_CALL = 200;
    private static final int FILLING_CLIENTS = 4;
    private static final int SEARCHING_CLIENTS = 16;
    private static final int HITS = 10;

    private final Options options;
    private final PrintStream out;
    private final int memories;
    private final int users;
    private final int clients;
    private final int queries;
    private final String run = "load-" + Instant.now().toEpochMilli();
    private final Texts texts = new Texts();
    private final AtomicInteger stored = new AtomicInteger();

    public LoadBench(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        memories = options.count("--memories", 100_000);
        users = options.count("--users", 1000);
        clients = options.count("--clients", 8);
        queries = options.count("--queries", 500);
    }

    /// @return whether every memory was stored
    public boolean run() throws InterruptedException {
        Progress.say("starting the server");
        try (var embedder = new RawEmbedder();
                var target = Target.open(options)) {
            var figures = measure(embedder, target);
            out.print(
                    options.has("--json")
                            ? JsonMapper.shared().writeValueAsString(figures.toJson()) + "\n"
                            : figures.toText());
        }
        if (stored.get() != memories) {
            Progress.say("FAILED: %d memories stored, not %d", stored.get(), memories);
        }
        return stored.get() == memories;
    }

    private Figures measure(RawEmbedder embedder, Target target) throws InterruptedException {
        var api = target.api();
        var idle = target.memory();
        Progress.say("warming up");
        embedder.warmUp(texts.statements(memories, memories + WARM_UP));
        warmUp(api);

        int sample = Math.min(MOST_IN_SAMPLE, memories);
        var ingest = ingest(embedder, api, sample);
        Progress.say(
                "the model alone %.0f texts/s, ingest %.0f texts/s, ratio %.2f",
                ingest.embedPerSecond(), ingest.perSecond(), ingest.ratio());
        var fillSeconds = fill(api, sample);
        Progress.say("filled up to %d memories in %.0f s", memories, fillSeconds);

        var alone = searchAlone(embedder, api);
        Progress.say(
                "search p50 %.2f ms, the question alone %.2f ms",
                alone.search().percentile(50), alone.embedding().percentile(50));
        var crowd = searchTogether(api);
        var wide = searchEverything(api);
        return new Figures(
                memories,
                users,
                clients,
                ingest,
                fillSeconds == 0 ? 0 : (memories - sample) / fillSeconds,
                alone,
                crowd,
                wide,
                idle,
                target.memory());
    }

    private void warmUp(MemoryApi api) throws InterruptedException {
        var user = run + "-warm-up";
        Crew.work(
                clients,
                WARM_UP,
                number -> api.add(Add.of(user, texts.statement(memories + number))));
        Crew.work(
                1, WARM_UP / 2, number -> api.search(texts.question(-1 - number), own(user), HITS));
    }

    /// The model is measured before and after, so that a machine that changes its pace in between
    /// does not change the ratio.
    private Figures.Ingest ingest(RawEmbedder embedder, MemoryApi api, int sample)
            throws InterruptedException {
        var half = sample / 2;
        var before = embedder.textsPerSecond(texts.statements(0, half));
        var statements = texts.statements(0, sample);
        var latency = new Durations();
        var seconds =
                Crew.work(
                        clients,
                        sample,
                        number -> {
                            var start = System.nanoTime();
                            add(api, user(number), List.of(statements.get(number)));
                            latency.add(System.nanoTime() - start);
                        });
        var after = embedder.textsPerSecond(texts.statements(half, sample));
        return new Figures.Ingest(sample / seconds, 2 / (1 / before + 1 / after), latency);
    }

    private double fill(MemoryApi api, int from) throws InterruptedException {
        if (from == memories) {
            return 0;
        }
        return Crew.work(
                FILLING_CLIENTS,
                users,
                user -> {
                    var mine =
                            IntStream.range(from, memories)
                                    .filter(n -> n % users == user)
                                    .toArray();
                    for (int i = 0; i < mine.length; i += TEXTS_PER_CALL) {
                        var part = IntStream.of(mine).skip(i).limit(TEXTS_PER_CALL);
                        add(api, user(user), part.mapToObj(texts::statement).toList());
                    }
                });
    }

    private void add(MemoryApi api, String user, List<String> statements)
            throws IOException, InterruptedException {
        var results = api.add(Add.of(user, statements.stream().map(Message::byUser).toList()));
        stored.addAndGet((int) results.stream().filter(MemoryApi.Stored::isNew).count());
    }

    /// One client. Each question is embedded by the model alone and then searched for, in turn.
    private Figures.Alone searchAlone(RawEmbedder embedder, MemoryApi api)
            throws InterruptedException {
        var random = new SplittableRandom(1);
        var embedding = new Durations();
        var search = new Durations();
        Crew.work(
                1,
                queries + queries / 5,
                number -> {
                    var question = texts.question(number);
                    var user = own(user(random.nextInt(users)));
                    var embeddingNanos = embedder.questionNanos(question);
                    var start = System.nanoTime();
                    api.search(question, user, HITS);
                    var searchNanos = System.nanoTime() - start;
                    // the first ones settle the caches
                    if (number >= queries / 5) {
                        embedding.add(embeddingNanos);
                        search.add(searchNanos);
                    }
                });
        return new Figures.Alone(embedding, search);
    }

    private Figures.Crowd searchTogether(MemoryApi api) throws InterruptedException {
        var search = new Durations();
        var count = queries * 4;
        var seconds =
                Crew.work(
                        SEARCHING_CLIENTS,
                        count,
                        number -> {
                            var user = own(user(new SplittableRandom(number).nextInt(users)));
                            var question = texts.question(queries * 2L + number);
                            var start = System.nanoTime();
                            api.search(question, user, HITS);
                            search.add(System.nanoTime() - start);
                        });
        return new Figures.Crowd(SEARCHING_CLIENTS, count / seconds, search);
    }

    private Durations searchEverything(MemoryApi api) throws InterruptedException {
        var search = new Durations();
        Crew.work(
                1,
                Math.max(1, queries / 5),
                number -> {
                    var question = texts.question(queries * 8L + number);
                    var start = System.nanoTime();
                    api.search(question, own("*"), HITS);
                    search.add(System.nanoTime() - start);
                });
        return search;
    }

    private String user(int number) {
        return run + "-" + number % users;
    }

    private static Map<String, Object> own(String user) {
        return Map.of("user_id", user);
    }
}
