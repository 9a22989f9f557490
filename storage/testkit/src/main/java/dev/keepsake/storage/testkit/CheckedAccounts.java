package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.Founding;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.Membership;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.storage.Accounts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The part of [CheckedStorage] that watches accounts.
record CheckedAccounts(Accounts accounts, Checks checks) implements Accounts {

    @Override
    public boolean isEmpty() {
        return checks.answer(accounts::isEmpty);
    }

    @Override
    public void found(Founding founding) {
        checks.run(() -> accounts.found(founding));
    }

    @Override
    public void create(Account account) {
        checks.run(() -> accounts.create(account));
    }

    @Override
    public void create(Organization organization, AccountId owner, Project defaultProject) {
        checks.run(() -> accounts.create(organization, owner, defaultProject));
    }

    @Override
    public void create(Project project) {
        checks.run(() -> accounts.create(project));
    }

    @Override
    public void create(ApiKey key) {
        checks.run(() -> accounts.create(key));
    }

    @Override
    public void set(Membership membership) {
        checks.run(() -> accounts.set(membership));
    }

    @Override
    public void change(ApiKey key) {
        checks.run(() -> accounts.change(key));
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return checks.answer(() -> accounts.account(id));
    }

    @Override
    public Optional<Account> accountByEmail(String email) {
        return checks.answer(() -> accounts.accountByEmail(email));
    }

    @Override
    public Optional<Organization> organization(OrganizationId id) {
        return checks.answer(() -> accounts.organization(id));
    }

    @Override
    public Optional<Project> project(ProjectId id) {
        return checks.answer(() -> accounts.project(id));
    }

    @Override
    public List<Project> projects(OrganizationId organization) {
        var projects = checks.answer(() -> accounts.projects(organization));
        assertThat(projects).allMatch(each -> each.organization().equals(organization));
        return projects;
    }

    @Override
    public List<Membership> memberships(AccountId account) {
        var memberships = checks.answer(() -> accounts.memberships(account));
        assertThat(memberships).allMatch(each -> each.account().equals(account));
        return memberships;
    }

    @Override
    public Optional<ApiKey> key(KeyHash hash) {
        return checks.answer(() -> accounts.key(hash));
    }

    @Override
    public List<ApiKey> keys(AccountId account) {
        var keys = checks.answer(() -> accounts.keys(account));
        assertThat(keys).allMatch(each -> each.account().equals(account));
        return keys;
    }

    @Override
    public void used(KeyId key, Instant at) {
        checks.run(() -> accounts.used(key, at));
    }
}
