package dev.keepsake.server;

import dev.keepsake.account.Access;
import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.Founding;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.Keys;
import dev.keepsake.account.Membership;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.server.account.Passwords;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.embedded.EmbeddedStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// A data folder with one organization in which everybody has another part, and somebody who has
/// none:
///
/// | who | in the organization | in its project |
/// |---|---|---|
/// | owner (and first account, so administrator) | OWNER | |
/// | partner | OWNER | |
/// | member | READER | none |
/// | reader | READER | READER |
/// | lead | READER | OWNER |
/// | stranger | none | none |
///
/// Everybody but owner and partner also owns an organization of their own, where their keys are
/// bound that cannot be bound to the project.
final class RoleMatrixFixture {

    static final String PEPPER = "a pepper that only this test uses";
    static final String PASSWORD = "correct horse battery staple";

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String HASH = new Passwords().hash(PASSWORD);

    private final Keys keys = new Keys(PEPPER.getBytes(StandardCharsets.UTF_8));
    private final Organization organization =
            new Organization(OrganizationId.random(), "Harbor", NOW, NOW);
    private final Project project = project(organization, "main");
    private final Map<String, String> credentials = new LinkedHashMap<>();

    /// Writes the folder.
    static RoleMatrixFixture in(Path folder) {
        var fixture = new RoleMatrixFixture();
        try (var storage = EmbeddedStorage.open(folder, Clock.systemUTC())) {
            fixture.fill(storage.accounts());
        }
        return fixture;
    }

    OrganizationId organization() {
        return organization.id();
    }

    ProjectId project() {
        return project.id();
    }

    /// The key of an actor, such as `owner` or `owner/read`.
    String key(String actor) {
        return credentials.getOrDefault(actor, "");
    }

    static String email(String person) {
        return person + "@example.org";
    }

    private void fill(Accounts accounts) {
        var owner = account("owner", true);
        accounts.found(
                new Founding(
                        owner, organization, project, key("owner", owner, project, Access.ADMIN)));
        accounts.create(key("owner/write", owner, project, Access.WRITE));
        accounts.create(key("owner/read", owner, project, Access.READ));
        accounts.create(restricted("owner/restricted", owner, project));
        accounts.create(revoked(key("revoked", owner, project, Access.ADMIN)));

        var partner = joined(accounts, "partner", Role.OWNER);
        accounts.create(key("partner", partner, project, Access.ADMIN));

        var member = joined(accounts, "member", Role.READER);
        accounts.create(key("member", member, home(accounts, member), Access.ADMIN));

        var reader = joined(accounts, "reader", Role.READER);
        accounts.set(new Membership(reader.id(), organization.id(), project.id(), Role.READER));
        home(accounts, reader);
        accounts.create(key("reader", reader, project, Access.ADMIN));

        var lead = joined(accounts, "lead", Role.READER);
        accounts.set(new Membership(lead.id(), organization.id(), project.id(), Role.OWNER));
        home(accounts, lead);
        accounts.create(key("lead", lead, project, Access.ADMIN));

        var stranger = account("stranger", false);
        accounts.create(stranger);
        var home = home(accounts, stranger);
        accounts.create(key("stranger", stranger, home, Access.ADMIN));
        accounts.create(restricted("stranger/restricted", stranger, home));
    }

    private Account joined(Accounts accounts, String name, Role role) {
        var account = account(name, false);
        accounts.create(account);
        accounts.set(new Membership(account.id(), organization.id(), null, role));
        return account;
    }

    private static Project home(Accounts accounts, Account account) {
        var home = new Organization(OrganizationId.random(), account.username(), NOW, NOW);
        var project = project(home, "default-project");
        accounts.create(home, account.id(), project);
        return project;
    }

    private static Account account(String name, boolean administrator) {
        return new Account(
                AccountId.random(), name, name, email(name), HASH, administrator, null, NOW);
    }

    private static Project project(Organization organization, String name) {
        return new Project(
                ProjectId.random(), organization.id(), name, null, true, Map.of(), NOW, NOW);
    }

    private ApiKey key(String actor, Account account, Project bound, Access access) {
        return key(actor, account, bound, access, false);
    }

    private ApiKey restricted(String actor, Account account, Project bound) {
        return key(actor, account, bound, Access.ADMIN, true);
    }

    private ApiKey key(
            String actor, Account account, Project bound, Access access, boolean restricted) {
        var key = keys.mint();
        credentials.put(actor, key);
        return new ApiKey(
                KeyId.random(),
                keys.hash(key),
                key.substring(0, 8),
                key.substring(key.length() - 4),
                actor,
                account.id(),
                bound.organization(),
                bound.id(),
                restricted,
                access,
                null,
                null,
                NOW);
    }

    private static ApiKey revoked(ApiKey key) {
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
                null,
                NOW,
                NOW);
    }
}
