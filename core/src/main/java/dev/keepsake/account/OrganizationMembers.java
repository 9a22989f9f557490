package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who belongs to an organization (management contract 6). People are named by `email`, or by
/// `username`. Safe for many threads.
public final class OrganizationMembers {

    private static final String LAST_OWNER =
            "An organization needs an owner, and this is its last one.";

    private final Registry registry;
    private final Invitations invitations;
    private final Homes homes;

    public OrganizationMembers(Registry registry, Invitations invitations) {
        this.registry = registry;
        this.invitations = invitations;
        this.homes = new Homes(registry);
    }

    /// In the order of joining.
    ///
    /// @throws Failure.Forbidden when the credential may not see organizations
    public List<Member> list(OrganizationCaller caller) {
        caller.require(Permission.READ_ORGANIZATION);
        return Roster.of(registry.accounts(), caller.organization()).ofOrganization();
    }

    /// Gives somebody a role in the organization, or invites an address without an account.
    ///
    /// @param fields `email` or `username`, and `role`, as the caller wrote them
    /// @throws Failure.Forbidden when the caller may not manage the organization
    /// @throws Failure.Invalid when a field is wrong, nobody has the username, or they are a member
    public Added add(OrganizationCaller by, Map<String, @Nullable Object> fields) {
        by.require(Permission.MANAGE_ORGANIZATION);
        var asked = MemberAsk.withRole(fields);
        var account = asked.account(registry.accounts());
        if (account.isEmpty()) {
            var email = asked.inviteAddress();
            invitations.invite(by.identity(), by.organization(), null, email, asked.role());
            return Added.INVITED;
        }
        if (role(by, account.get()).isPresent()) {
            throw asked.refused("is already a member of this organization.");
        }
        registry.accounts().set(membership(by, account.get(), asked.role()));
        changed(by, "member.add", account.get(), null, asked.role());
        return Added.MEMBER;
    }

    /// @param fields `email` or `username`, and `role`, as the caller wrote them
    /// @throws Failure.Forbidden when the caller may not manage the organization
    /// @throws Failure.Invalid when a field is wrong, or no owner would be left
    /// @throws Failure.Missing when there is no such member
    public void change(OrganizationCaller by, Map<String, @Nullable Object> fields) {
        by.require(Permission.MANAGE_ORGANIZATION);
        var asked = MemberAsk.withRole(fields);
        var account = asked.account(registry.accounts()).orElseThrow(MemberAsk::noSuchMember);
        var before = role(by, account).orElseThrow(MemberAsk::noSuchMember);
        if (before == asked.role()) {
            return;
        }
        try {
            registry.accounts().set(membership(by, account, asked.role()));
        } catch (Failure.Conflict _) {
            throw new Failure.Invalid(Map.of("role", List.of(LAST_OWNER)));
        }
        changed(by, "member.change", account, before, asked.role());
    }

    /// Takes somebody out of the organization and its projects, or takes an invitation back.
    /// Everybody may take out themselves.
    ///
    /// @param fields `email` or `username`, as the caller wrote it
    /// @throws Failure.Forbidden when the caller may not
    /// @throws Failure.Invalid when a field is wrong, or no owner would be left
    /// @throws Failure.Missing when there is no such member and no such invitation
    public void remove(OrganizationCaller by, Map<String, @Nullable Object> fields) {
        by.require(Permission.LEAVE_ORGANIZATION);
        var asked = MemberAsk.withoutRole(fields);
        var account = asked.account(registry.accounts());
        if (account.filter(each -> each.id().equals(by.identity().account())).isEmpty()) {
            by.require(Permission.MANAGE_ORGANIZATION);
        }
        var role = account.flatMap(each -> role(by, each));
        if (account.isPresent() && role.isPresent()) {
            remove(by, account.get(), role.get());
        } else if (!(asked.addressee() instanceof Addressee.ByEmail(var email)
                && invitations.withdraw(by.identity(), by.organization(), null, email))) {
            throw MemberAsk.noSuchMember();
        }
    }

    private void remove(OrganizationCaller by, Account account, Role role) {
        if (role == Role.OWNER) {
            requireOtherOwner(by.organization(), account.id());
        }
        homes.keep(account.id(), by.organization());
        try {
            registry.accounts().remove(membership(by, account, role));
        } catch (Failure.Conflict _) {
            throw lastOwner();
        }
        changed(by, "member.remove", account, role, null);
    }

    /// The storage sees to it as well; asked here, nothing else has happened yet.
    private void requireOtherOwner(OrganizationId organization, AccountId account) {
        var isThere =
                registry.accounts().members(organization).stream()
                        .anyMatch(each ->
                                each.project() == null
                                        && each.role() == Role.OWNER
                                        && !each.account().equals(account));
        if (!isThere) {
            throw lastOwner();
        }
    }

    private Optional<Role> role(OrganizationCaller by, Account account) {
        return registry.role(account.id(), by.organization(), null);
    }

    private static Membership membership(OrganizationCaller by, Account account, Role role) {
        return new Membership(account.id(), by.organization(), null, role);
    }

    private static Failure.Invalid lastOwner() {
        return new Failure.Invalid(LAST_OWNER);
    }

    private void changed(
            OrganizationCaller by,
            String action,
            Account account,
            @Nullable Role before,
            @Nullable Role after) {
        registry.changed(
                by.identity().account(),
                by.organization(),
                null,
                action,
                "account " + account.id(),
                MemberAsk.details(before, after));
    }
}
