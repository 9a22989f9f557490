package dev.keepsake.login;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.AuditTrail;
import dev.keepsake.account.EmailForm;
import dev.keepsake.account.HomeProject;
import dev.keepsake.account.Invitations;
import dev.keepsake.account.KeyTerms;
import dev.keepsake.account.Keys;
import dev.keepsake.account.MintedKey;
import dev.keepsake.account.OneTimeCode.Purpose;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.People;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Registrar;
import dev.keepsake.account.Registrar.Person;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Logging in with the command-line client by a code sent to an address, and claiming an agent's
/// account in the same way (management contract 13.1 and 13.2). Safe for many threads.
public final class CliLogin {

    private static final int MOST_KEYS = 10;

    private final Accounts accounts;
    private final Keys keys;
    private final People people;
    private final Registrar registrar;
    private final Codes codes;
    private final Invitations invitations;
    private final AgentClaim claim;
    private final Mailer mailer;
    private final Supplier<AuthPolicy> policy;
    private final AuditTrail audit;
    private final InstantSource clock;

    public CliLogin(
            Accounts accounts,
            Keys keys,
            People people,
            Registrar registrar,
            Codes codes,
            Invitations invitations,
            AgentClaim claim,
            Mailer mailer,
            Supplier<AuthPolicy> policy,
            AuditTrail audit,
            InstantSource clock) {
        this.accounts = accounts;
        this.keys = keys;
        this.people = people;
        this.registrar = registrar;
        this.codes = codes;
        this.invitations = invitations;
        this.claim = claim;
        this.mailer = mailer;
        this.policy = policy;
        this.audit = audit;
        this.clock = clock;
    }

    /// What came of it.
    public sealed interface Answer {

        record LoggedIn(MintedKey key, String email) implements Answer {}

        record Claimed(Instant at, String email, OrganizationId organization, ProjectId project)
                implements Answer {}

        record Refused(Why why) implements Answer {}
    }

    /// Why somebody was not let in.
    public enum Why {
        WRONG_CODE,
        TOO_MANY_TRIES,
        SIGN_UP_CLOSED,
        DISABLED,
        NO_AGENT_KEY,
        CLAIMED_BEFORE,
        EMAIL_HAS_ACCOUNT
    }

    /// Sends a code to an address, whether it is known or not.
    ///
    /// @return false when letters go nowhere
    /// @throws Failure.Invalid when the address is none
    /// @throws Failure.TooMany when there were too many codes lately
    public boolean sendCode(String address, Visitor visitor) {
        var email = EmailForm.parse(address);
        if (!mailer.isOn()) {
            return false;
        }
        var code = codes.ask(email, Purpose.CLI_LOGIN, visitor);
        mailer.send(Letters.code(email, code.text()));
        return true;
    }

    /// Logs in with a code: makes a key, and an account where the policy allows it.
    ///
    /// @throws Failure.Invalid when the address is none
    /// @throws Failure.TooMany when one visitor tries too often
    public Answer login(String address, String code, Visitor visitor) {
        var email = EmailForm.parse(address);
        var proof = prove(email, code, visitor);
        return switch (proof.use()) {
            case WRONG -> new Answer.Refused(Why.WRONG_CODE);
            case EXHAUSTED -> new Answer.Refused(Why.TOO_MANY_TRIES);
            case RIGHT -> proven(email, proof.ofAddress());
        };
    }

    /// Takes an agent's account over. The key is looked at before the code is used up.
    ///
    /// @throws Failure.Invalid when the address is none
    /// @throws Failure.TooMany when one visitor tries too often
    public Answer claim(String address, String code, String agentKey, Visitor visitor) {
        var email = EmailForm.parse(address);
        var obstacle = claim.obstacle(agentKey);
        if (obstacle.isPresent()) {
            return new Answer.Refused(obstacle.get());
        }
        return switch (prove(email, code, visitor).use()) {
            case WRONG -> new Answer.Refused(Why.WRONG_CODE);
            case EXHAUSTED -> new Answer.Refused(Why.TOO_MANY_TRIES);
            case RIGHT -> claim.by(email, agentKey);
        };
    }

    private Codes.Proof prove(String email, String code, Visitor visitor) {
        return codes.prove(email, accounts.accountByEmail(email).map(Account::id), code, visitor);
    }

    private Answer proven(String email, boolean ofAddress) {
        var known = accounts.accountByEmail(email);
        if (known.isEmpty()) {
            return mayComeIn(email)
                    ? new Answer.LoggedIn(newKey(newcomer(email), ofAddress), email)
                    : new Answer.Refused(Why.SIGN_UP_CLOSED);
        }
        if (known.get().disabledAt() != null) {
            return new Answer.Refused(Why.DISABLED);
        }
        return new Answer.LoggedIn(newKey(known.get(), ofAddress), email);
    }

    private boolean mayComeIn(String email) {
        return switch (policy.get().signUp()) {
            case CLOSED -> false;
            case INVITED ->
                    accounts.invitations(email).stream()
                            .anyMatch(each -> each.worksAt(clock.instant()));
            case OPEN -> true;
        };
    }

    private Account newcomer(String email) {
        var name = email.substring(0, email.indexOf('@'));
        var account = registrar.create(new Person(email, name, null, false));
        audit.note(account.id(), "account.signup", "account " + account.id());
        return account;
    }

    /// With the address proven, invitations to it are accepted; who can still work nowhere gets an
    /// organization of their own.
    private MintedKey newKey(Account account, boolean addressProven) {
        var now = clock.instant();
        if (addressProven) {
            invitations.welcome(account);
        }
        var project =
                HomeProject.of(account, accounts).orElseGet(() -> registrar.giveHome(account));
        var label = "cli login " + LocalDate.ofInstant(now, ZoneOffset.UTC);
        var terms = KeyTerms.open(label, project);
        var minted = keys.mint(account.id(), terms, ApiKey.Kind.CLI, null, now);
        accounts.create(minted.key());
        people.change(account.id(), each -> each.loggedIn(now));
        revokeSurplus(account.id(), now);
        audit.note(
                account.id(),
                project.organization(),
                project.id(),
                "key.login",
                "key " + minted.key().id(),
                Map.of());
        return minted;
    }

    /// Old keys of lost laptops pile up otherwise.
    private void revokeSurplus(AccountId account, Instant now) {
        var working =
                accounts.keys(account).stream()
                        .filter(key -> key.kind() == ApiKey.Kind.CLI && key.worksAt(now))
                        .sorted(Comparator.comparing(CliLogin::lastUse))
                        .toList();
        working.stream()
                .limit(Math.max(0, working.size() - MOST_KEYS))
                .forEach(key -> people.change(key.id(), each -> each.revoked(now)));
    }

    private static Instant lastUse(ApiKey key) {
        return Optional.ofNullable(key.lastUsedAt()).orElse(key.createdAt());
    }
}
