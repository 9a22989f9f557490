package dev.keepsake.login;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.AuditTrail;
import dev.keepsake.account.Callers;
import dev.keepsake.account.Identity;
import dev.keepsake.account.Membership;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.People;
import dev.keepsake.account.Permission;
import dev.keepsake.account.Role;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Removes accounts (management contract 18.3): keys, sessions and memberships go at once, and so
/// do organizations that nobody else belongs to; what those hold is erased in the background.
/// Organizations with other members stay. Safe for many threads.
public final class Removal {

    static final Duration UNUSED = Duration.ofDays(90);

    private final Accounts accounts;
    private final People people;
    private final Callers callers;
    private final AuditTrail audit;
    private final InstantSource clock;

    public Removal(
            Accounts accounts,
            People people,
            Callers callers,
            AuditTrail audit,
            InstantSource clock) {
        this.accounts = accounts;
        this.people = people;
        this.callers = callers;
        this.audit = audit;
        this.clock = clock;
    }

    /// Removes one's own account.
    ///
    /// @throws Failure.Conflict as [#remove]
    public void removeSelf(Identity who) {
        who.require(Permission.MANAGE_ACCOUNT);
        remove(who.account(), who.account());
    }

    /// @throws Failure.Missing when there is no such account
    /// @throws Failure.Conflict when an organization with other members would lose its last owner,
    ///   or the server its last administrator
    void remove(AccountId id, AccountId actor) {
        var account = people.require(id);
        var witness = otherAdmin(account);
        var own = ownOrganizations(account);
        // the account goes last: what breaks off in between can be done again
        own.forEach(each -> accounts.remove(each, witness));
        accounts.remove(id);
        callers.forget();
        audit.note(actor.equals(id) ? null : actor, "account.delete", "account " + id);
    }

    /// Organizations that go along.
    private List<OrganizationId> ownOrganizations(Account account) {
        var owned =
                accounts.memberships(account.id()).stream()
                        .filter(each -> each.project() == null && each.role() == Role.OWNER)
                        .map(Membership::organization)
                        .toList();
        owned.forEach(each -> requireOwnerAmongOthers(each, account));
        return owned.stream().filter(each -> others(each, account).isEmpty()).toList();
    }

    private void requireOwnerAmongOthers(OrganizationId organization, Account account) {
        var others = others(organization, account);
        if (!others.isEmpty() && others.stream().noneMatch(each -> each.role() == Role.OWNER)) {
            var name = accounts.organization(organization).orElseThrow().name();
            throw new Failure.Conflict(
                    "The organization \""
                            + name
                            + "\" has other members but no other owner; make one of them its owner first.");
        }
    }

    private List<Membership> others(OrganizationId organization, Account account) {
        return accounts.members(organization).stream()
                .filter(each -> each.project() == null && !each.account().equals(account.id()))
                .toList();
    }

    /// Somebody must be left to whom the server belongs; it is in their name that organizations are
    /// removed.
    private AccountId otherAdmin(Account account) {
        return accounts.accounts().stream()
                .filter(each ->
                        each.serverAdmin()
                                && each.disabledAt() == null
                                && !each.id().equals(account.id()))
                .map(Account::id)
                .findFirst()
                .orElseThrow(() ->
                        new Failure.Conflict(
                                "The last administrator of the server cannot be removed."));
    }

    /// Removes agents that nobody claimed or used for [#UNUSED].
    ///
    /// @return how many
    public int expireAgents() {
        var since = clock.instant().minus(UNUSED);
        var unused =
                accounts.accounts().stream()
                        .filter(each -> each.isUnclaimed() && isUnusedSince(each, since))
                        .toList();
        unused.forEach(each -> remove(each.id(), each.id()));
        return unused.size();
    }

    private boolean isUnusedSince(Account account, Instant since) {
        return account.createdAt().isBefore(since)
                && accounts.keys(account.id()).stream()
                        .allMatch(key ->
                                Optional.ofNullable(key.lastUsedAt())
                                        .orElse(key.createdAt())
                                        .isBefore(since));
    }
}
