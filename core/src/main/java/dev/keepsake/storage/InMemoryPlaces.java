package dev.keepsake.storage;

import static dev.keepsake.storage.AccountTables.require;
import static dev.keepsake.storage.AccountTables.requireNew;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.Membership;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.failure.Failure;
import java.time.Instant;

/// The rules of organizations, projects and roles in [InMemoryAccounts].
final class InMemoryPlaces {

    private final AccountTables tables;
    private final InMemoryKeys keys;

    InMemoryPlaces(AccountTables tables, InMemoryKeys keys) {
        this.tables = tables;
        this.keys = keys;
    }

    void create(Organization organization, AccountId owner, Project defaultProject) {
        require(tables.accounts, owner);
        requireFree(organization, defaultProject);
        open(organization, owner, defaultProject);
    }

    void requireFree(Organization organization, Project defaultProject) {
        requireNew(tables.organizations, organization.id());
        requireFree(defaultProject.id());
        requireDefault(defaultProject, organization.id());
    }

    /// The id of a doomed project is taken, as its contents are still there.
    private void requireFree(ProjectId id) {
        requireNew(tables.projects, id);
        if (tables.doomed.contains(id)) {
            throw new Failure.Conflict(id + " is taken");
        }
    }

    private static void requireDefault(Project project, OrganizationId organization) {
        if (!project.isDefault() || !project.organization().equals(organization)) {
            throw new Failure.Conflict(
                    "project " + project.id() + " cannot be the default of " + organization);
        }
    }

    void open(Organization organization, AccountId owner, Project project) {
        tables.organizations.put(organization.id(), organization);
        tables.projects.put(project.id(), project);
        tables.put(new Membership(owner, organization.id(), null, Role.OWNER));
    }

    void change(Organization organization) {
        var stored = require(tables.organizations, organization.id());
        tables.organizations.put(
                stored.id(), stored.renamed(organization.name(), organization.updatedAt()));
    }

    void remove(OrganizationId organization, AccountId by, Instant at) {
        require(tables.organizations, organization);
        require(tables.accounts, by);
        if (tables.membershipsOf(by).allMatch(each -> each.organization().equals(organization))) {
            throw new Failure.Conflict("account " + by + " would belong to no organization");
        }
        keys.revokeAll(organization, at);
        tables.memberships.values().removeIf(each -> each.organization().equals(organization));
        tables.invitations.values().removeIf(each -> each.organization().equals(organization));
        tables.projectsOf(organization).forEach(project -> doom(project.id()));
        tables.organizations.remove(organization);
        tables.accounts.replaceAll((_, account) ->
                organization.equals(account.defaultOrganization())
                        ? account.withDefaultOrganization(null)
                        : account);
    }

    private void doom(ProjectId project) {
        tables.projects.remove(project);
        tables.doomed.add(project);
    }

    void create(Project project) {
        require(tables.organizations, project.organization());
        requireFree(project.id());
        if (project.isDefault()) {
            throw new Failure.Conflict(
                    "organization " + project.organization() + " has a default project");
        }
        tables.projects.put(project.id(), project);
    }

    void change(Project project) {
        var stored = require(tables.projects, project.id());
        tables.projects.put(
                stored.id(),
                stored.renamed(project.name())
                        .described(project.description())
                        .withSettings(project.settings())
                        .updated(project.updatedAt()));
    }

    void remove(ProjectId id, Project successor, Instant at) {
        var project = require(tables.projects, id);
        requireFree(successor.id());
        requireDefault(successor, project.organization());
        doom(id);
        tables.memberships.values().removeIf(each -> id.equals(each.project()));
        tables.invitations.values().removeIf(each -> id.equals(each.project()));
        keys.leave(id, defaultAfterwards(project.organization(), successor), at);
    }

    private Project defaultAfterwards(OrganizationId organization, Project successor) {
        var left = tables.projectsOf(organization);
        var chosen =
                left.stream()
                        .filter(Project::isDefault)
                        .findFirst()
                        .orElse(left.isEmpty() ? successor : left.getFirst().asDefault(true));
        tables.projects.put(chosen.id(), chosen);
        return chosen;
    }

    void set(Membership membership, Instant at) {
        require(tables.accounts, membership.account());
        tables.requirePlace(membership.organization(), membership.project());
        if (membership.project() == null && membership.role() != Role.OWNER) {
            tables.requireAnotherOwner(membership.organization(), membership.account());
        }
        enter(membership);
        keys.settle(membership.account(), at);
    }

    /// Whoever has a role in a project is at least a reader of the organization.
    private void enter(Membership membership) {
        var account = membership.account();
        var organization = membership.organization();
        if (tables.role(account, organization).isEmpty()) {
            tables.put(new Membership(account, organization, null, Role.READER));
        }
        tables.put(membership);
    }

    /// Gives a role, unless there is already one that allows more.
    void raise(Membership membership) {
        var known = tables.memberships.get(AccountTables.Place.of(membership));
        if (known == null || known.role().compareTo(membership.role()) < 0) {
            enter(membership);
        }
    }

    void remove(Membership membership, Instant at) {
        var account = membership.account();
        require(tables.memberships, AccountTables.Place.of(membership));
        if (membership.project() == null) {
            tables.requireAnotherOwner(membership.organization(), account);
            leave(account, membership.organization());
        } else {
            tables.memberships.remove(AccountTables.Place.of(membership));
        }
        keys.settle(account, at);
    }

    private void leave(AccountId account, OrganizationId organization) {
        tables.memberships
                .values()
                .removeIf(each ->
                        each.account().equals(account) && each.organization().equals(organization));
        tables.accounts.computeIfPresent(
                account,
                (_, stored) ->
                        organization.equals(stored.defaultOrganization())
                                ? stored.withDefaultOrganization(null)
                                : stored);
    }
}
