package dev.keepsake.search;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.account.Quotas;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventType;
import dev.keepsake.event.Journal;
import dev.keepsake.failure.Failure;
import dev.keepsake.feedback.Feedback;
import dev.keepsake.graph.EntityBoosts;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Visibility;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.TextAnalyzer;
import dev.keepsake.quality.Discretion;
import dev.keepsake.search.Fusion.Scored;
import dev.keepsake.storage.Feedbacks;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.trace.Step;
import dev.keepsake.trace.Tracer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// From a question to ranked memories: the one way to search, for every door. Safe for many
/// threads.
///
/// The question is embedded and analysed, the graph tells which memories it names, the index
/// gathers candidates by meaning and by words inside the filter, [Fusion] scores them, feedback
/// weighs the scores, and the rows themselves come fresh from the store, so what was deleted
/// meanwhile drops out.
public final class Searcher {

    private static final int RESULTS_IN_EVENT = 100;
    private static final Comparator<Hit> BEST_FIRST =
            Comparator.comparingDouble(Hit::score)
                    .reversed()
                    .thenComparing(
                            (Hit hit) -> hit.memory().times().created(), Comparator.reverseOrder())
                    .thenComparing(
                            (Hit hit) -> hit.memory().id().toString(), Comparator.reverseOrder());

    private final MemoryStore memories;
    private final Feedbacks feedback;
    private final SearchIndex index;
    private final Indexer indexer;
    private final Embedder embedder;
    private final TextAnalyzer analyzer;
    private final EntityBoosts entities;
    private final SearchSettings settings;
    private final Fusion fusion;
    private final Journal journal;
    private final Quotas quotas;
    private final Discretion discretion;
    private final Tracer tracer;
    private final InstantSource clock;

    public Searcher(
            MemoryStore memories,
            Feedbacks feedback,
            SearchIndex index,
            Indexer indexer,
            Embedder embedder,
            TextAnalyzer analyzer,
            EntityBoosts entities,
            SearchSettings settings,
            Journal journal,
            Quotas quotas,
            Discretion discretion,
            Tracer tracer,
            InstantSource clock) {
        this.memories = memories;
        this.feedback = feedback;
        this.index = index;
        this.indexer = indexer;
        this.embedder = embedder;
        this.analyzer = analyzer;
        this.entities = entities;
        this.settings = settings;
        this.fusion = new Fusion(settings, embedder.model());
        this.journal = journal;
        this.quotas = quotas;
        this.discretion = discretion;
        this.tracer = tracer;
        this.clock = clock;
    }

    /// At most `topK` hits, best first. Everything written before the call is found.
    ///
    /// @throws Failure.ModelFailed when the question cannot be embedded; the event says so too
    /// @throws Failure.TooLarge when the project has used up its retrievals
    public List<Hit> search(Caller caller, SearchAsk ask) {
        caller.require(Permission.READ_DATA);
        quotas.retrieve(caller);
        var started = clock.instant();
        var now = ask.reference() == null ? started : ask.reference();
        var visible = visible(ask, now);
        try {
            var hits =
                    ask.query() == null
                            ? newest(caller, visible, ask.topK())
                            : ranked(caller, ask.query(), visible, ask.topK(), ask.threshold());
            journal.record(caller.project(), succeeded(caller, ask, hits, started));
            return hits;
        } catch (Failure.ModelFailed failed) {
            var event = begun(caller, ask, started).failed(failed.reason(), clock.instant());
            journal.record(caller.project(), event);
            throw failed;
        }
    }

    private static Filter visible(SearchAsk ask, Instant now) {
        var shown = ask.shown();
        var today = now.atZone(ZoneOffset.UTC).toLocalDate();
        return new Visibility(today, shown.expired(), shown.latestOnly(), shown.merged())
                .within(ask.filter());
    }

    private List<Hit> newest(Caller caller, Filter filter, int topK) {
        return memories.list(caller.project(), filter, Page.Ask.first(topK)).items().stream()
                .map(memory -> new Hit(memory, 1, 0, 0, 0, 1))
                .toList();
    }

    private List<Hit> ranked(
            Caller caller, String query, Filter filter, int topK, double threshold) {
        var terms = analyzer.queryTerms(query).stream().distinct().toList();
        var vector = embedder.embedQuery(query).vector();
        var boosts = entities.boosts(caller.project(), query, filter);
        var pool = settings.pool(topK);
        indexer.catchUp();
        var probe =
                new SearchIndex.Probe(
                        vector,
                        terms,
                        pool,
                        settings.recallUnion() ? pool : 0,
                        settings.recallUnion() ? most(boosts, pool) : Set.of(),
                        settings.bm25());
        var candidates =
                tracer.trace(Step.GATHER, () -> index.gather(caller.project(), probe, filter));
        var scored = fusion.score(candidates, boosts, terms.size(), threshold);
        return best(caller, weighed(caller, scored), topK);
    }

    /// The memories that a question names most clearly.
    private Set<MemoryId> most(Map<MemoryId, Double> boosts, int limit) {
        return boosts.entrySet().stream()
                .filter(each -> each.getValue() >= settings.entities().minActive())
                .sorted(
                        Map.Entry.<MemoryId, Double>comparingByValue()
                                .reversed()
                                .thenComparing(each -> each.getKey().toString()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /// What users think of a memory moves it up or down, never out.
    private List<Scored> weighed(Caller caller, List<Scored> scored) {
        var given = feedback.findAll(caller.project(), scored.stream().map(Scored::id).toList());
        return given.isEmpty()
                ? scored
                : scored.stream().map(each -> weighed(each, given.get(each.id()))).toList();
    }

    private static Scored weighed(Scored scored, @Nullable Feedback given) {
        return given == null ? scored : scored.weighed(given.weight());
    }

    /// Rows are read for the best and whatever ties with the last of them, because ties are broken
    /// by age.
    private List<Hit> best(Caller caller, List<Scored> scored, int topK) {
        var sorted = new ArrayList<>(scored);
        sorted.sort(Comparator.comparingDouble(Scored::score).reversed());
        var end = Math.min(topK, sorted.size());
        while (end > 0
                && end < sorted.size()
                && sorted.get(end).score() == sorted.get(end - 1).score()) {
            end++;
        }
        Map<MemoryId, Scored> wanted =
                sorted.subList(0, end).stream()
                        .collect(Collectors.toMap(Scored::id, Function.identity()));
        return memories.findAll(caller.project(), List.copyOf(wanted.keySet())).stream()
                .map(memory -> hit(memory, wanted))
                .sorted(BEST_FIRST)
                .limit(topK)
                .toList();
    }

    private static Hit hit(Memory memory, Map<MemoryId, Scored> scores) {
        var parts = Objects.requireNonNull(scores.get(memory.id()));
        return new Hit(
                memory,
                parts.score(),
                parts.semantic(),
                parts.keyword(),
                parts.entity(),
                parts.weight());
    }

    private Event succeeded(Caller caller, SearchAsk ask, List<Hit> hits, Instant started) {
        List<Map<String, @Nullable Object>> scores = new ArrayList<>();
        List<EventResult> results = new ArrayList<>();
        for (var hit : hits.subList(0, Math.min(hits.size(), RESULTS_IN_EVENT))) {
            scores.add(parts(hit));
            results.add(EventResult.found(hit.memory().id(), hit.memory().text(), hit.score()));
        }
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("scores", scores);
        return begun(caller, ask, started).succeeded(results, facts, clock.instant());
    }

    private Event begun(Caller caller, SearchAsk ask, Instant started) {
        var payload = discretion.masked(caller.project(), ask.payload());
        return Event.pending(EventId.random(), EventType.SEARCH, ask.scope(), payload, started)
                .by(caller.actor())
                .running(started);
    }

    private static Map<String, @Nullable Object> parts(Hit hit) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        parts.put("id", hit.memory().id().toString());
        parts.put("semantic", hit.semantic());
        parts.put("bm25", hit.keyword());
        parts.put("entity", hit.entity());
        parts.put("feedback", hit.weight());
        parts.put("final", hit.score());
        return parts;
    }
}
