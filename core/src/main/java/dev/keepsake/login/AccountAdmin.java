package dev.keepsake.login;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.AuditTrail;
import dev.keepsake.account.EmailForm;
import dev.keepsake.account.Identity;
import dev.keepsake.account.Invitations;
import dev.keepsake.account.People;
import dev.keepsake.account.Permission;
import dev.keepsake.account.Registrar;
import dev.keepsake.account.Registrar.Person;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What administrators of the server do with accounts (management contract 18.5). Disabling stops
/// keys and sessions at once. Safe for many threads.
public final class AccountAdmin {

    private final Accounts accounts;
    private final People people;
    private final Registrar registrar;
    private final PasswordHashing hashing;
    private final Sessions sessions;
    private final Invitations invitations;
    private final Removal removal;
    private final AuditTrail audit;
    private final InstantSource clock;

    public AccountAdmin(
            Accounts accounts,
            People people,
            Registrar registrar,
            PasswordHashing hashing,
            Sessions sessions,
            Invitations invitations,
            Removal removal,
            AuditTrail audit,
            InstantSource clock) {
        this.accounts = accounts;
        this.people = people;
        this.registrar = registrar;
        this.hashing = hashing;
        this.sessions = sessions;
        this.invitations = invitations;
        this.removal = removal;
        this.audit = audit;
        this.clock = clock;
    }

    /// A new account, and its password when that was made here.
    public record Created(Account account, @Nullable String password) {
        @Override
        public String toString() {
            return "Created[" + account + "]";
        }
    }

    /// In order of creation.
    public List<Account> list(Identity who) {
        who.require(Permission.ADMINISTER_SERVER);
        return accounts.accounts();
    }

    /// Creates an account with an organization of its own. The administrator vouches for the
    /// address, so invitations to it are accepted.
    ///
    /// @param password null to make one
    /// @throws Failure.Invalid when something breaks its rule
    /// @throws Failure.Conflict when the address is taken
    public Created create(
            Identity who,
            String address,
            String name,
            @Nullable String password,
            boolean serverAdmin) {
        who.require(Permission.ADMINISTER_SERVER);
        var email = EmailForm.parse(address);
        var text = password == null ? hashing.generate() : new Password(password).text();
        var person = new Person(email, Names.checked(name), hashing.hash(text), serverAdmin);
        var account = registrar.create(person);
        registrar.giveHome(account);
        invitations.welcome(account);
        audit.note(who.account(), "account.create", "account " + account.id());
        return new Created(account, password == null ? text : null);
    }

    /// Null leaves a thing as it is.
    ///
    /// @throws Failure.Missing when there is no such account
    /// @throws Failure.Conflict when no working administrator would be left, or somebody disables
    ///   themselves
    public Account change(
            Identity who,
            AccountId id,
            @Nullable String name,
            @Nullable Boolean disabled,
            @Nullable Boolean serverAdmin) {
        who.require(Permission.ADMINISTER_SERVER);
        if (Boolean.TRUE.equals(disabled) && id.equals(who.account())) {
            throw new Failure.Conflict("disabled: nobody can disable themselves");
        }
        var checked = name == null ? null : Names.checked(name);
        var now = clock.instant();
        var changed =
                people.change(id, account -> edited(account, checked, disabled, serverAdmin, now));
        if (Boolean.TRUE.equals(disabled)) {
            sessions.endAll(id, Optional.empty());
        }
        note(who, id, disabled, serverAdmin);
        return changed;
    }

    private static Account edited(
            Account account,
            @Nullable String name,
            @Nullable Boolean disabled,
            @Nullable Boolean serverAdmin,
            Instant now) {
        var named = name == null ? account : account.withName(name);
        var ranked = serverAdmin == null ? named : named.withServerAdmin(serverAdmin);
        if (disabled == null || disabled == (ranked.disabledAt() != null)) {
            return ranked;
        }
        return disabled ? ranked.disabled(now) : ranked.enabled();
    }

    private void note(
            Identity who, AccountId id, @Nullable Boolean disabled, @Nullable Boolean admin) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        if (disabled != null) {
            details.put("disabled", disabled);
        }
        if (admin != null) {
            details.put("is_server_admin", admin);
        }
        audit.note(who.account(), null, null, "account.change", "account " + id, details);
    }

    /// @throws Failure as [Removal#remove]
    public void remove(Identity who, AccountId id) {
        who.require(Permission.ADMINISTER_SERVER);
        removal.remove(id, who.account());
    }
}
