package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Organizations: seeing, founding, naming and removing them (management contract 5). Safe for many
/// threads.
public final class Organizations {

    private final Registry registry;
    private final Invitations invitations;
    private final Creation creation;
    private final Runnable projectsRemoved;
    private final Homes homes;

    /// @param projectsRemoved told after projects were removed whose contents are to be erased
    public Organizations(
            Registry registry,
            Invitations invitations,
            Creation creation,
            Runnable projectsRemoved) {
        this.registry = registry;
        this.invitations = invitations;
        this.creation = creation;
        this.projectsRemoved = projectsRemoved;
        this.homes = new Homes(registry);
    }

    /// Who may found organizations.
    public enum Creation {
        ANYONE,
        /// Administrators of the server.
        ADMIN_ONLY
    }

    /// An organization as one of its members sees it.
    ///
    /// @param role what the member may do with the credential at hand
    /// @param isDefault whether it is where the member lands
    /// @param invitations those that wait; empty for readers
    public record View(
            Organization organization,
            Role role,
            boolean isDefault,
            List<Member> members,
            List<Invitation> invitations) {}

    /// Those that the account belongs to: first where it lands, the others by age.
    ///
    /// @throws Failure.Forbidden when the credential may not see the account
    public List<View> list(Identity identity) {
        identity.require(Permission.READ_ACCOUNT);
        return registry.accounts().memberships(identity.account()).stream()
                .filter(membership -> membership.project() == null)
                .flatMap(membership ->
                        registry.accounts().organization(membership.organization()).stream()
                                .map(found -> view(found, identity, membership.role())))
                .sorted(
                        Comparator.comparing((View view) -> !view.isDefault())
                                .thenComparing(view -> view.organization().createdAt()))
                .toList();
    }

    /// @throws Failure.Forbidden when the credential may not see organizations
    /// @throws Failure.Missing when it was removed meanwhile
    public View get(OrganizationCaller caller) {
        caller.require(Permission.READ_ORGANIZATION);
        return view(organization(caller), caller.identity(), caller.role());
    }

    private View view(Organization organization, Identity identity, Role held) {
        var accounts = registry.accounts();
        var role = identity.capped(held);
        return new View(
                organization,
                role,
                accounts.account(identity.account())
                        .filter(account -> Homes.isDefault(accounts, account, organization.id()))
                        .isPresent(),
                Roster.of(accounts, organization.id()).ofOrganization(),
                role == Role.OWNER ? invitations.pending(organization.id()) : List.of());
    }

    private Organization organization(OrganizationCaller caller) {
        return registry.accounts()
                .organization(caller.organization())
                .orElseThrow(Subject::noSuchOrganization);
    }

    /// Founds an organization with a default project, and makes the caller its owner.
    ///
    /// @param fields `name`, as the caller wrote it
    /// @throws Failure.Forbidden when the credential may not, or only administrators may
    /// @throws Failure.Invalid when the name is wrong
    public Organization create(Identity by, Map<String, @Nullable Object> fields) {
        by.require(Permission.MANAGE_ACCOUNT);
        if (creation == Creation.ADMIN_ONLY && !by.serverAdmin()) {
            throw new Failure.Forbidden(
                    "Only administrators of this server may create organizations.");
        }
        return homes.found(name(fields), by.account());
    }

    /// @param fields `name`, as the caller wrote it
    /// @throws Failure.Forbidden when the caller may not manage the organization
    /// @throws Failure.Invalid when the name is wrong
    /// @throws Failure.Missing when it was removed meanwhile
    public void rename(OrganizationCaller by, Map<String, @Nullable Object> fields) {
        by.require(Permission.MANAGE_ORGANIZATION);
        var name = name(fields);
        var before = organization(by);
        if (name.equals(before.name())) {
            return;
        }
        registry.accounts().change(before.renamed(name, registry.now()));
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("before", before.name());
        details.put("after", name);
        changed(by, "organization.rename", details);
    }

    private static String name(Map<String, @Nullable Object> fields) {
        var read = new Fields(fields);
        var name = read.name();
        read.requireRight();
        return name;
    }

    /// Removes an organization with everything in it, for good.
    ///
    /// @throws Failure.Forbidden when the caller may not manage the organization
    /// @throws Failure.Invalid when it is the caller's last one
    /// @throws Failure.Missing when it was removed meanwhile
    public void remove(OrganizationCaller by) {
        by.require(Permission.MANAGE_ORGANIZATION);
        var organization = organization(by);
        requireAnother(by);
        registry.accounts().members(organization.id()).stream()
                .map(Membership::account)
                .distinct()
                .forEach(member -> homes.keep(member, organization.id()));
        try {
            registry.accounts().remove(organization.id(), by.identity().account());
        } catch (Failure.Conflict _) {
            throw lastOne();
        }
        changed(by, "organization.delete", Map.of("name", organization.name()));
        projectsRemoved.run();
    }

    /// The storage sees to it as well; asked here, nothing else has happened yet.
    private void requireAnother(OrganizationCaller by) {
        var isThere =
                registry.accounts().memberships(by.identity().account()).stream()
                        .anyMatch(each -> !each.organization().equals(by.organization()));
        if (!isThere) {
            throw lastOne();
        }
    }

    private static Failure.Invalid lastOne() {
        return new Failure.Invalid("You cannot delete your only organization.");
    }

    private void changed(
            OrganizationCaller by, String action, Map<String, @Nullable Object> details) {
        registry.changed(
                by.identity().account(),
                by.organization(),
                null,
                action,
                "organization " + by.organization(),
                details);
    }
}
