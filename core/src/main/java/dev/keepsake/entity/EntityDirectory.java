package dev.keepsake.entity;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectSettings;
import dev.keepsake.category.Catalog;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.Entities;
import dev.keepsake.storage.MemoryStore;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Lists, finds and makes the entities of a project (management contract 10 and 11). Safe for many
/// threads.
public final class EntityDirectory {

    private final Entities entities;
    private final Accounts accounts;
    private final MemoryStore memories;
    private final InstantSource clock;

    public EntityDirectory(
            Entities entities, Accounts accounts, MemoryStore memories, InstantSource clock) {
        this.entities = entities;
        this.accounts = accounts;
        this.memories = memories;
        this.clock = clock;
    }

    /// An entity with the name of its owner, which is null when it has none or the account is gone.
    public record Owned(Entity entity, @Nullable String owner) {}

    /// Last updated first.
    public Page<Owned> list(Caller caller, EntityQuery query, Page.Ask ask) {
        caller.require(Permission.READ_DATA);
        var page = entities.list(caller.project(), query, ask);
        return page.map(naming(page.items()));
    }

    public Optional<Owned> find(Caller caller, EntityKey key) {
        caller.require(Permission.READ_DATA);
        return entities.find(caller.project(), key)
                .map(entity -> naming(List.of(entity)).apply(entity));
    }

    private Function<Entity, Owned> naming(Collection<Entity> all) {
        Set<AccountId> ids = new HashSet<>();
        for (var entity : all) {
            if (entity.owner() != null) {
                ids.add(entity.owner());
            }
        }
        Map<AccountId, Account> owners = accounts.accounts(ids);
        return entity -> {
            var owner = entity.owner() == null ? null : owners.get(entity.owner());
            return new Owned(entity, owner == null ? null : owner.username());
        };
    }

    /// How many of each kind there are.
    public Map<EntityKind, Long> totals(Caller caller) {
        caller.require(Permission.READ_DATA);
        return entities.totals(caller.project());
    }

    /// Names of entities of one kind, last updated first.
    public List<String> names(Caller caller, EntityKind kind, int most) {
        caller.require(Permission.READ_DATA);
        return entities
                .list(caller.project(), new EntityQuery(kind, null), Page.Ask.first(most))
                .items()
                .stream()
                .map(entity -> entity.key().name())
                .toList();
    }

    /// The labels that memories of the project carry or that it configured, sorted.
    public List<String> categories(Caller caller) {
        caller.require(Permission.READ_DATA);
        Set<String> labels = new TreeSet<>(memories.categories(caller.project()));
        accounts.project(caller.project())
                .map(Project::typedSettings)
                .map(ProjectSettings::catalog)
                .filter(catalog -> !catalog.equals(Catalog.STANDARD))
                .ifPresent(catalog -> labels.addAll(catalog.names()));
        return List.copyOf(labels);
    }

    /// Makes an entity, or changes title and metadata of the one that is there.
    ///
    /// @param title null leaves it as it is
    /// @param metadata null leaves it as it is
    public Entities.Written put(
            Caller caller,
            EntityKey key,
            @Nullable String title,
            @Nullable Map<String, @Nullable Object> metadata) {
        caller.require(Permission.WRITE_DATA);
        return entities.put(
                caller.project(),
                new EntityDraft(key, title, metadata, caller.account(), clock.instant()));
    }

    /// The caller's project as a number.
    public long projectNumber(Caller caller) {
        caller.require(Permission.READ_DATA);
        return entities.number(caller.project());
    }
}
