package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Brings new accounts in, with all that they begin with. Safe for many threads.
public final class Registrar {

    public static final String DEFAULT_PROJECT = "default-project";
    private static final int TRIES = 5;

    private final Accounts accounts;
    private final Keys keys;
    private final InstantSource clock;

    public Registrar(Accounts accounts, Keys keys, InstantSource clock) {
        this.accounts = accounts;
        this.keys = keys;
        this.clock = clock;
    }

    /// A person who comes in.
    ///
    /// @param passwordHash null when they have none
    public record Person(
            String email, String name, @Nullable String passwordHash, boolean serverAdmin) {

        @Override
        public String toString() {
            return "Person[" + email + "]";
        }
    }

    /// What they begin with.
    ///
    /// @param keyText a key that was fixed in advance; null to make one
    public record Home(
            String organization, String project, String keyLabel, @Nullable String keyText) {

        @Override
        public String toString() {
            return "Home[" + organization + ", " + project + "]";
        }
    }

    /// Who came in, and the text of the key.
    public record Settled(Founding founding, String keyText) {

        @Override
        public String toString() {
            return "Settled[" + founding.account() + "]";
        }
    }

    /// The very first account.
    ///
    /// @throws Failure.Conflict when an account of a person exists
    public Settled found(Person person, Home home) {
        var settled = prepared(account(person), home, ApiKey.Kind.STANDARD, null);
        accounts.found(settled.founding());
        return settled;
    }

    /// An account with an organization, project and key of its own.
    ///
    /// @throws Failure.Conflict when the email is taken
    public Settled settle(Person person, Home home, ApiKey.Kind kind) {
        for (var tries = 1; ; tries++) {
            var settled = prepared(account(person), home, kind, null);
            try {
                accounts.settle(settled.founding());
                return settled;
            } catch (Failure.Conflict taken) {
                requireFree(person.email());
                if (tries == TRIES) {
                    throw taken;
                }
            }
        }
    }

    /// The account of an agent that signs itself up.
    public Settled settleAgent(@Nullable String source, @Nullable String agentCaller) {
        var id = AccountId.random();
        var defaultUser = "user_" + HexFormat.of().toHexDigits(new Random().nextLong(), 12);
        var name = "agent-" + id.toString().substring(0, 8);
        var now = clock.instant();
        var account =
                new Account(
                        id,
                        name,
                        name,
                        null,
                        null,
                        false,
                        null,
                        now,
                        null,
                        null,
                        new Account.Agent(source, defaultUser, null));
        var home = new Home(name, DEFAULT_PROJECT, "agent mode", null);
        var settled = prepared(account, home, ApiKey.Kind.AGENT, agentCaller);
        accounts.settle(settled.founding());
        return settled;
    }

    /// An account alone, which must become a member of something.
    ///
    /// @throws Failure.Conflict when the email is taken
    public Account create(Person person) {
        return create(person, account -> account);
    }

    private Account create(Person person, UnaryOperator<Account> edit) {
        for (var tries = 1; ; tries++) {
            var account = edit.apply(account(person));
            try {
                accounts.create(account);
                return account;
            } catch (Failure.Conflict taken) {
                requireFree(person.email());
                if (tries == TRIES) {
                    throw taken;
                }
            }
        }
    }

    /// An account alone of somebody who logs in at this moment. It counts as their first login, so
    /// nothing that waits for the address is taken up by it or by a later one.
    ///
    /// @throws Failure.Conflict when the email is taken
    public Account admit(Person person) {
        return create(person, account -> account.loggedIn(account.createdAt()));
    }

    /// An organization of one's own, for an account that has none to work in.
    ///
    /// @return its project
    public Project giveHome(Account account) {
        var now = clock.instant();
        var organization = organization(account.name(), now);
        var project = project(organization, DEFAULT_PROJECT, now);
        accounts.create(organization, account.id(), project);
        return project;
    }

    private Settled prepared(
            Account account, Home home, ApiKey.Kind kind, @Nullable String agentCaller) {
        var now = account.createdAt();
        var organization = organization(home.organization(), now);
        var project = project(organization, home.project(), now);
        var terms = KeyTerms.open(home.keyLabel(), project);
        var text = home.keyText() == null ? keys.mint() : home.keyText();
        var minted = keys.sealed(text, account.id(), terms, kind, agentCaller, now);
        return new Settled(new Founding(account, organization, project, minted.key()), text);
    }

    private Account account(Person person) {
        return new Account(
                AccountId.random(),
                freeUsername(EmailForm.localPart(person.email())),
                person.name(),
                person.email(),
                person.passwordHash(),
                person.serverAdmin(),
                null,
                clock.instant());
    }

    private static Organization organization(String name, Instant now) {
        return new Organization(OrganizationId.random(), name, now, now);
    }

    private static Project project(Organization organization, String name, Instant now) {
        return new Project(
                ProjectId.random(), organization.id(), name, null, true, Map.of(), now, now);
    }

    private String freeUsername(String wanted) {
        var name = wanted;
        for (var next = 2; accounts.accountByUsername(name).isPresent(); next++) {
            name = next < 10 ? wanted + "-" + next : wanted + "-" + UUID.randomUUID();
        }
        return name;
    }

    private void requireFree(String email) {
        if (accounts.accountByEmail(email).isPresent()) {
            throw new Failure.Conflict("email: there is an account with this address");
        }
    }
}
