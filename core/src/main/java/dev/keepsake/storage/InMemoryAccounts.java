package dev.keepsake.storage;

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
import dev.keepsake.account.Role;
import dev.keepsake.account.TokenHash;
import dev.keepsake.failure.Failure;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tables as maps in the order of creation. Each write checks everything before it changes
/// anything.
final class InMemoryAccounts implements Accounts {

    private final Gate gate;
    private final Map<AccountId, Account> accounts = new LinkedHashMap<>();
    private final Map<OrganizationId, Organization> organizations = new LinkedHashMap<>();
    private final Map<ProjectId, Project> projects = new LinkedHashMap<>();
    private final Map<Place, Membership> memberships = new LinkedHashMap<>();
    private final Map<KeyId, ApiKey> keys = new LinkedHashMap<>();

    InMemoryAccounts(Gate gate) {
        this.gate = gate;
    }

    @Override
    public boolean isEmpty() {
        return gate.inside(accounts::isEmpty);
    }

    @Override
    public void found(Founding founding) {
        gate.run(() -> {
            if (!accounts.isEmpty()) {
                throw new Failure.Conflict("an account exists");
            }
            var account = founding.account();
            accounts.put(account.id(), account);
            open(founding.organization(), account.id(), founding.project());
            keys.put(founding.key().id(), founding.key());
        });
    }

    @Override
    public void create(Account account) {
        gate.run(() -> {
            accounts.values().forEach(other -> requireDistinct(account, other));
            accounts.put(account.id(), account);
        });
    }

    private static void requireDistinct(Account account, Account other) {
        if (account.id().equals(other.id())
                || account.username().equals(other.username())
                || (account.email() != null && account.email().equals(other.email()))) {
            throw new Failure.Conflict("id, username or email of " + account + " is taken");
        }
    }

    @Override
    public void create(Organization organization, AccountId owner, Project defaultProject) {
        gate.run(() -> {
            require(accounts, owner);
            requireNew(organizations, organization.id());
            requireNew(projects, defaultProject.id());
            open(organization, owner, defaultProject);
        });
    }

    private void open(Organization organization, AccountId owner, Project project) {
        organizations.put(organization.id(), organization);
        projects.put(project.id(), project);
        put(new Membership(owner, organization.id(), null, Role.OWNER));
    }

    @Override
    public void create(Project project) {
        gate.run(() -> {
            require(organizations, project.organization());
            requireNew(projects, project.id());
            projects.put(project.id(), project);
        });
    }

    @Override
    public void create(ApiKey key) {
        gate.run(() -> {
            requireNew(keys, key.id());
            require(accounts, key.account());
            require(organizations, key.organization());
            require(projects, key.project());
            if (keys.values().stream().anyMatch(other -> other.hash().equals(key.hash()))) {
                throw new Failure.Conflict("the hash of key " + key.id() + " is taken");
            }
            keys.put(key.id(), key);
        });
    }

    @Override
    public void set(Membership membership) {
        gate.run(() -> {
            require(accounts, membership.account());
            require(organizations, membership.organization());
            if (membership.project() != null) {
                require(projects, membership.project());
            }
            put(membership);
        });
    }

    private void put(Membership membership) {
        var place =
                new Place(membership.account(), membership.organization(), membership.project());
        memberships.put(place, membership);
    }

    @Override
    public void change(ApiKey key) {
        gate.run(() -> {
            var stored = require(keys, key.id());
            require(projects, key.project());
            keys.put(key.id(), merged(stored, key));
        });
    }

    private static ApiKey merged(ApiKey stored, ApiKey wanted) {
        return new ApiKey(
                stored.id(),
                stored.hash(),
                stored.prefix(),
                stored.last4(),
                wanted.label(),
                stored.account(),
                stored.organization(),
                wanted.project(),
                wanted.restricted(),
                wanted.access(),
                wanted.expiresAt(),
                wanted.revokedAt(),
                stored.createdAt());
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return gate.inside(() -> Optional.ofNullable(accounts.get(id)));
    }

    @Override
    public Optional<Account> accountByEmail(String email) {
        return gate.inside(() ->
                accounts.values().stream()
                        .filter(account -> email.equals(account.email()))
                        .findFirst());
    }

    @Override
    public Optional<Organization> organization(OrganizationId id) {
        return gate.inside(() -> Optional.ofNullable(organizations.get(id)));
    }

    @Override
    public Optional<Project> project(ProjectId id) {
        return gate.inside(() -> Optional.ofNullable(projects.get(id)));
    }

    @Override
    public List<Project> projects(OrganizationId organization) {
        return gate.inside(() ->
                projects.values().stream()
                        .filter(project -> project.organization().equals(organization))
                        .toList());
    }

    @Override
    public List<Membership> memberships(AccountId account) {
        return gate.inside(() ->
                memberships.values().stream()
                        .filter(membership -> membership.account().equals(account))
                        .toList());
    }

    @Override
    public Optional<ApiKey> key(KeyHash hash) {
        return gate.inside(
                () -> keys.values().stream().filter(key -> key.hash().equals(hash)).findFirst());
    }

    @Override
    public List<ApiKey> keys(AccountId account) {
        return gate.inside(
                () -> keys.values().stream().filter(key -> key.account().equals(account)).toList());
    }

    /// Nothing reads when a key was used yet, so nothing is kept.
    @Override
    public void used(KeyId key, Instant at) {
        gate.run(() -> Objects.requireNonNull(at));
    }

    private static <K, V> V require(Map<K, V> table, K id) {
        var value = table.get(id);
        if (value == null) {
            throw new Failure.Missing("there is no " + id);
        }
        return value;
    }

    private static <K> void requireNew(Map<K, ?> table, K id) {
        if (table.containsKey(id)) {
            throw new Failure.Conflict(id + " is taken");
        }
    }

    /// Where somebody has a role; there is one role for each place.
    private record Place(
            AccountId account, OrganizationId organization, @Nullable ProjectId project) {}

    @Override
    public void settle(Founding founding) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void change(Account account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(AccountId account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<AccountId, Account> accounts(Collection<AccountId> ids) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Account> accounts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Account> accountByUsername(String username) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void change(Organization organization) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(OrganizationId organization, AccountId by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void change(Project project) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(ProjectId project, Project successor, Instant at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(Membership membership) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Membership> members(OrganizationId organization) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void create(Invitation invitation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void accept(InvitationId invitation, AccountId account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(OrganizationId organization, InvitationId invitation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Invitation> invitation(TokenHash token) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Invitation> invitations(OrganizationId organization) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Invitation> invitations(String email) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ApiKey> key(KeyId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ApiKey> keys(OrganizationId organization) {
        throw new UnsupportedOperationException();
    }
}
