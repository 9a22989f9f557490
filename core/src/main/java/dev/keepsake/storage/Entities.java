package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.Entity;
import dev.keepsake.entity.EntityDraft;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.entity.EntityQuery;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Page;
import java.util.Map;
import java.util.Optional;

/// The users, agents, apps and runs of each project as things of their own.
///
/// [MemoryStore#apply] writes here too, in the transaction of its changes: the ids of every state
/// that it stores become entities, owned by the actor of the change set's event, and every entity
/// that a change is about counts as updated at the change set's instant. Of several new ones those
/// of earlier changes come first, and of one change in the order of their kinds.
/// [MemoryStore#restore] does the same for each change at its own instant; those have no owner.
public interface Entities {

    /// Creates an entity, or changes the one that is there. Its owner stays.
    Written put(ProjectId project, EntityDraft draft);

    Optional<Entity> find(ProjectId project, EntityKey key);

    /// The entity of a number.
    Optional<Entity> find(ProjectId project, long number);

    /// Last updated first; of equals those with smaller numbers.
    Page<Entity> list(ProjectId project, EntityQuery query, Page.Ask ask);

    /// How many entities of each kind the project has; every kind is there.
    Map<EntityKind, Long> totals(ProjectId project);

    /// A number that stands for the project in replies that have no room for its id. Stays the same
    /// as long as the project exists, and differs from that of every other one.
    long number(ProjectId project);

    /// @param created whether it is new
    record Written(Entity entity, boolean created) {}
}
