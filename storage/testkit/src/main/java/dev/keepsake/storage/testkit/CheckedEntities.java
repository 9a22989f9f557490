package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.Entity;
import dev.keepsake.entity.EntityDraft;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.entity.EntityQuery;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.Entities;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// The part of [CheckedStorage] that watches entities.
record CheckedEntities(Entities entities, Checks checks) implements Entities {

    private static final Comparator<Entity> LAST_UPDATED_FIRST =
            Comparator.comparing(Entity::updated).reversed().thenComparing(Entity::number);

    @Override
    public Written put(ProjectId project, EntityDraft draft) {
        var written = checks.answer(() -> entities.put(project, draft));
        assertThat(written.entity().key()).isEqualTo(draft.key());
        return written;
    }

    @Override
    public Optional<Entity> find(ProjectId project, EntityKey key) {
        var found = checks.answer(() -> entities.find(project, key));
        found.ifPresent(entity -> assertThat(entity.key()).isEqualTo(key));
        return found;
    }

    @Override
    public Optional<Entity> find(ProjectId project, long number) {
        var found = checks.answer(() -> entities.find(project, number));
        found.ifPresent(entity -> assertThat(entity.number()).isEqualTo(number));
        return found;
    }

    @Override
    public Page<Entity> list(ProjectId project, EntityQuery query, Page.Ask ask) {
        var page = checks.answer(() -> entities.list(project, query, ask));
        Checks.isPageOf(ask, page);
        Checks.ordered(page.items(), LAST_UPDATED_FIRST);
        assertThat(page.items()).allMatch(entity -> entity.memories() >= 0);
        return page;
    }

    @Override
    public Map<EntityKind, Long> totals(ProjectId project) {
        var totals = checks.answer(() -> entities.totals(project));
        assertThat(totals).containsOnlyKeys(EntityKind.values());
        return totals;
    }

    @Override
    public long number(ProjectId project) {
        return checks.answer(() -> entities.number(project));
    }
}
