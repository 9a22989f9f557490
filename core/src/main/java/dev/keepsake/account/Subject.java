package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Somebody with a good credential, and the places that they may enter: it turns the organization
/// and project that a request names into a caller there (management contract 3). Made by [Callers].
/// Safe for many threads.
public final class Subject {

    private final Identity identity;
    private final List<Membership> memberships;
    private final Optional<Project> bound;
    private final Accounts accounts;
    private final boolean unclaimed;

    /// @param account whose credential it is
    /// @param bound the project of the key; empty for a session
    Subject(
            Identity identity,
            Account account,
            List<Membership> memberships,
            Optional<Project> bound,
            Accounts accounts) {
        this.identity = identity;
        this.unclaimed = account.isUnclaimed();
        this.memberships = List.copyOf(memberships);
        this.bound = bound;
        this.accounts = accounts;
    }

    public Identity identity() {
        return identity;
    }

    /// Whether it is an agent that signed itself up and that nobody has claimed.
    public boolean isUnclaimed() {
        return unclaimed;
    }

    /// The caller in the project that a request names beside its credential, or else in the one
    /// that the key is bound to.
    ///
    /// @throws Failure.Forbidden when a restricted key asks for another project
    /// @throws Failure.Missing when the organization or project is unknown or not the subject's
    /// @throws Failure.Invalid when a name fits no or several projects
    public Caller in(Target target) {
        return target.isEmpty() ? caller(requireBound()) : caller(choose(target));
    }

    /// The caller in a project that the path names.
    ///
    /// @param organization null when the path tells none
    /// @throws Failure.Forbidden when a restricted key asks for another project
    /// @throws Failure.Missing when it is unknown, of another organization, or not the subject's
    public Caller inProject(@Nullable String organization, String project) {
        return caller(choose(new Target(organization, project, null, null)));
    }

    /// The same for a project that is known to exist.
    public Caller in(Project project) {
        return caller(project);
    }

    /// The caller in an organization that the path names.
    ///
    /// @throws Failure.Forbidden for a restricted key, which opens nothing but its project
    /// @throws Failure.Missing when it is unknown or not the subject's
    public OrganizationCaller inOrganization(String organization) {
        if (identity.isRestricted()) {
            throw restricted();
        }
        var id = organizationId(organization).orElseThrow(Subject::noSuchOrganization);
        var role =
                memberships.stream()
                        .filter(each -> each.project() == null && each.organization().equals(id))
                        .map(Membership::role)
                        .findFirst()
                        .orElseThrow(Subject::noSuchOrganization);
        return new OrganizationCaller(identity, id, role);
    }

    private Caller caller(Project project) {
        if (identity.isRestricted()
                && bound.filter(each -> each.id().equals(project.id())).isEmpty()) {
            throw restricted();
        }
        return new Caller(
                identity,
                project.organization(),
                project.id(),
                roleIn(project).orElseThrow(Subject::noSuchProject));
    }

    private Project requireBound() {
        return bound.orElseThrow(
                () -> new Failure.Invalid("project_id: is required when no API key tells it"));
    }

    private Project choose(Target target) {
        var organization = organization(target);
        if (target.projectId() != null) {
            var project = project(target.projectId()).orElseThrow(this::notForThis);
            if (organization != null && !project.organization().equals(organization)) {
                throw notForThis();
            }
            return project;
        }
        if (target.projectName() != null) {
            return named(organization, target.projectName());
        }
        var home = bound.filter(each -> each.organization().equals(organization));
        return home.orElseGet(() ->
                accounts.projects(require(organization)).stream()
                        .filter(Project::isDefault)
                        .findFirst()
                        .orElseThrow(this::notForThis));
    }

    private static OrganizationId require(@Nullable OrganizationId organization) {
        if (organization == null) {
            throw noSuchProject();
        }
        return organization;
    }

    private @Nullable OrganizationId organization(Target target) {
        if (target.organizationId() != null) {
            return organizationId(target.organizationId())
                    .filter(id ->
                            memberships.stream().anyMatch(each -> each.organization().equals(id)))
                    .orElseThrow(this::notForThis);
        }
        if (target.organizationName() == null) {
            return null;
        }
        var name = target.organizationName();
        return only(
                memberships.stream()
                        .map(Membership::organization)
                        .distinct()
                        .flatMap(id -> accounts.organization(id).stream())
                        .filter(each -> each.name().equals(name))
                        .map(Organization::id)
                        .toList(),
                "org_name",
                name);
    }

    private Project named(@Nullable OrganizationId organization, String name) {
        return only(
                memberships.stream()
                        .map(Membership::organization)
                        .distinct()
                        .filter(id -> organization == null || organization.equals(id))
                        .flatMap(id -> accounts.projects(id).stream())
                        .filter(each -> each.name().equals(name) && roleIn(each).isPresent())
                        .toList(),
                "project_name",
                name);
    }

    private static <T> T only(List<T> found, String field, String name) {
        if (found.size() != 1) {
            throw new Failure.Invalid(
                    field
                            + ": "
                            + (found.isEmpty() ? "no match for" : "several match")
                            + " \""
                            + name
                            + "\"");
        }
        return found.getFirst();
    }

    Optional<Role> roleIn(Project project) {
        return roleIn(project, memberships);
    }

    /// An organization's owner owns its projects; its readers need a role in the project.
    static Optional<Role> roleIn(Project project, List<Membership> memberships) {
        var owns =
                memberships.stream()
                        .anyMatch(each ->
                                each.project() == null
                                        && each.organization().equals(project.organization())
                                        && each.role() == Role.OWNER);
        if (owns) {
            return Optional.of(Role.OWNER);
        }
        return memberships.stream()
                .filter(each -> project.id().equals(each.project()))
                .map(Membership::role)
                .findFirst();
    }

    /// Whether the subject may enter a project, for lists of projects.
    public boolean reaches(Project project) {
        return roleIn(project).isPresent()
                && (!identity.isRestricted()
                        || bound.filter(each -> each.id().equals(project.id())).isPresent());
    }

    public List<Membership> memberships() {
        return memberships;
    }

    /// The organizations that the subject is an owner of, longest first.
    public List<OrganizationId> ownedOrganizations() {
        return memberships.stream()
                .filter(each -> each.project() == null && each.role() == Role.OWNER)
                .map(Membership::organization)
                .toList();
    }

    private Optional<Project> project(String id) {
        try {
            return accounts.project(ProjectId.parse(id));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /// Ids that are not UUIDs name nothing; they are unknown rather than wrong.
    private static Optional<OrganizationId> organizationId(String id) {
        try {
            return Optional.of(OrganizationId.parse(id));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /// A restricted key may not learn what exists outside its project.
    private Failure notForThis() {
        return identity.isRestricted() ? restricted() : noSuchProject();
    }

    private static Failure.Forbidden restricted() {
        return new Failure.Forbidden("This API key is restricted to another project.");
    }

    static Failure.Missing noSuchProject() {
        return new Failure.Missing("Organization or project not found.");
    }

    static Failure.Missing noSuchOrganization() {
        return new Failure.Missing("Organization not found.");
    }
}
