package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.Invitation;
import dev.keepsake.account.Membership;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.account.Session;
import dev.keepsake.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Everything about accounts that a storage tells, and the rules that hold at all times (management
/// contract 3).
///
/// @param members of each organization, as it tells them
/// @param memberships of each account, as it tells them
/// @param bound the keys of each organization
/// @param owned the keys of each account
record AccountsView(
        boolean isEmpty,
        List<Account> accounts,
        List<Organization> organizations,
        List<Project> projects,
        List<Membership> members,
        List<Membership> memberships,
        List<Invitation> invitations,
        List<ApiKey> bound,
        List<ApiKey> owned,
        List<Session> sessions) {

    /// @param accounts all that ever were
    /// @param organizations all that ever were
    static AccountsView of(
            Storage storage, List<AccountId> accounts, List<OrganizationId> organizations) {
        var stored = storage.accounts();
        var view =
                new AccountsView(
                        stored.isEmpty(),
                        stored.accounts(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>());
        for (var id : organizations.stream().distinct().toList()) {
            stored.organization(id).ifPresent(view.organizations::add);
            view.projects.addAll(stored.projects(id));
            view.members.addAll(stored.members(id));
            view.invitations.addAll(stored.invitations(id));
            view.bound.addAll(stored.keys(id));
        }
        for (var id : accounts.stream().distinct().toList()) {
            view.memberships.addAll(stored.memberships(id));
            view.owned.addAll(stored.keys(id));
            view.sessions.addAll(storage.logins().sessions(id));
        }
        return view;
    }

    void assertWhole() {
        assertThat(members).containsExactlyInAnyOrderElementsOf(memberships);
        assertThat(bound).containsExactlyInAnyOrderElementsOf(owned);
        organizations.forEach(this::assertWhole);
        projects.forEach(each -> assertThat(organization(each.organization())).isPresent());
        members.forEach(this::assertWhole);
        invitations.forEach(each -> assertIsPlace(each.organization(), each.project()));
        accounts.forEach(this::assertWhole);
        owned.forEach(this::assertWhole);
        sessions.forEach(each -> assertThat(account(each.account())).isPresent());
    }

    private void assertWhole(Organization organization) {
        assertThat(projects)
                .as("default projects of %s", organization)
                .filteredOn(each -> each.organization().equals(organization.id()))
                .filteredOn(Project::isDefault)
                .hasSize(1);
        assertThat(members)
                .as("owners of %s", organization)
                .anyMatch(each ->
                        each.organization().equals(organization.id())
                                && each.project() == null
                                && each.role() == Role.OWNER);
    }

    private void assertWhole(Membership membership) {
        assertThat(account(membership.account())).as("%s", membership).isPresent();
        assertIsPlace(membership.organization(), membership.project());
        assertThat(members)
                .as("role in the organization beside %s", membership)
                .anyMatch(each ->
                        each.account().equals(membership.account())
                                && each.organization().equals(membership.organization())
                                && each.project() == null);
    }

    private void assertIsPlace(OrganizationId organization, ProjectId project) {
        assertThat(organization(organization)).isPresent();
        if (project != null) {
            assertThat(project(project).map(Project::organization)).contains(organization);
        }
    }

    private void assertWhole(Account account) {
        assertThat(accounts)
                .filteredOn(each -> each.username().equals(account.username()))
                .hasSize(1);
        if (account.email() != null) {
            assertThat(accounts)
                    .filteredOn(each -> account.email().equals(each.email()))
                    .hasSize(1);
        }
        if (account.defaultOrganization() != null) {
            assertThat(members)
                    .as("home of %s", account)
                    .anyMatch(each ->
                            each.account().equals(account.id())
                                    && each.organization().equals(account.defaultOrganization()));
        }
    }

    private void assertWhole(ApiKey key) {
        assertThat(account(key.account())).as("owner of %s", key).isPresent();
        if (!key.isRevoked()) {
            assertIsPlace(key.organization(), key.project());
            assertThat(members).as("what %s opens", key).anyMatch(each -> opens(each, key));
        }
    }

    private static boolean opens(Membership membership, ApiKey key) {
        return membership.account().equals(key.account())
                && membership.organization().equals(key.organization())
                && (Objects.equals(membership.project(), key.project())
                        || (membership.project() == null && membership.role() == Role.OWNER));
    }

    private Optional<Account> account(AccountId id) {
        return accounts.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    private Optional<Organization> organization(OrganizationId id) {
        return organizations.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    private Optional<Project> project(ProjectId id) {
        return projects.stream().filter(each -> each.id().equals(id)).findFirst();
    }
}
