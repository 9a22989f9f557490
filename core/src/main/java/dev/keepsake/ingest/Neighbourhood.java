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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks up what is already known around a conversation or a draft (engine contract 1.5).
final class Neighbourhood {

    /// About 512 tokens: longer transcripts are looked up message by message.
    private static final int LONG_TRANSCRIPT_CHARS = 2000;

    private static final int MOST_LOOKUPS = 8;
    private static final double CREDIBLE_SIMILARITY = 0.30;

    private final MemoryStore memories;
    private final SearchIndex index;
    private final Indexer indexer;
    private final Embedder embedder;
    private final Profiles profiles;
    private final IngestSettings settings;
    private final InstantSource clock;

    Neighbourhood(
            MemoryStore memories,
            SearchIndex index,
            Indexer indexer,
            Embedder embedder,
            Profiles profiles,
            IngestSettings settings,
            InstantSource clock) {
        this.memories = memories;
        this.index = index;
        this.indexer = indexer;
        this.embedder = embedder;
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
                owners(scope).stream()
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
            for (var owner : owners(scope)) {
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

    /// Memories of exactly the scope that may say the same as a text with this vector.
    List<Memory> near(ProjectId project, float[] vector, Scope scope, int count) {
        return memories.findAll(project, nearest(project, vector, Filter.exactly(scope), count));
    }

    /// Whether to believe an extractor that a draft says what a stored memory says (engine contract
    /// 1.11): the memory must be current or merged, of the same owner, open to change, and not far
    /// off in meaning.
    boolean isRepeat(ProjectId project, Draft draft, MemoryId claimed, Encoding encoding) {
        var memory = memories.find(project, claimed).orElse(null);
        var stored = memories.encodings(project, Set.of(claimed)).get(claimed);
        return memory != null
                && stored != null
                && memory.lineage().state() != Lifecycle.SUPERSEDED
                && !memory.immutable()
                && memory.scope().owner().equals(draft.scope().owner())
                && similarity(encoding, stored) >= CREDIBLE_SIMILARITY;
    }

    /// Of unit vectors of one model, so the product is the cosine.
    private double similarity(Encoding one, Encoding other) {
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

    private Filter visible(Filter filter) {
        var today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        return Visibility.standard(today).within(filter);
    }

    /// The memories of the owners that an add of this scope may write into.
    static Filter ofOwners(Scope scope) {
        return new Filter.Any(owners(scope).stream().map(Neighbourhood::ofOwner).toList());
    }

    private static List<Scope> owners(Scope scope) {
        if (scope.user() == null || scope.agent() == null) {
            return List.of(scope.owner());
        }
        return List.of(
                new Scope(scope.user(), null, scope.app(), null),
                new Scope(null, scope.agent(), scope.app(), null));
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
