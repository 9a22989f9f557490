package dev.keepsake.server;

import dev.keepsake.account.Access;
import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.Founding;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.Keys;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.storage.Storage;
import java.time.Instant;
import java.util.Map;

/// A second person on the server under test, with an organization and an API key of their own.
///
/// @param name of the account, also before the `@example.org` of the email
/// @param key in the form of keys
public record Neighbour(String name, String key, OrganizationId organization, ProjectId project) {

    public static final Neighbour BEN = of("ben", "m0-" + "b".repeat(43));
    public static final Neighbour CLEO = of("cleo", "m0-" + "c".repeat(43));

    private static Neighbour of(String name, String key) {
        return new Neighbour(name, key, OrganizationId.random(), ProjectId.random());
    }

    public Map<String, String> authorization() {
        return Map.of("Authorization", "Token " + key);
    }

    /// Does nothing for somebody who is there already.
    void settle(Storage storage, Keys keys) {
        if (storage.accounts().accountByUsername(name).isPresent()) {
            return;
        }
        var now = Instant.now();
        var account =
                new Account(
                        AccountId.random(),
                        name,
                        name,
                        name + "@example.org",
                        null,
                        false,
                        null,
                        now);
        var place = new Organization(organization, name + "'s", now, now);
        var home = new Project(project, organization, "home", null, true, Map.of(), now, now);
        storage.accounts()
                .settle(new Founding(account, place, home, stored(keys, account.id(), now)));
    }

    private ApiKey stored(Keys keys, AccountId owner, Instant now) {
        return new ApiKey(
                KeyId.random(),
                keys.hash(key),
                key.substring(0, 8),
                key.substring(key.length() - 4),
                "",
                owner,
                organization,
                project,
                false,
                Access.ADMIN,
                null,
                null,
                now);
    }
}
