package dev.keepsake.server.account;

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
import dev.keepsake.failure.Failure;
import dev.keepsake.server.config.BootstrapConfig;
import dev.keepsake.server.config.Secret;
import dev.keepsake.storage.Accounts;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Creates what a fresh installation needs before anybody can ask anything (management contract
/// 18.2): an account, its organization, project and API key. Whoever can run it has full trust, as
/// they hold the data folder.
public final class Founder {

    private final Accounts accounts;
    private final Keys keys;
    private final Passwords passwords;
    private final Clock clock;

    public Founder(Accounts accounts, Keys keys, Passwords passwords, Clock clock) {
        this.accounts = accounts;
        this.keys = keys;
        this.passwords = passwords;
        this.clock = clock;
    }

    /// Founds the installation; empty, and nothing done, when an account exists.
    public Optional<Founded> foundIfEmpty(BootstrapConfig settings) {
        return accounts.isEmpty() ? Optional.of(found(settings)) : Optional.empty();
    }

    /// @throws Failure.Conflict when an account exists
    public Founded found(BootstrapConfig settings) {
        var now = clock.instant();
        var password = settings.password() == null ? passwords.generate() : null;
        var key = settings.apiKey() == null ? keys.mint() : settings.apiKey().value();
        var account = account(settings, settings.password(), password, now);
        var organization =
                new Organization(OrganizationId.random(), settings.organizationName(), now, now);
        var project =
                new Project(
                        ProjectId.random(),
                        organization.id(),
                        settings.projectName(),
                        null,
                        true,
                        Map.of(),
                        now,
                        now);
        accounts.found(
                new Founding(
                        account,
                        organization,
                        project,
                        stored(key, "default", account.id(), project, now)));
        return new Founded(
                settings.email(),
                password == null ? null : new Secret(password),
                new Secret(key),
                settings.apiKey() == null,
                organization.id(),
                project.id());
    }

    /// One more key for an account, bound to the default project of its organization.
    ///
    /// @return the key, which can never be read again
    /// @throws Failure.Missing when nobody has this email, or the account has no project
    public Secret createKey(String email, String label) {
        var account =
                accounts.accountByEmail(email)
                        .orElseThrow(
                                () -> new Failure.Missing("no account has the email " + email));
        var project =
                accounts.memberships(account.id()).stream()
                        .map(Membership::organization)
                        .distinct()
                        .flatMap(organization -> accounts.projects(organization).stream())
                        .filter(Project::isDefault)
                        .findFirst()
                        .orElseThrow(() -> new Failure.Missing(email + " belongs to no project"));
        var key = keys.mint();
        accounts.create(stored(key, label, account.id(), project, clock.instant()));
        return new Secret(key);
    }

    /// What was created.
    ///
    /// @param password only when it was made here
    /// @param keyMade whether the key was made here, rather than given
    public record Founded(
            String email,
            @Nullable Secret password,
            Secret key,
            boolean keyMade,
            OrganizationId organization,
            ProjectId project) {}

    private Account account(
            BootstrapConfig settings, @Nullable Secret given, @Nullable String made, Instant now) {
        var password = given == null ? made : given.value();
        return new Account(
                AccountId.random(),
                settings.email().substring(0, settings.email().indexOf('@')),
                settings.name(),
                settings.email(),
                password == null ? null : passwords.hash(password),
                true,
                null,
                now);
    }

    private ApiKey stored(
            String key, String label, AccountId account, Project project, Instant now) {
        return new ApiKey(
                KeyId.random(),
                keys.hash(key),
                key.substring(0, 8),
                key.substring(key.length() - 4),
                label,
                account,
                project.organization(),
                project.id(),
                false,
                Access.ADMIN,
                null,
                null,
                now);
    }
}
