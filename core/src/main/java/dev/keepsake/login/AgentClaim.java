package dev.keepsake.login;

import dev.keepsake.account.Account;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.AuditTrail;
import dev.keepsake.account.Callers;
import dev.keepsake.account.Keys;
import dev.keepsake.account.Membership;
import dev.keepsake.account.People;
import dev.keepsake.account.Role;
import dev.keepsake.login.CliLogin.Answer;
import dev.keepsake.login.CliLogin.Why;
import dev.keepsake.storage.Accounts;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Taking over the account of an agent by somebody who holds its key and has proven an address
/// (management contract 13.2). The key goes on working, unchanged. Safe for many threads.
public final class AgentClaim {

    private final Accounts accounts;
    private final Keys keys;
    private final People people;
    private final Callers callers;
    private final Supplier<AuthPolicy> policy;
    private final AuditTrail audit;
    private final InstantSource clock;

    public AgentClaim(
            Accounts accounts,
            Keys keys,
            People people,
            Callers callers,
            Supplier<AuthPolicy> policy,
            AuditTrail audit,
            InstantSource clock) {
        this.accounts = accounts;
        this.keys = keys;
        this.people = people;
        this.callers = callers;
        this.policy = policy;
        this.audit = audit;
        this.clock = clock;
    }

    /// Why nobody can claim with this key.
    Optional<Why> obstacle(String text) {
        var account = key(text).flatMap(key -> accounts.account(key.account()));
        if (account.isEmpty()) {
            return Optional.of(Why.NO_AGENT_KEY);
        }
        return account.get().isUnclaimed() ? Optional.empty() : Optional.of(Why.CLAIMED_BEFORE);
    }

    /// @param email proven
    synchronized Answer by(String email, String text) {
        var obstacle = obstacle(text);
        if (obstacle.isPresent()) {
            return new Answer.Refused(obstacle.get());
        }
        var key = key(text).orElseThrow();
        var agent = accounts.account(key.account()).orElseThrow();
        var owner = accounts.accountByEmail(email);
        if (owner.isEmpty()) {
            return settled(key, agent, email);
        }
        if (!policy.get().claimIntoExisting()) {
            return new Answer.Refused(Why.EMAIL_HAS_ACCOUNT);
        }
        return owner.get().disabledAt() == null
                ? moved(key, agent, owner.get())
                : new Answer.Refused(Why.DISABLED);
    }

    /// The agent's account becomes a person's.
    private Answer settled(ApiKey key, Account agent, String email) {
        var now = clock.instant();
        people.change(agent.id(), each -> each.claimedBy(email, now));
        return claimed(key, agent, email);
    }

    /// What the agent has goes to the person's account. In an order that leaves nothing without an
    /// owner when it breaks off; what is left of the agent's account then expires with the unused
    /// ones.
    private Answer moved(ApiKey key, Account agent, Account owner) {
        accounts.memberships(agent.id()).stream()
                .filter(each -> each.project() == null)
                .forEach(each ->
                        accounts.set(
                                new Membership(owner.id(), each.organization(), null, Role.OWNER)));
        accounts.keys(agent.id())
                .forEach(each -> people.change(each.id(), its -> its.ownedBy(owner.id())));
        accounts.remove(agent.id());
        callers.forget();
        return claimed(key, owner, String.valueOf(owner.email()));
    }

    private Answer claimed(ApiKey key, Account owner, String email) {
        audit.note(
                owner.id(),
                key.organization(),
                key.project(),
                "agent.claim",
                "key " + key.id(),
                Map.of());
        return new Answer.Claimed(clock.instant(), email, key.organization(), key.project());
    }

    private Optional<ApiKey> key(String text) {
        var now = clock.instant();
        return Optional.of(text.strip())
                .filter(Keys::isWellFormed)
                .flatMap(each -> accounts.key(keys.hash(each)))
                .filter(each -> each.kind() == ApiKey.Kind.AGENT && each.worksAt(now));
    }
}
