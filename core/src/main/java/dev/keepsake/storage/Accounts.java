package dev.keepsake.storage;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.Founding;
import dev.keepsake.account.Invitation;
import dev.keepsake.account.InvitationId;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.Membership;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.account.TokenHash;
import dev.keepsake.failure.Failure;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Accounts, organizations, projects, memberships, invitations and keys. Rules about who may do
/// what live in the account room; this keeps the whole consistent, in one durable transaction a
/// call: references exist; ids, usernames, emails and hashes are unique; an organization has an
/// owner, at least one project and exactly one default project; a server that has an administrator
/// keeps one; a key that is not revoked is bound to a project that its owner may enter. A write
/// that would break that throws a [Failure] and changes nothing: [Failure.Missing] when it refers
/// to something that does not exist.
///
/// Of a project and its organization that are named together, the project must lie there.
public interface Accounts {

    /// Whether no account exists yet. Accounts of agents do not count until a person claims them.
    boolean isEmpty();

    /// Writes the first account with everything it needs, as OWNER of its organization.
    ///
    /// @throws Failure.Conflict when an account of a person exists, or as [#settle]
    void found(Founding founding);

    /// The same for a later account: with an organization, a project and a key of its own.
    ///
    /// @throws Failure.Conflict when an id, username, email or hash is taken
    void settle(Founding founding);

    /// @throws Failure.Conflict when id, username or email is taken
    void create(Account account);

    /// Replaces an account's mutable fields: everything but id and creation.
    ///
    /// @throws Failure.Missing when there is no such account, or it does not belong to its default
    ///   organization
    /// @throws Failure.Conflict when username or email is taken, or no working server administrator
    ///   would be left
    void change(Account account);

    /// Removes an account with its keys, sessions, codes and memberships. Organizations that nobody
    /// else belongs to must be removed first.
    ///
    /// @throws Failure.Missing when there is no such account
    /// @throws Failure.Conflict when an organization would lose its last owner, or the server its
    ///   last working administrator
    void remove(AccountId account);

    Optional<Account> account(AccountId id);

    /// The accounts of these ids; absent ones are absent.
    Map<AccountId, Account> accounts(Collection<AccountId> ids);

    /// In order of creation.
    List<Account> accounts();

    Optional<Account> accountByEmail(String email);

    Optional<Account> accountByUsername(String username);

    /// Creates the organization with its owner and its default project.
    ///
    /// @throws Failure.Conflict when an id is taken, or the project is not a default one of there
    void create(Organization organization, AccountId owner, Project defaultProject);

    /// Replaces name and time of change.
    ///
    /// @throws Failure.Missing when there is no such organization
    void change(Organization organization);

    /// Removes an organization with its projects, memberships and invitations, and revokes the keys
    /// bound there. The contents of the projects are left to [Erasure]: each project is noted there
    /// in the same transaction.
    ///
    /// @param by who removes it; must belong to another organization
    /// @throws Failure.Missing when there is no such organization
    /// @throws Failure.Conflict when it is the last one of `by`
    void remove(OrganizationId organization, AccountId by);

    Optional<Organization> organization(OrganizationId id);

    /// One more project, not the default one.
    ///
    /// @throws Failure.Conflict when the id is taken, also by a project that is still to be erased
    void create(Project project);

    /// Replaces name, description, settings and time of change.
    ///
    /// @throws Failure.Missing when there is no such project
    void change(Project project);

    /// Removes a project with its memberships and invitations. Was it the organization's last one,
    /// then `successor` is created and is the default; was it the default among others, then the
    /// oldest of them becomes the default. Unrestricted keys bound to it are bound to the default
    /// project if their owner reaches that, and settled as in [#remove(Membership)] otherwise. Its
    /// contents are left to [Erasure]: it is noted there in the same transaction.
    ///
    /// @param at when; the instant of revocations
    /// @throws Failure.Missing when there is no such project
    /// @throws Failure.Conflict when the id of the successor is taken, or it is not a default
    ///   project of the same organization
    void remove(ProjectId project, Project successor, Instant at);

    Optional<Project> project(ProjectId id);

    /// In order of creation.
    List<Project> projects(OrganizationId organization);

    /// Of every organization, in order of creation.
    List<Project> projects();

    /// Sets or changes a role. A role in a project makes an account that has none a reader of the
    /// organization. Keys that open nothing any more are *settled*: see [#remove(Membership)].
    ///
    /// @throws Failure.Conflict when the organization would lose its last owner
    void set(Membership membership);

    /// Takes a role away, whichever it is. Leaving the organization takes those in its projects
    /// along, and an account does not land there any more.
    ///
    /// A key whose owner may no longer reach the project that it is bound to is settled in the same
    /// transaction: bound to the first project that the owner does reach (default projects first,
    /// then in order of creation), or revoked when it is restricted or there is none.
    ///
    /// @throws Failure.Missing when the account has no role there
    /// @throws Failure.Conflict when the organization would lose its last owner
    void remove(Membership membership);

    /// Every role of the account, in organizations and projects, in order of creation.
    List<Membership> memberships(AccountId account);

    /// Every role in the organization and its projects, in order of creation.
    List<Membership> members(OrganizationId organization);

    /// Records or renews: an invitation of the same email to the same place is replaced.
    ///
    /// @throws Failure.Conflict when another invitation has the id or the token
    void create(Invitation invitation);

    /// Accepts an invitation: gives the account the role, unless it has one that allows more, and
    /// removes the invitation. Whether it still works is the account room's to say.
    ///
    /// @throws Failure.Missing when it is gone
    void accept(InvitationId invitation, AccountId account);

    /// @throws Failure.Missing when the organization has no such invitation
    void remove(OrganizationId organization, InvitationId invitation);

    Optional<Invitation> invitation(TokenHash token);

    /// Working and expired ones, in order of creation.
    List<Invitation> invitations(OrganizationId organization);

    List<Invitation> invitations(String email);

    /// @throws Failure.Conflict when id or hash is taken
    /// @throws Failure.Missing when its owner may not enter its project
    void create(ApiKey key);

    /// Replaces a stored key's mutable fields: label, account, project and organization of the
    /// binding, restriction, access, expiry, revocation, agent caller, replacement. A revoked key
    /// stays as it was bound also when the project is gone.
    ///
    /// @throws Failure.Missing when there is no such key, or its owner may not enter its project
    /// @throws Failure.Conflict when it is revoked and would not be any more
    void change(ApiKey key);

    Optional<ApiKey> key(KeyHash hash);

    Optional<ApiKey> key(KeyId id);

    /// The keys of an account in order of creation, revoked ones included.
    List<ApiKey> keys(AccountId account);

    /// The keys bound to projects of an organization in order of creation, those included that were
    /// revoked while they were.
    List<ApiKey> keys(OrganizationId organization);

    /// Notes the minute in which a key was used, some time later; a lost note is no harm.
    void used(KeyId key, Instant at);
}
