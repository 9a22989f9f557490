package dev.keepsake.storage;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.ApiKey;
import dev.keepsake.account.Founding;
import dev.keepsake.account.KeyHash;
import dev.keepsake.account.KeyId;
import dev.keepsake.account.Membership;
import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Accounts, organizations, projects, memberships and keys. Rules about them live in the account
/// room; this keeps them consistent: references exist, ids, usernames, emails and key hashes are
/// unique. A write that would break that throws a [Failure] and changes nothing.
public interface Accounts {

    /// Whether no account exists yet.
    boolean isEmpty();

    /// Writes the first account with everything it needs, as OWNER of its organization, in one
    /// transaction.
    ///
    /// @throws Failure.Conflict when an account exists
    void found(Founding founding);

    /// @throws Failure.Conflict when id, username or email is taken
    void create(Account account);

    /// Creates the organization with its owner and its default project.
    void create(Organization organization, AccountId owner, Project defaultProject);

    void create(Project project);

    void create(ApiKey key);

    /// Sets or changes a role.
    void set(Membership membership);

    /// Replaces a stored key's mutable fields: label, project binding, restriction, access, expiry,
    /// revocation.
    ///
    /// @throws Failure.Missing when there is no such key
    void change(ApiKey key);

    Optional<Account> account(AccountId id);

    Optional<Account> accountByEmail(String email);

    Optional<Organization> organization(OrganizationId id);

    Optional<Project> project(ProjectId id);

    /// In order of creation.
    List<Project> projects(OrganizationId organization);

    /// Every role of the account, in organizations and projects.
    List<Membership> memberships(AccountId account);

    Optional<ApiKey> key(KeyHash hash);

    /// The keys of an account in order of creation, revoked ones included.
    List<ApiKey> keys(AccountId account);

    /// Notes that a key was used; a lost note is no harm.
    void used(KeyId key, Instant at);
}
