package dev.keepsake.storage;

import static dev.keepsake.storage.AccountTables.require;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.Founding;
import dev.keepsake.account.Invitation;
import dev.keepsake.account.InvitationId;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.Membership;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.TokenHash;
import dev.keepsake.failure.Failure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// [AccountTables] behind the [Gate]. Each write checks everything before it changes anything.
final class InMemoryAccounts implements Accounts {

    private final Gate gate;
    private final AccountTables tables;
    private final InstantSource clock;
    private final InMemoryKeys keys;
    private final InMemoryPlaces places;
    private final InMemoryInvitations invitations;

    /// @param clock tells when keys are revoked because of what happens elsewhere
    InMemoryAccounts(Gate gate, AccountTables tables, InstantSource clock) {
        this.gate = gate;
        this.tables = tables;
        this.clock = clock;
        this.keys = new InMemoryKeys(tables);
        this.places = new InMemoryPlaces(tables, keys);
        this.invitations = new InMemoryInvitations(tables, places);
    }

    @Override
    public boolean isEmpty() {
        return gate.inside(() -> tables.accounts.values().stream().allMatch(Account::isUnclaimed));
    }

    @Override
    public void found(Founding founding) {
        gate.run(() -> {
            if (!isEmpty()) {
                throw new Failure.Conflict("an account exists");
            }
            settle(founding);
        });
    }

    @Override
    public void settle(Founding founding) {
        gate.run(() -> {
            var account = founding.account();
            requireFree(account);
            places.requireFree(founding.organization(), founding.project());
            keys.requireFree(founding.key());
            var home = account.defaultOrganization();
            if (home != null && !home.equals(founding.organization().id())) {
                throw notThere(account);
            }
            tables.accounts.put(account.id(), account);
            places.open(founding.organization(), account.id(), founding.project());
            keys.put(founding.key());
        });
    }

    @Override
    public void create(Account account) {
        gate.run(() -> {
            requireFree(account);
            requireItsOrganization(account);
            tables.accounts.put(account.id(), account);
        });
    }

    private void requireFree(Account account) {
        AccountTables.requireNew(tables.accounts, account.id());
        requireDistinct(account);
    }

    private void requireDistinct(Account account) {
        var clashes =
                tables.accounts.values().stream()
                        .filter(other -> !other.id().equals(account.id()))
                        .anyMatch(other ->
                                account.username().equals(other.username())
                                        || (account.email() != null
                                                && account.email().equals(other.email())));
        if (clashes) {
            throw new Failure.Conflict("username or email of " + account + " is taken");
        }
    }

    private void requireItsOrganization(Account account) {
        var home = account.defaultOrganization();
        if (home != null && tables.role(account.id(), home).isEmpty()) {
            throw notThere(account);
        }
    }

    private static Failure.Missing notThere(Account account) {
        return new Failure.Missing(account + " is not in " + account.defaultOrganization());
    }

    @Override
    public void change(Account account) {
        gate.run(() -> {
            var stored = require(tables.accounts, account.id());
            requireDistinct(account);
            requireItsOrganization(account);
            if (!account.isWorkingAdmin()) {
                requireAnotherAdmin(stored);
            }
            tables.accounts.put(stored.id(), merged(stored, account));
        });
    }

    private static Account merged(Account stored, Account wanted) {
        return new Account(
                stored.id(),
                wanted.username(),
                wanted.name(),
                wanted.email(),
                wanted.passwordHash(),
                wanted.serverAdmin(),
                wanted.disabledAt(),
                stored.createdAt(),
                wanted.defaultOrganization(),
                wanted.lastLoginAt(),
                wanted.agent());
    }

    private void requireAnotherAdmin(Account admin) {
        if (admin.isWorkingAdmin()
                && tables.accounts.values().stream().filter(Account::isWorkingAdmin).count() == 1) {
            throw new Failure.Conflict("the server needs an administrator");
        }
    }

    @Override
    public void remove(AccountId id) {
        gate.run(() -> {
            var account = require(tables.accounts, id);
            requireAnotherAdmin(account);
            tables.membershipsOf(id)
                    .forEach(each -> tables.requireAnotherOwner(each.organization(), id));
            tables.memberships.values().removeIf(each -> each.account().equals(id));
            tables.keys.values().removeIf(each -> each.account().equals(id));
            tables.sessions.values().removeIf(each -> each.account().equals(id));
            tables.codes.removeIf(each -> each.code().email().equals(account.email()));
            tables.accounts.remove(id);
        });
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return gate.inside(() -> Optional.ofNullable(tables.accounts.get(id)));
    }

    @Override
    public Map<AccountId, Account> accounts(Collection<AccountId> ids) {
        return gate.inside(() -> {
            Map<AccountId, Account> found = new LinkedHashMap<>(tables.accounts);
            found.keySet().retainAll(new HashSet<>(ids));
            return found;
        });
    }

    @Override
    public List<Account> accounts() {
        return gate.inside(() -> List.copyOf(tables.accounts.values()));
    }

    @Override
    public Optional<Account> accountByEmail(String email) {
        return first(tables.accounts, account -> email.equals(account.email()));
    }

    @Override
    public Optional<Account> accountByUsername(String username) {
        return first(tables.accounts, account -> username.equals(account.username()));
    }

    @Override
    public void create(Organization organization, AccountId owner, Project defaultProject) {
        gate.run(() -> places.create(organization, owner, defaultProject));
    }

    @Override
    public void change(Organization organization) {
        gate.run(() -> places.change(organization));
    }

    @Override
    public void remove(OrganizationId organization, AccountId by) {
        gate.run(() -> places.remove(organization, by, clock.instant()));
    }

    @Override
    public Optional<Organization> organization(OrganizationId id) {
        return gate.inside(() -> Optional.ofNullable(tables.organizations.get(id)));
    }

    @Override
    public void create(Project project) {
        gate.run(() -> places.create(project));
    }

    @Override
    public void change(Project project) {
        gate.run(() -> places.change(project));
    }

    @Override
    public void remove(ProjectId project, Project successor, Instant at) {
        gate.run(() -> places.remove(project, successor, at));
    }

    @Override
    public Optional<Project> project(ProjectId id) {
        return gate.inside(() -> Optional.ofNullable(tables.projects.get(id)));
    }

    @Override
    public List<Project> projects() {
        return gate.inside(() -> List.copyOf(tables.projects.values()));
    }

    @Override
    public List<Project> projects(OrganizationId organization) {
        return gate.inside(() -> tables.projectsOf(organization));
    }

    @Override
    public void set(Membership membership) {
        gate.run(() -> places.set(membership, clock.instant()));
    }

    @Override
    public void remove(Membership membership) {
        gate.run(() -> places.remove(membership, clock.instant()));
    }

    @Override
    public List<Membership> memberships(AccountId account) {
        return gate.inside(() -> tables.membershipsOf(account).toList());
    }

    @Override
    public List<Membership> members(OrganizationId organization) {
        return list(tables.memberships, each -> each.organization().equals(organization));
    }

    @Override
    public void create(Invitation invitation) {
        gate.run(() -> invitations.create(invitation));
    }

    @Override
    public void accept(InvitationId invitation, AccountId account) {
        gate.run(() -> invitations.accept(invitation, account));
    }

    @Override
    public void remove(OrganizationId organization, InvitationId invitation) {
        gate.run(() -> invitations.remove(organization, invitation));
    }

    @Override
    public Optional<Invitation> invitation(TokenHash token) {
        return first(tables.invitations, each -> each.tokenHash().equals(token));
    }

    @Override
    public List<Invitation> invitations(OrganizationId organization) {
        return list(tables.invitations, each -> each.organization().equals(organization));
    }

    @Override
    public List<Invitation> invitations(String email) {
        return list(tables.invitations, each -> each.email().equals(email));
    }

    @Override
    public void create(ApiKey key) {
        gate.run(() -> keys.create(key));
    }

    @Override
    public void change(ApiKey key) {
        gate.run(() -> keys.change(key));
    }

    @Override
    public Optional<ApiKey> key(KeyHash hash) {
        return first(tables.keys, key -> key.hash().equals(hash));
    }

    @Override
    public Optional<ApiKey> key(KeyId id) {
        return gate.inside(() -> Optional.ofNullable(tables.keys.get(id)));
    }

    @Override
    public List<ApiKey> keys(AccountId account) {
        return list(tables.keys, key -> key.account().equals(account));
    }

    @Override
    public List<ApiKey> keys(OrganizationId organization) {
        return list(tables.keys, key -> key.organization().equals(organization));
    }

    @Override
    public void used(KeyId key, Instant at) {
        gate.run(() -> keys.used(key, at));
    }

    private <V> Optional<V> first(Map<?, V> table, Predicate<V> chosen) {
        return gate.inside(() -> table.values().stream().filter(chosen).findFirst());
    }

    private <V> List<V> list(Map<?, V> table, Predicate<V> chosen) {
        return gate.inside(() -> table.values().stream().filter(chosen).toList());
    }
}
