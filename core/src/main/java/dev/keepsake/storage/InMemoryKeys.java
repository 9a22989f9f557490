package dev.keepsake.storage;

import static dev.keepsake.storage.AccountTables.require;
import static dev.keepsake.storage.AccountTables.requireNew;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;

/// The rules of keys in [InMemoryAccounts].
final class InMemoryKeys {

    private final AccountTables tables;

    InMemoryKeys(AccountTables tables) {
        this.tables = tables;
    }

    void create(ApiKey key) {
        requireFree(key);
        requireReferences(key);
        requirePlace(key);
        put(key);
    }

    void requireFree(ApiKey key) {
        requireNew(tables.keys, key.id());
        if (tables.keys.values().stream().anyMatch(other -> other.hash().equals(key.hash()))) {
            throw new Failure.Conflict("the hash of key " + key.id() + " is taken");
        }
    }

    void put(ApiKey key) {
        tables.keys.put(key.id(), key);
    }

    void change(ApiKey key) {
        var stored = require(tables.keys, key.id());
        if (stored.isRevoked() && !key.isRevoked()) {
            throw new Failure.Conflict("key " + key.id() + " is revoked");
        }
        requireReferences(key);
        if (!key.isRevoked() || !key.isBoundAs(stored)) {
            requirePlace(key);
        }
        put(merged(stored, key));
    }

    private void requireReferences(ApiKey key) {
        require(tables.accounts, key.account());
        if (key.replacedBy() != null) {
            require(tables.keys, key.replacedBy());
        }
    }

    /// Every key is bound to a project that exists, and one that works to a project that its owner
    /// may enter.
    private void requirePlace(ApiKey key) {
        tables.requirePlace(key.organization(), key.project());
        if (!key.isRevoked()
                && !tables.reaches(key.account(), require(tables.projects, key.project()))) {
            throw new Failure.Missing(
                    "account " + key.account() + " does not reach project " + key.project());
        }
    }

    private static ApiKey merged(ApiKey stored, ApiKey wanted) {
        return new ApiKey(
                stored.id(),
                stored.hash(),
                stored.prefix(),
                stored.last4(),
                wanted.label(),
                wanted.account(),
                wanted.organization(),
                wanted.project(),
                wanted.restricted(),
                wanted.access(),
                wanted.expiresAt(),
                wanted.revokedAt(),
                stored.createdAt(),
                stored.kind(),
                wanted.agentCaller(),
                stored.lastUsedAt(),
                wanted.replacedBy());
    }

    void used(KeyId id, Instant at) {
        var key = tables.keys.get(id);
        var minute = at.truncatedTo(ChronoUnit.MINUTES);
        if (key != null && (key.lastUsedAt() == null || key.lastUsedAt().isBefore(minute))) {
            put(key.usedAt(minute));
        }
    }

    /// Binds the working keys that open nothing any more to what their owner still reaches.
    void settle(AccountId account, Instant at) {
        for (var key : working(each -> each.account().equals(account))) {
            var project = tables.projects.get(key.project());
            if (project == null || !tables.reaches(account, project)) {
                put(settled(key, at));
            }
        }
    }

    private ApiKey settled(ApiKey key, Instant at) {
        return key.restricted()
                ? key.revoked(at)
                : tables.firstReached(key.account()).map(key::boundTo).orElse(key.revoked(at));
    }

    /// Takes keys off a project that is gone.
    void leave(ProjectId gone, Project home, Instant at) {
        for (var key : working(each -> each.project().equals(gone))) {
            var stays = !key.restricted() && tables.reaches(key.account(), home);
            put(stays ? key.boundTo(home) : settled(key, at));
        }
    }

    void revokeAll(OrganizationId organization, Instant at) {
        working(each -> each.organization().equals(organization))
                .forEach(key -> put(key.revoked(at)));
    }

    private List<ApiKey> working(Predicate<ApiKey> chosen) {
        return tables.keys.values().stream()
                .filter(key -> !key.isRevoked() && chosen.test(key))
                .toList();
    }
}
