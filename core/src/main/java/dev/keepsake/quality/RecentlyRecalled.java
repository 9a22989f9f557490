package dev.keepsake.quality;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.EventType;
import dev.keepsake.event.Journal;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which memories searches and lists returned lately, for each entity that they were asked for.
/// Only ids are kept, as many as [#OF_ONE] for one entity and [#IN_ALL] altogether; what was asked
/// before a restart is read from the events when its project is first asked about. Safe for many
/// threads.
public final class RecentlyRecalled {

    static final int OF_ONE = 200;
    static final int IN_ALL = 50_000;

    /// A conversation may come back the day after.
    private static final Duration LASTING = Duration.ofDays(1);

    private static final int EVENTS_READ = 200;

    private final Journal journal;
    private final InstantSource clock;

    /// Guarded by this; entities in the order in which they were last noted.
    private final SequencedMap<Key, SequencedMap<MemoryId, Instant>> recalled =
            new LinkedHashMap<>();

    /// Guarded by this: projects of which older events were read.
    private final Set<ProjectId> known = new HashSet<>();

    private int size;

    public RecentlyRecalled(Journal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
        journal.follow((project, event) -> note(project, event));
    }

    /// @param entity null for what was asked without naming one
    private record Key(ProjectId project, @Nullable EntityKey entity) {}

    /// What was lately returned to whoever asked for one of these entities, or for none.
    public Set<MemoryId> of(ProjectId project, Scope scope) {
        readOlder(project);
        var since = clock.instant().minus(LASTING);
        Set<MemoryId> ids = new LinkedHashSet<>();
        synchronized (this) {
            collect(new Key(project, null), since, ids);
            EntityKey.of(scope).forEach(entity -> collect(new Key(project, entity), since, ids));
        }
        return ids;
    }

    private void collect(Key key, Instant since, Set<MemoryId> ids) {
        var of = recalled.get(key);
        if (of != null) {
            of.forEach((id, at) -> {
                if (!at.isBefore(since)) {
                    ids.add(id);
                }
            });
        }
    }

    private void note(ProjectId project, Event event) {
        var isReading = event.type() == EventType.SEARCH || event.type() == EventType.GET_ALL;
        if (!isReading || event.status() != EventStatus.SUCCEEDED || event.results().isEmpty()) {
            return;
        }
        var entities = EntityKey.of(event.scope());
        synchronized (this) {
            if (entities.isEmpty()) {
                note(new Key(project, null), event);
            }
            entities.forEach(entity -> note(new Key(project, entity), event));
            while (size > IN_ALL && recalled.size() > 1) {
                size -= recalled.pollFirstEntry().getValue().size();
            }
        }
    }

    private void note(Key key, Event event) {
        var of = recalled.remove(key);
        var ids = of == null ? new LinkedHashMap<MemoryId, Instant>() : of;
        size -= ids.size();
        for (var result : event.results()) {
            var before = ids.get(result.id());
            var at = event.created();
            ids.putLast(result.id(), before != null && before.isAfter(at) ? before : at);
        }
        while (ids.size() > OF_ONE) {
            ids.pollFirstEntry();
        }
        size += ids.size();
        recalled.put(key, ids);
    }

    /// Oldest first, so that the newest are the last to be forgotten.
    private void readOlder(ProjectId project) {
        synchronized (this) {
            if (!known.add(project)) {
                return;
            }
        }
        var since = clock.instant().minus(LASTING);
        for (var type : List.of(EventType.GET_ALL, EventType.SEARCH)) {
            var query = new EventQuery(type, EventStatus.SUCCEEDED, Scope.NONE, since, null);
            journal.list(project, query, Page.Ask.first(EVENTS_READ)).items().reversed().stream()
                    .forEach(event -> note(project, event));
        }
    }
}
