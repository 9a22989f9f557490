package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who belongs to a project (management contract 8). Owners of the organization own its projects;
/// their roles are the organization's to change. Safe for many threads.
public final class ProjectMembers {

    private final Registry registry;
    private final Invitations invitations;

    public ProjectMembers(Registry registry, Invitations invitations) {
        this.registry = registry;
        this.invitations = invitations;
    }

    /// Owners of the organization first, then in the order of joining.
    ///
    /// @throws Failure.Forbidden when the credential may not read the project
    public List<Member> list(Caller caller) {
        caller.require(Permission.READ_DATA);
        return Roster.of(registry.accounts(), caller.organization()).ofProject(caller.project());
    }

    /// Gives somebody a role in the project, and makes them a reader of the organization if they
    /// have no role there; or invites an address without an account.
    ///
    /// @param fields `email` or `username`, and `role`, as the caller wrote them
    /// @throws Failure.Forbidden when the caller may not manage the project
    /// @throws Failure.Invalid when a field is wrong, nobody has the username, or they are a member
    public Added add(Caller by, Map<String, @Nullable Object> fields) {
        by.require(Permission.MANAGE_PROJECT);
        var asked = MemberAsk.withRole(fields);
        var account = asked.account(registry.accounts());
        if (account.isEmpty()) {
            var email = asked.inviteAddress();
            invitations.invite(by.identity(), by.organization(), by.project(), email, asked.role());
            return Added.INVITED;
        }
        requireNotInherited(by, asked, account.get());
        if (role(by, account.get()).isPresent()) {
            throw asked.refused("is already a member of this project.");
        }
        registry.accounts().set(membership(by, account.get(), asked.role()));
        changed(by, "member.add", account.get(), null, asked.role());
        return Added.MEMBER;
    }

    /// @param fields `email` or `username`, and `role`, as the caller wrote them
    /// @throws Failure.Forbidden when the caller may not manage the project
    /// @throws Failure.Invalid when a field is wrong, or they own the organization
    /// @throws Failure.Missing when there is no such member
    public void change(Caller by, Map<String, @Nullable Object> fields) {
        by.require(Permission.MANAGE_PROJECT);
        var asked = MemberAsk.withRole(fields);
        var account = asked.account(registry.accounts()).orElseThrow(MemberAsk::noSuchMember);
        requireNotInherited(by, asked, account);
        var before = role(by, account).orElseThrow(MemberAsk::noSuchMember);
        if (before != asked.role()) {
            registry.accounts().set(membership(by, account, asked.role()));
            changed(by, "member.change", account, before, asked.role());
        }
    }

    /// Takes somebody out of the project, or takes an invitation back. They stay in the
    /// organization.
    ///
    /// @param fields `email` or `username`, as the caller wrote it
    /// @throws Failure.Forbidden when the caller may not manage the project
    /// @throws Failure.Invalid when a field is wrong, or they own the organization
    /// @throws Failure.Missing when there is no such member and no such invitation
    public void remove(Caller by, Map<String, @Nullable Object> fields) {
        by.require(Permission.MANAGE_PROJECT);
        var asked = MemberAsk.withoutRole(fields);
        var account = asked.account(registry.accounts());
        if (account.isPresent()) {
            requireNotInherited(by, asked, account.get());
            var role = role(by, account.get());
            if (role.isPresent()) {
                registry.accounts().remove(membership(by, account.get(), role.get()));
                changed(by, "member.remove", account.get(), role.get(), null);
                return;
            }
        }
        if (!(asked.addressee() instanceof Addressee.ByEmail(var email)
                && invitations.withdraw(by.identity(), by.organization(), by.project(), email))) {
            throw MemberAsk.noSuchMember();
        }
    }

    private void requireNotInherited(Caller by, MemberAsk asked, Account account) {
        var inOrganization = registry.role(account.id(), by.organization(), null);
        if (inOrganization.filter(Role.OWNER::equals).isPresent()) {
            throw asked.refused(
                    "owns the organization and thereby the project; change that role instead.");
        }
    }

    private Optional<Role> role(Caller by, Account account) {
        return registry.role(account.id(), by.organization(), by.project());
    }

    private static Membership membership(Caller by, Account account, Role role) {
        return new Membership(account.id(), by.organization(), by.project(), role);
    }

    private void changed(
            Caller by,
            String action,
            Account account,
            @Nullable Role before,
            @Nullable Role after) {
        registry.changed(
                by.account(),
                by.organization(),
                by.project(),
                action,
                "account " + account.id(),
                MemberAsk.details(before, after));
    }
}
