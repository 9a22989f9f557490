package dev.keepsake.storage;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.Entity;
import dev.keepsake.entity.EntityDraft;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.entity.EntityQuery;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Entities in the order in which they were made. Their counts of memories are made when somebody
/// asks.
final class InMemoryEntities implements Entities {

    private static final Comparator<Entity> LAST_UPDATED_FIRST =
            Comparator.comparing(Entity::updated).reversed().thenComparing(Entity::number);

    private final Gate gate;
    private final InMemoryMemories memories;
    private final Map<Place, Entity> entities = new LinkedHashMap<>();
    private final Map<ProjectId, Long> projects = new HashMap<>();
    private long lastNumber;

    InMemoryEntities(Gate gate, InMemoryMemories memories) {
        this.gate = gate;
        this.memories = memories;
    }

    /// What a change set does to entities.
    void note(ProjectId project, ChangeSet set) {
        var actor = set.actor();
        var owner = actor == null ? null : actor.account();
        set.entities()
                .forEach((key, stored) -> note(new Place(project, key), stored, owner, set.at()));
    }

    /// What a change does to entities that was made elsewhere.
    void note(ProjectId project, Revision revision) {
        ChangeSet.entities(revision)
                .forEach((key, stored) ->
                        note(new Place(project, key), stored, null, revision.at()));
    }

    private void note(Place place, boolean stored, @Nullable AccountId owner, Instant at) {
        var present = entities.get(place);
        if (present != null) {
            entities.put(place, changed(present, null, null, at));
        } else if (stored) {
            entities.put(place, made(place, new EntityDraft(place.key(), null, null, owner, at)));
        }
    }

    @Override
    public Written put(ProjectId project, EntityDraft draft) {
        return gate.inside(() -> {
            memories.requireLiving(project);
            var place = new Place(project, draft.key());
            var present = entities.get(place);
            var now =
                    present == null
                            ? made(place, draft)
                            : changed(present, draft.title(), draft.metadata(), draft.at());
            entities.put(place, now);
            return new Written(counted(project, now), present == null);
        });
    }

    private Entity made(Place place, EntityDraft draft) {
        var metadata = draft.metadata();
        return new Entity(
                ++lastNumber,
                place.key(),
                draft.title(),
                metadata == null ? Map.of() : metadata,
                draft.at(),
                draft.at(),
                draft.owner(),
                0);
    }

    private static Entity changed(
            Entity entity,
            @Nullable String title,
            @Nullable Map<String, @Nullable Object> metadata,
            Instant at) {
        return new Entity(
                entity.number(),
                entity.key(),
                title == null ? entity.title() : title,
                metadata == null ? entity.metadata() : metadata,
                entity.created(),
                at.isAfter(entity.updated()) ? at : entity.updated(),
                entity.owner(),
                0);
    }

    private Entity counted(ProjectId project, Entity entity) {
        return new Entity(
                entity.number(),
                entity.key(),
                entity.title(),
                entity.metadata(),
                entity.created(),
                entity.updated(),
                entity.owner(),
                memories.count(project, entity.key()));
    }

    @Override
    public Optional<Entity> find(ProjectId project, EntityKey key) {
        return gate.inside(() ->
                Optional.ofNullable(entities.get(new Place(project, key)))
                        .map(entity -> counted(project, entity)));
    }

    @Override
    public Optional<Entity> find(ProjectId project, long number) {
        return gate.inside(() ->
                of(project)
                        .filter(entity -> entity.number() == number)
                        .findFirst()
                        .map(entity -> counted(project, entity)));
    }

    @Override
    public Page<Entity> list(ProjectId project, EntityQuery query, Page.Ask ask) {
        return gate.inside(() ->
                Pages.cut(
                                of(project)
                                        .filter(entity -> isAsked(entity.key(), query))
                                        .sorted(LAST_UPDATED_FIRST)
                                        .toList(),
                                ask)
                        .map(entity -> counted(project, entity)));
    }

    private static boolean isAsked(EntityKey key, EntityQuery query) {
        return (query.kind() == null || query.kind() == key.kind())
                && (query.part() == null
                        || Filter.foldCase(key.name()).contains(Filter.foldCase(query.part())));
    }

    @Override
    public Map<EntityKind, Long> totals(ProjectId project) {
        return gate.inside(() -> {
            Map<EntityKind, Long> totals = new EnumMap<>(EntityKind.class);
            for (var kind : EntityKind.values()) {
                totals.put(kind, of(project).filter(entity -> entity.key().kind() == kind).count());
            }
            return totals;
        });
    }

    @Override
    public long number(ProjectId project) {
        return gate.inside(() -> projects.computeIfAbsent(project, _ -> projects.size() + 1L));
    }

    /// @return whether it was there
    boolean remove(ProjectId project, EntityKey key) {
        return entities.remove(new Place(project, key)) != null;
    }

    /// @return how many entities went
    long erase(ProjectId project) {
        var before = entities.size();
        entities.keySet().removeIf(place -> place.project().equals(project));
        return before - entities.size();
    }

    private Stream<Entity> of(ProjectId project) {
        return entities.entrySet().stream()
                .filter(entry -> entry.getKey().project().equals(project))
                .map(Map.Entry::getValue);
    }

    private record Place(ProjectId project, EntityKey key) {}
}
