package dev.keepsake.storage;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.Invitation;
import dev.keepsake.account.InvitationId;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.Membership;
import dev.keepsake.account.OneTimeCode;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.Role;
import dev.keepsake.account.Session;
import dev.keepsake.account.SessionId;
import dev.keepsake.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The tables of [InMemoryAccounts] and [InMemoryLogins] as maps in the order of creation, and the
/// questions that its rules ask of them. To be used inside the [Gate].
final class AccountTables {

    final Map<AccountId, Account> accounts = new LinkedHashMap<>();
    final Map<OrganizationId, Organization> organizations = new LinkedHashMap<>();
    final Map<ProjectId, Project> projects = new LinkedHashMap<>();
    final Map<Place, Membership> memberships = new LinkedHashMap<>();
    final Map<KeyId, ApiKey> keys = new LinkedHashMap<>();
    final Map<InvitationId, Invitation> invitations = new LinkedHashMap<>();
    final Set<ProjectId> doomed = new LinkedHashSet<>();
    final Map<SessionId, Session> sessions = new LinkedHashMap<>();
    final List<Code> codes = new ArrayList<>();

    /// A code that was made, also when it is not the last one any more.
    record Code(OneTimeCode code, boolean used) {}

    /// Where somebody has a role; there is one role for each place.
    record Place(AccountId account, OrganizationId organization, @Nullable ProjectId project) {

        static Place of(Membership membership) {
            return new Place(membership.account(), membership.organization(), membership.project());
        }
    }

    static <K, V> V require(Map<K, V> table, K id) {
        var value = table.get(id);
        if (value == null) {
            throw new Failure.Missing("there is no " + id);
        }
        return value;
    }

    static <K> void requireNew(Map<K, ?> table, K id) {
        if (table.containsKey(id)) {
            throw new Failure.Conflict(id + " is taken");
        }
    }

    /// @param project null for the organization itself
    void requirePlace(OrganizationId organization, @Nullable ProjectId project) {
        require(organizations, organization);
        if (project != null && !require(projects, project).organization().equals(organization)) {
            throw new Failure.Missing("organization " + organization + " has no " + project);
        }
    }

    void put(Membership membership) {
        memberships.put(Place.of(membership), membership);
    }

    Optional<Role> role(AccountId account, OrganizationId organization) {
        return Optional.ofNullable(memberships.get(new Place(account, organization, null)))
                .map(Membership::role);
    }

    boolean reaches(AccountId account, Project project) {
        return role(account, project.organization()).equals(Optional.of(Role.OWNER))
                || memberships.containsKey(
                        new Place(account, project.organization(), project.id()));
    }

    /// The first project that an account reaches, default projects before others.
    Optional<Project> firstReached(AccountId account) {
        return Stream.of(true, false)
                .flatMap(chosen ->
                        projects.values().stream().filter(each -> each.isDefault() == chosen))
                .filter(each -> reaches(account, each))
                .findFirst();
    }

    List<Project> projectsOf(OrganizationId organization) {
        return projects.values().stream()
                .filter(each -> each.organization().equals(organization))
                .toList();
    }

    Stream<Membership> membershipsOf(AccountId account) {
        return memberships.values().stream().filter(each -> each.account().equals(account));
    }

    /// @throws Failure.Conflict when nobody else owns an organization that the account owns
    void requireAnotherOwner(OrganizationId organization, AccountId account) {
        var isLast =
                role(account, organization).equals(Optional.of(Role.OWNER))
                        && memberships.values().stream()
                                .noneMatch(each ->
                                        each.organization().equals(organization)
                                                && each.project() == null
                                                && each.role() == Role.OWNER
                                                && !each.account().equals(account));
        if (isLast) {
            throw new Failure.Conflict("organization " + organization + " needs an owner");
        }
    }
}
