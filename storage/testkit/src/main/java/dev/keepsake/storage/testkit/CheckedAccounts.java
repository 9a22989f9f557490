package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.keepsake.storage.Accounts;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The part of [CheckedStorage] that watches accounts.
record CheckedAccounts(Accounts stored, Checks checks) implements Accounts {

    @Override
    public boolean isEmpty() {
        return checks.answer(stored::isEmpty);
    }

    @Override
    public void found(Founding founding) {
        checks.run(() -> stored.found(founding));
    }

    @Override
    public void create(Account account) {
        checks.run(() -> stored.create(account));
    }

    @Override
    public void create(Organization organization, AccountId owner, Project defaultProject) {
        checks.run(() -> stored.create(organization, owner, defaultProject));
    }

    @Override
    public void create(Project project) {
        checks.run(() -> stored.create(project));
    }

    @Override
    public void create(ApiKey key) {
        checks.run(() -> stored.create(key));
    }

    @Override
    public void set(Membership membership) {
        checks.run(() -> stored.set(membership));
    }

    @Override
    public void change(ApiKey key) {
        checks.run(() -> stored.change(key));
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return checks.answer(() -> stored.account(id));
    }

    @Override
    public Optional<Account> accountByEmail(String email) {
        return checks.answer(() -> stored.accountByEmail(email));
    }

    @Override
    public Optional<Organization> organization(OrganizationId id) {
        return checks.answer(() -> stored.organization(id));
    }

    @Override
    public Optional<Project> project(ProjectId id) {
        return checks.answer(() -> stored.project(id));
    }

    @Override
    public List<Project> projects() {
        var projects = checks.answer(stored::projects);
        assertThat(projects).extracting(Project::id).doesNotHaveDuplicates();
        return projects;
    }

    @Override
    public List<Project> projects(OrganizationId organization) {
        var projects = checks.answer(() -> stored.projects(organization));
        assertThat(projects).allMatch(each -> each.organization().equals(organization));
        if (!projects.isEmpty()) {
            assertThat(projects).as("default project").filteredOn(Project::isDefault).hasSize(1);
        }
        return projects;
    }

    @Override
    public List<Membership> memberships(AccountId account) {
        var memberships = checks.answer(() -> stored.memberships(account));
        assertThat(memberships).allMatch(each -> each.account().equals(account));
        return memberships;
    }

    @Override
    public Optional<ApiKey> key(KeyHash hash) {
        return checks.answer(() -> stored.key(hash));
    }

    @Override
    public List<ApiKey> keys(AccountId account) {
        var keys = checks.answer(() -> stored.keys(account));
        assertThat(keys).allMatch(each -> each.account().equals(account));
        return keys;
    }

    @Override
    public void used(KeyId key, Instant at) {
        checks.run(() -> stored.used(key, at));
    }

    @Override
    public void settle(Founding founding) {
        checks.run(() -> stored.settle(founding));
    }

    @Override
    public void change(Account account) {
        checks.run(() -> stored.change(account));
    }

    @Override
    public void remove(AccountId account) {
        checks.run(() -> stored.remove(account));
    }

    @Override
    public Map<AccountId, Account> accounts(Collection<AccountId> ids) {
        var accounts = checks.answer(() -> stored.accounts(ids));
        assertThat(ids).containsAll(accounts.keySet());
        assertThat(accounts).allSatisfy((id, account) -> assertThat(account.id()).isEqualTo(id));
        return accounts;
    }

    @Override
    public List<Account> accounts() {
        return checks.answer(() -> stored.accounts());
    }

    @Override
    public Optional<Account> accountByUsername(String username) {
        return checks.answer(() -> stored.accountByUsername(username));
    }

    @Override
    public void change(Organization organization) {
        checks.run(() -> stored.change(organization));
    }

    @Override
    public void remove(OrganizationId organization, AccountId by) {
        checks.run(() -> stored.remove(organization, by));
    }

    @Override
    public void change(Project project) {
        checks.run(() -> stored.change(project));
    }

    @Override
    public void remove(ProjectId project, Project successor, Instant at) {
        checks.run(() -> stored.remove(project, successor, at));
    }

    @Override
    public void remove(Membership membership) {
        checks.run(() -> stored.remove(membership));
    }

    @Override
    public List<Membership> members(OrganizationId organization) {
        var members = checks.answer(() -> stored.members(organization));
        assertThat(members).allMatch(each -> each.organization().equals(organization));
        if (!members.isEmpty()) {
            assertThat(members)
                    .as("an owner")
                    .anyMatch(each -> each.project() == null && each.role() == Role.OWNER);
        }
        return members;
    }

    @Override
    public void create(Invitation invitation) {
        checks.run(() -> stored.create(invitation));
    }

    @Override
    public void accept(InvitationId invitation, AccountId account) {
        checks.run(() -> stored.accept(invitation, account));
    }

    @Override
    public void remove(OrganizationId organization, InvitationId invitation) {
        checks.run(() -> stored.remove(organization, invitation));
    }

    @Override
    public Optional<Invitation> invitation(TokenHash token) {
        return checks.answer(() -> stored.invitation(token));
    }

    @Override
    public List<Invitation> invitations(OrganizationId organization) {
        var invitations = checks.answer(() -> stored.invitations(organization));
        assertThat(invitations).allMatch(each -> each.organization().equals(organization));
        return invitations;
    }

    @Override
    public List<Invitation> invitations(String email) {
        var invitations = checks.answer(() -> stored.invitations(email));
        assertThat(invitations).allMatch(each -> each.email().equals(email));
        return invitations;
    }

    @Override
    public Optional<ApiKey> key(KeyId id) {
        return checks.answer(() -> stored.key(id));
    }

    @Override
    public List<ApiKey> keys(OrganizationId organization) {
        var keys = checks.answer(() -> stored.keys(organization));
        assertThat(keys).allMatch(each -> each.organization().equals(organization));
        return keys;
    }
}
