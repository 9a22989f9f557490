package dev.keepsake.storage.testkit;

import dev.keepsake.account.AccountId;
import dev.keepsake.entity.EntityDraft;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.entity.EntityQuery;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Page;
import java.util.List;
import java.util.Map;

/// The steps of a random walk that make and read entities. Numbers must agree, too: both storages
/// give them in the same order.
final class EntitySteps {

    private static final List<EntityKind> KINDS = List.of(EntityKind.values());

    private final Pair pair;
    private final Vocabulary words;
    private final FixedClock clock;

    EntitySteps(Pair pair, Vocabulary words, FixedClock clock) {
        this.pair = pair;
        this.words = words;
        this.clock = clock;
    }

    List<Step> steps() {
        return List.of(
                new Step(3, "put an entity", this::put),
                new Step(6, "list entities", this::list),
                new Step(3, "find an entity", this::find));
    }

    private void put() {
        var project = words.project();
        var draft =
                new EntityDraft(
                        key(),
                        words.chance(0.5) ? words.text() : null,
                        words.chance(0.5) ? Map.of("n", words.below(9)) : null,
                        words.chance(0.5) ? new AccountId(words.uuid()) : null,
                        clock.instant());
        pair.same(storage -> storage.entities().put(project, draft));
    }

    private void list() {
        var project = words.project();
        var query =
                new EntityQuery(
                        words.chance(0.3) ? words.oneOf(KINDS) : null,
                        words.chance(0.3) ? words.oneOf(List.of("a", "N", "%", "")) : null);
        var ask = new Page.Ask(1 + words.below(2), 1 + words.below(20));
        pair.same(storage -> storage.entities().list(project, query, ask));
        pair.same(storage -> storage.entities().totals(project));
        pair.same(storage -> storage.memories().categories(project));
    }

    private void find() {
        var project = words.project();
        var key = key();
        pair.same(storage -> storage.entities().find(project, key));
        var number = (long) words.below(40);
        pair.same(storage -> storage.entities().find(project, number));
    }

    /// One that memories may carry, or another.
    private EntityKey key() {
        var named = EntityKey.of(words.scope());
        return named.isEmpty() ? new EntityKey(words.oneOf(KINDS), "nobody") : words.oneOf(named);
    }
}
