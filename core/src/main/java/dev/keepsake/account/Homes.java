package dev.keepsake.account;

import dev.keepsake.storage.Accounts;
import java.time.Instant;
import java.util.Map;

/// New organizations, and the rule that everybody has one (management contract 3): whoever loses
/// their last gets an empty one of their own, so that their unrestricted keys keep a project to
/// open.
final class Homes {

    private static final String ORGANIZATION = "default-org";
    private static final String PROJECT = "default-project";

    private final Registry registry;

    Homes(Registry registry) {
        this.registry = registry;
    }

    /// Creates an organization with its default project.
    Organization found(String name, AccountId owner) {
        var now = registry.now();
        var organization = new Organization(OrganizationId.random(), name, now, now);
        registry.accounts()
                .create(organization, owner, defaultProject(organization.id(), true, now));
        registry.changed(
                owner,
                organization.id(),
                null,
                "organization.create",
                "organization " + organization.id(),
                Map.of("name", name));
        return organization;
    }

    /// The project that an organization has when it has no other.
    static Project defaultProject(OrganizationId organization, boolean isDefault, Instant now) {
        return new Project(
                ProjectId.random(), organization, PROJECT, null, isDefault, Map.of(), now, now);
    }

    /// To be called before an account leaves an organization.
    void keep(AccountId account, OrganizationId leaving) {
        var belongsElsewhere =
                registry.accounts().memberships(account).stream()
                        .anyMatch(each -> !each.organization().equals(leaving));
        if (!belongsElsewhere) {
            found(ORGANIZATION, account);
        }
    }

    /// The organization in which an account lands: the one that it chose, if it still belongs
    /// there, or else the one that it has belonged to longest.
    static boolean isDefault(Accounts accounts, Account account, OrganizationId organization) {
        var belongs =
                accounts.memberships(account.id()).stream()
                        .filter(each -> each.project() == null)
                        .map(Membership::organization)
                        .toList();
        var chosen = account.defaultOrganization();
        var home =
                chosen != null && belongs.contains(chosen)
                        ? chosen
                        : belongs.isEmpty() ? null : belongs.getFirst();
        return organization.equals(home);
    }
}
