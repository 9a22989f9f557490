package dev.keepsake.ingest;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Visibility;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.Encoder;
import dev.keepsake.search.Bm25;
import dev.keepsake.search.Indexer;
import dev.keepsake.storage.MemoryStore;
import dev.keepsake.storage.SearchIndex;
import dev.keepsake.storage.SearchIndex.Candidate;
import dev.keepsake.summary.Profiles;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks up what is already known around a conversation or a draft (engine contract 1.5).
final class Neighbourhood {

    /// About 512 tokens: longer transcripts are looked up message by message.
    private static final int LONG_TRANSCRIPT_CHARS = 2000;

    private static final int MOST_LOOKUPS = 8;

    /// A draft is held against this many memories by meaning and by words.
    private static final int NEAREST = 24;

    private static final int MATCHING = 24;

    private static final Filter STILL_TOLD =
            new Filter.StateIn(EnumSet.of(Lifecycle.ACTIVE, Lifecycle.MERGED));

    private final MemoryStore memories;
    private final SearchIndex index;
    private final Indexer indexer;
    private final Embedder embedder;
    private final Encoder encoder;
    private final Profiles profiles;
    private final IngestSettings settings;
    private final InstantSource clock;

    Neighbourhood(
            MemoryStore memories,
            SearchIndex index,
            Indexer indexer,
            Embedder embedder,
            Encoder encoder,
            Profiles profiles,
            IngestSettings settings,
            InstantSource clock) {
        this.memories = memories;
        this.index = index;
        this.indexer = indexer;
        this.embedder = embedder;
        this.encoder = encoder;
        this.profiles = profiles;
        this.settings = settings;
        this.clock = clock;
    }

    ExtractionTask.Context around(ProjectId project, Scope scope, List<Message> messages) {
        return new ExtractionTask.Context(
                profile(project, scope),
                memories.window(project, scope.sessionKey()),
                recent(project, scope),
                existing(project, scope, messages));
    }

    /// What is known of the owners, as far as it was told already.
    private @Nullable String profile(ProjectId project, Scope scope) {
        var told =
                scope.owners().stream()
                        .map(owner -> profiles.of(project, ofOwner(owner)))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining("\n"));
        return told.isEmpty() ? null : told;
    }

    private List<String> recent(ProjectId project, Scope scope) {
        return memories
                .list(project, visible(ofSession(scope)), Page.Ask.first(settings.recent()))
                .items()
                .stream()
                .map(Memory::text)
                .toList();
    }

    /// The nearest memories of each owner scope that the add may write into.
    private List<Memory> existing(ProjectId project, Scope scope, List<Message> messages) {
        Set<MemoryId> ids = new LinkedHashSet<>();
        indexer.catchUp();
        for (var text : lookups(messages)) {
            var vector = embedder.embedQuery(text).vector();
            for (var owner : scope.owners()) {
                ids.addAll(nearest(project, vector, visible(ofOwner(owner)), settings.existing()));
            }
        }
        return memories.findAll(project, List.copyOf(ids));
    }

    private static List<String> lookups(List<Message> messages) {
        var transcript = messages.stream().map(Message::content).collect(Collectors.joining("\n"));
        if (transcript.length() <= LONG_TRANSCRIPT_CHARS) {
            return List.of(transcript);
        }
        var newest = messages.subList(Math.max(0, messages.size() - MOST_LOOKUPS), messages.size());
        return newest.stream().map(Message::content).toList();
    }

    /// What an owner remembers around a text: the nearest in meaning, those with the rarest words
    /// in common, and those that tell of the same part of somebody's life. Active and merged ones,
    /// no patterns, nearest first.
    ///
    /// @param cues words by which memories of that part of life are known
    List<Neighbour> related(ProjectId project, Scope owner, Encoding encoding, String cues) {
        var known = Filter.all(unexpired(), ofOwner(owner), STILL_TOLD);
        Map<MemoryId, Double> found = new LinkedHashMap<>();
        var terms = encoding.terms().stream().distinct().toList();
        gather(project, encoding, terms, NEAREST, known, found);
        if (!cues.isEmpty()) {
            gather(project, encoding, encoder.terms(cues), 0, known, found);
        }
        List<Neighbour> neighbours = new ArrayList<>();
        for (var memory : memories.findAll(project, List.copyOf(found.keySet()))) {
            if (!memory.lineage().synthesized()) {
                var cosine = found.getOrDefault(memory.id(), 0.0);
                neighbours.add(new Neighbour(memory, embedder.model().calibrated(cosine)));
            }
        }
        neighbours.sort(
                Comparator.comparingDouble(Neighbour::similarity)
                        .reversed()
                        .thenComparing(each -> each.memory().times().created())
                        .thenComparing(each -> each.memory().id().toString()));
        return neighbours;
    }

    private void gather(
            ProjectId project,
            Encoding encoding,
            List<String> terms,
            int nearest,
            Filter filter,
            Map<MemoryId, Double> found) {
        var distinct = terms.stream().distinct().toList();
        var probe =
                new SearchIndex.Probe(
                        encoding.vector(), distinct, nearest, MATCHING, Bm25.STANDARD);
        index.gather(project, probe, filter)
                .forEach(candidate -> found.putIfAbsent(candidate.id(), candidate.cosine()));
    }

    /// One memory as a neighbour; null when it is gone.
    @Nullable Neighbour find(ProjectId project, MemoryId id, Encoding encoding) {
        var memory = memories.find(project, id).orElse(null);
        var stored = memories.encodings(project, Set.of(id)).get(id);
        return memory == null || stored == null
                ? null
                : new Neighbour(memory, similarity(encoding, stored));
    }

    /// Of unit vectors of one model, so the product is the cosine.
    double similarity(Encoding one, Encoding other) {
        var cosine = 0.0;
        for (var i = 0; i < one.vector().length; i++) {
            cosine += (double) one.vector()[i] * other.vector()[i];
        }
        return embedder.model().calibrated(cosine);
    }

    void catchUp() {
        indexer.catchUp();
    }

    private List<MemoryId> nearest(ProjectId project, float[] vector, Filter filter, int count) {
        var probe = new SearchIndex.Probe(vector, List.of(), count, 0, Bm25.STANDARD);
        return index.gather(project, probe, filter).stream()
                .sorted(Comparator.comparingDouble(Candidate::cosine).reversed())
                .limit(count)
                .map(Candidate::id)
                .toList();
    }

    /// What has expired is hidden; a repeat of it is news.
    private Filter unexpired() {
        var today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        return new Filter.Any(
                List.of(
                        new Filter.Not(new Filter.ExpirationPresent()),
                        new Filter.ExpirationWithin(today, null)));
    }

    private Filter visible(Filter filter) {
        var today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        return Visibility.standard(today).within(filter);
    }

    /// The memories of the owners that an add of this scope may write into.
    static Filter ofOwners(Scope scope) {
        return new Filter.Any(scope.owners().stream().map(Neighbourhood::ofOwner).toList());
    }

    private static Filter ofSession(Scope scope) {
        if (scope.user() == null || scope.agent() == null) {
            return Filter.exactly(scope);
        }
        return new Filter.Any(
                List.of(
                        Filter.exactly(new Scope(scope.user(), null, scope.app(), scope.run())),
                        Filter.exactly(new Scope(null, scope.agent(), scope.app(), scope.run()))));
    }

    /// The memories of an owner scope: its ids with null-equality, and any run unless the run is
    /// part of the owner.
    private static Filter ofOwner(Scope owner) {
        List<Filter> parts = new ArrayList<>();
        for (var kind : EntityKind.values()) {
            var id = owner.id(kind);
            if (id != null) {
                parts.add(new Filter.EntityIn(kind, Set.of(id)));
            } else if (kind != EntityKind.RUN || owner.user() == null && owner.agent() == null) {
                parts.add(new Filter.Not(new Filter.EntityPresent(kind)));
            }
        }
        return new Filter.All(parts);
    }
}
