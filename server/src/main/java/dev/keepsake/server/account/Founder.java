package dev.keepsake.server.account;

import dev.keepsake.account.Account;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.EmailForm;
import dev.keepsake.account.HomeProject;
import dev.keepsake.account.KeyTerms;
import dev.keepsake.account.Keys;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Registrar;
import dev.keepsake.account.Registrar.Home;
import dev.keepsake.account.Registrar.Person;
import dev.keepsake.failure.Failure;
import dev.keepsake.login.Password;
import dev.keepsake.login.PasswordHashing;
import dev.keepsake.server.config.BootstrapConfig;
import dev.keepsake.server.config.Secret;
import dev.keepsake.storage.Accounts;
import dev.keepsake.storage.Storage;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the holder of the data folder can do without being asked who they are (management contract
/// 18.2): create the first account, make keys, set passwords.
public final class Founder {

    private final Accounts accounts;
    private final Keys keys;
    private final PasswordHashing passwords;
    private final Clock clock;

    public Founder(Accounts accounts, Keys keys, PasswordHashing passwords, Clock clock) {
        this.accounts = accounts;
        this.keys = keys;
        this.passwords = passwords;
        this.clock = clock;
    }

    /// Founds the installation unless told not to; empty, and nothing done, when an account exists.
    public Optional<Founded> foundIfEmpty(BootstrapConfig settings) {
        return settings.auto() && accounts.isEmpty()
                ? Optional.of(found(settings))
                : Optional.empty();
    }

    /// @throws Failure.Conflict when an account exists
    public Founded found(BootstrapConfig settings) {
        var made = settings.password() == null ? passwords.generate() : null;
        var password = settings.password() == null ? made : settings.password().value();
        var person =
                new Person(
                        settings.email(),
                        settings.name(),
                        password == null ? null : passwords.hash(password),
                        true);
        var home =
                new Home(
                        settings.organizationName(),
                        settings.projectName(),
                        "default",
                        settings.apiKey() == null ? null : settings.apiKey().value());
        var settled = new Registrar(accounts, keys, clock).found(person, home);
        return new Founded(
                settings.email(),
                made == null ? null : new Secret(made),
                new Secret(settled.keyText()),
                settings.apiKey() == null,
                settled.founding().organization().id(),
                settled.founding().project().id());
    }

    /// One more key for an account, bound to the project where it lands.
    ///
    /// @return the key, which can never be read again
    /// @throws Failure.Missing when nobody has this email, or the account has no project
    public Secret createKey(String email, String label) {
        var account = require(email);
        var project =
                HomeProject.of(account, accounts)
                        .orElseThrow(() -> new Failure.Missing(email + " belongs to no project"));
        var terms = KeyTerms.open(label, project);
        var minted = keys.mint(account.id(), terms, ApiKey.Kind.STANDARD, null, clock.instant());
        accounts.create(minted.key());
        return new Secret(minted.text());
    }

    /// A new password; all sessions of the account end.
    ///
    /// @param given null to make one
    /// @return the password when it was made here
    /// @throws Failure.Missing when nobody has this email
    /// @throws Failure.Invalid when the given one breaks its rule
    public static Optional<Secret> resetPassword(
            Storage storage, PasswordHashing passwords, String email, @Nullable String given) {
        var account = requireIn(storage.accounts(), email);
        var text = given == null ? passwords.generate() : new Password(given).text();
        storage.accounts().change(account.withPassword(passwords.hash(text)));
        storage.logins().endAll(account.id(), Optional.empty());
        return given == null ? Optional.of(new Secret(text)) : Optional.empty();
    }

    private Account require(String email) {
        return requireIn(accounts, email);
    }

    private static Account requireIn(Accounts accounts, String email) {
        return accounts.accountByEmail(EmailForm.parse(email))
                .orElseThrow(() -> new Failure.Missing("no account has the email " + email));
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
}
