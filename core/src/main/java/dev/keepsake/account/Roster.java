package dev.keepsake.account;

import dev.keepsake.storage.Accounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who belongs to an organization and its projects, as it was at one moment. Immutable.
///
/// @param memberships all of the organization, in order of creation
/// @param accounts whose they are
record Roster(List<Membership> memberships, Map<AccountId, Account> accounts) {

    static Roster of(Accounts accounts, OrganizationId organization) {
        var memberships = accounts.members(organization);
        var ids = memberships.stream().map(Membership::account).collect(Collectors.toSet());
        return new Roster(memberships, accounts.accounts(ids));
    }

    List<Member> ofOrganization() {
        return members(null, false);
    }

    /// Whoever owns the organization comes first; whatever role they were given in the project
    /// besides does not count.
    List<Member> ofProject(ProjectId project) {
        var members = new ArrayList<Member>();
        members(null, true).stream()
                .filter(member -> member.role() == Role.OWNER)
                .forEach(members::add);
        var owners = members.stream().map(Member::account).collect(Collectors.toSet());
        members(project, false).stream()
                .filter(member -> !owners.contains(member.account()))
                .forEach(members::add);
        return List.copyOf(members);
    }

    private List<Member> members(@Nullable ProjectId project, boolean inherited) {
        var members = new ArrayList<Member>();
        for (var membership : memberships) {
            var account = accounts.get(membership.account());
            // an account that was removed meanwhile is nobody's member any more
            if (account != null && Objects.equals(project, membership.project())) {
                members.add(
                        new Member(
                                account.id(),
                                account.username(),
                                account.email(),
                                membership.role(),
                                inherited));
            }
        }
        return members;
    }
}
