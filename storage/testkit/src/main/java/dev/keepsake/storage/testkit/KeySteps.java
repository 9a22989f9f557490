package dev.keepsake.storage.testkit;

import dev.keepsake.account.Access;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.Project;
import java.util.List;
import java.util.Optional;

/// The steps of an [AccountsWalk] about keys.
final class KeySteps {

    private final AccountsWorld world;
    private final Vocabulary words;

    KeySteps(AccountsWorld world) {
        this.world = world;
        this.words = world.words;
    }

    List<Step> steps() {
        return List.of(
                new Step(10, "create a key", this::create),
                new Step(10, "change a key", this::change),
                new Step(3, "use a key", this::use),
                new Step(2, "find a key", this::find));
    }

    /// A new key, with an id or a hash that is taken now and then.
    static ApiKey key(AccountsWorld world, AccountId account, Project project) {
        var words = world.words;
        var known = world.key();
        var key =
                new ApiKey(
                        words.chance(0.05) ? world.recent(world.keys) : new KeyId(words.uuid()),
                        known.isPresent() && words.chance(0.05)
                                ? known.get().hash()
                                : new KeyHash(words.uuid().toString()),
                        "m0-12345",
                        "6789",
                        world.name(),
                        account,
                        project.organization(),
                        project.id(),
                        words.chance(0.3),
                        words.oneOf(List.of(Access.values())),
                        words.chance(0.2) ? world.now() : null,
                        null,
                        world.now());
        world.keys.add(key.id());
        return key;
    }

    private void create() {
        var key =
                key(
                        world,
                        world.account(),
                        world.project().orElseGet(() -> world.fresh(world.organization(), false)));
        var stored =
                switch (words.below(8)) {
                    case 0 -> key.revoked(world.now());
                    case 1 -> key.rotatedInto(world.recent(world.keys));
                    default -> entered(key);
                };
        world.both(storage -> storage.accounts().create(stored));
    }

    /// Bound to a place that its owner has a role in, if there is one.
    private ApiKey entered(ApiKey key) {
        var places =
                world.known().memberships(key.account()).stream()
                        .flatMap(each -> world.known().projects(each.organization()).stream())
                        .toList();
        return places.isEmpty() ? key : key.boundTo(words.oneOf(places));
    }

    private void change() {
        var known = world.key();
        var changed =
                known.map(this::changed)
                        .or(() -> world.project().map(place -> key(world, world.account(), place)));
        changed.ifPresent(key -> world.both(storage -> storage.accounts().change(key)));
    }

    private ApiKey changed(ApiKey key) {
        return switch (words.below(9)) {
            case 0 -> key.withLabel(world.name()).withAccess(Access.READ);
            case 1 -> key.revoked(world.now());
            case 2 -> key.expiring(words.chance(0.5) ? null : world.now());
            case 3 -> key.withRestricted(!key.restricted());
            case 4 -> key.ownedBy(world.account());
            case 5 -> entered(key);
            case 6 -> world.project().map(key::boundTo).orElse(key);
            case 7 -> key.rotatedInto(world.recent(world.keys)).withAgentCaller("walk");
            default -> working(key);
        };
    }

    /// As somebody would write it who read it before it was revoked.
    private static ApiKey working(ApiKey key) {
        return new ApiKey(
                key.id(),
                key.hash(),
                key.prefix(),
                key.last4(),
                key.label(),
                key.account(),
                key.organization(),
                key.project(),
                key.restricted(),
                key.access(),
                key.expiresAt(),
                null,
                key.createdAt());
    }

    /// Only keys that exist can be used.
    private void use() {
        var key = world.recent(world.keys);
        if (world.same(storage -> storage.accounts().key(key))
                .filter(Optional::isPresent)
                .isEmpty()) {
            return;
        }
        var at = world.now();
        world.both(storage -> {
            storage.accounts().used(key, at);
            // uses are noted later; whatever is written after it waits for it
            storage.check();
        });
    }

    private void find() {
        var id = world.recent(world.keys);
        var found = world.same(storage -> storage.accounts().key(id));
        found.flatMap(key -> key.map(ApiKey::hash))
                .or(() -> Optional.of(new KeyHash("unknown")))
                .ifPresent(hash -> world.same(storage -> storage.accounts().key(hash)));
    }
}
