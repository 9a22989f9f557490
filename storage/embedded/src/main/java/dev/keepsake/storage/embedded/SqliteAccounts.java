package dev.keepsake.storage.embedded;

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
import dev.keepsake.account.Role;
import dev.keepsake.account.TokenHash;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Accounts;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which rows each operation touches, in one transaction each; the rows themselves are told in
/// [AccountRows], [PlaceRows], [MembershipRows], [KeyRows] and [InvitationRows]. Writes run one
/// after the other on the writer's thread, so what one has checked holds until it is done.
final class SqliteAccounts implements Accounts {

    private final Database database;
    private final InstantSource clock;
    private final Map<KeyId, Instant> noted = new ConcurrentHashMap<>();

    /// @param clock tells when keys are revoked because of what happens elsewhere
    SqliteAccounts(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    private interface Change {
        void make(SqliteSession session) throws SQLException;
    }

    private void write(Change change) {
        database.writer()
                .write(session -> {
                    change.make(session);
                    return true;
                });
    }

    @Override
    public boolean isEmpty() {
        return database.read(AccountRows::noPersonExists);
    }

    @Override
    public void found(Founding founding) {
        write(session -> {
            if (!AccountRows.noPersonExists(session)) {
                throw new Failure.Conflict("an account exists");
            }
            settle(session, founding);
        });
    }

    @Override
    public void settle(Founding founding) {
        write(session -> settle(session, founding));
    }

    private static void settle(SqliteSession session, Founding founding) throws SQLException {
        var account = founding.account();
        AccountRows.requireFree(session, account);
        PlaceRows.requireFree(session, founding.organization(), founding.project());
        KeyRows.requireFree(session, founding.key());
        var home = account.defaultOrganization();
        if (home != null && !home.equals(founding.organization().id())) {
            throw notThere(account);
        }
        PlaceRows.insert(session, founding.organization());
        AccountRows.insert(session, account);
        open(session, founding.organization(), account.id(), founding.project());
        KeyRows.insert(session, founding.key());
    }

    private static void open(
            SqliteSession session, Organization organization, AccountId owner, Project project)
            throws SQLException {
        PlaceRows.insert(session, project);
        MembershipRows.enter(session, new Membership(owner, organization.id(), null, Role.OWNER));
    }

    private static void requireItsOrganization(SqliteSession session, Account account)
            throws SQLException {
        var home = account.defaultOrganization();
        if (home != null && MembershipRows.role(session, account.id(), home).isEmpty()) {
            throw notThere(account);
        }
    }

    private static Failure.Missing notThere(Account account) {
        return new Failure.Missing(account + " is not in " + account.defaultOrganization());
    }

    @Override
    public void create(Account account) {
        write(session -> {
            AccountRows.requireFree(session, account);
            requireItsOrganization(session, account);
            AccountRows.insert(session, account);
        });
    }

    @Override
    public void change(Account account) {
        write(session -> {
            var stored = AccountRows.require(session, account.id());
            AccountRows.requireDistinct(session, account);
            requireItsOrganization(session, account);
            if (!account.isWorkingAdmin()) {
                AccountRows.requireAnotherAdmin(session, stored);
            }
            AccountRows.update(session, account);
        });
    }

    @Override
    public void remove(AccountId account) {
        write(session -> {
            AccountRows.requireAnotherAdmin(session, AccountRows.require(session, account));
            for (var each : memberships(session, account)) {
                MembershipRows.requireAnotherOwner(session, each.organization(), account);
            }
            AccountRows.delete(session, account);
        });
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return database.read(session -> AccountRows.find(session, id));
    }

    @Override
    public Map<AccountId, Account> accounts(Collection<AccountId> ids) {
        return database.readAtOnce(session -> {
            Map<AccountId, Account> found = new HashMap<>();
            for (var id : ids) {
                AccountRows.find(session, id).ifPresent(account -> found.put(id, account));
            }
            return found;
        });
    }

    @Override
    public List<Account> accounts() {
        return list(AccountRows.SELECT + " ORDER BY row_id", AccountRows::read);
    }

    @Override
    public Optional<Account> accountByEmail(String email) {
        return first(AccountRows.SELECT + " WHERE email = ?", AccountRows::read, email);
    }

    @Override
    public Optional<Account> accountByUsername(String username) {
        return first(AccountRows.SELECT + " WHERE username = ?", AccountRows::read, username);
    }

    @Override
    public void create(Organization organization, AccountId owner, Project defaultProject) {
        write(session -> {
            AccountRows.require(session, owner);
            PlaceRows.requireFree(session, organization, defaultProject);
            PlaceRows.insert(session, organization);
            open(session, organization, owner, defaultProject);
        });
    }

    @Override
    public void change(Organization organization) {
        write(session -> {
            PlaceRows.require(session, organization.id());
            PlaceRows.update(session, organization);
        });
    }

    @Override
    public void remove(OrganizationId organization, AccountId by) {
        var at = clock.instant();
        write(session -> {
            PlaceRows.require(session, organization);
            AccountRows.require(session, by);
            if (memberships(session, by).stream()
                    .allMatch(each -> each.organization().equals(organization))) {
                throw new Failure.Conflict("account " + by + " would belong to no organization");
            }
            KeyRows.revokeAll(session, organization, at);
            PlaceRows.delete(session, organization, at);
        });
    }

    @Override
    public Optional<Organization> organization(OrganizationId id) {
        return database.read(session -> PlaceRows.find(session, id));
    }

    @Override
    public void create(Project project) {
        write(session -> {
            PlaceRows.require(session, project.organization());
            PlaceRows.requireFree(session, project.id());
            if (project.isDefault()) {
                throw new Failure.Conflict(
                        "organization " + project.organization() + " has a default project");
            }
            PlaceRows.insert(session, project);
        });
    }

    @Override
    public void change(Project project) {
        write(session -> {
            PlaceRows.require(session, project.id());
            PlaceRows.update(session, project);
        });
    }

    @Override
    public void remove(ProjectId id, Project successor, Instant at) {
        write(session -> {
            var project = PlaceRows.require(session, id);
            PlaceRows.requireFree(session, successor.id());
            PlaceRows.requireDefault(successor, project.organization());
            PlaceRows.delete(session, id, at);
            var home = PlaceRows.defaultAfterwards(session, successor);
            KeyRows.leave(session, id, home, at);
        });
    }

    @Override
    public Optional<Project> project(ProjectId id) {
        return database.read(session -> PlaceRows.find(session, id));
    }

    @Override
    public List<Project> projects() {
        return database.read(PlaceRows::projects);
    }

    @Override
    public List<Project> projects(OrganizationId organization) {
        return database.read(session -> PlaceRows.projects(session, organization));
    }

    @Override
    public void set(Membership membership) {
        var account = membership.account();
        var at = clock.instant();
        write(session -> {
            AccountRows.require(session, account);
            PlaceRows.require(session, membership.organization(), membership.project());
            if (membership.project() == null && membership.role() != Role.OWNER) {
                MembershipRows.requireAnotherOwner(session, membership.organization(), account);
            }
            MembershipRows.enter(session, membership);
            KeyRows.settle(session, account, at);
        });
    }

    @Override
    public void remove(Membership membership) {
        var account = membership.account();
        var at = clock.instant();
        write(session -> {
            if (MembershipRows.role(session, membership).isEmpty()) {
                throw new Failure.Missing("account " + account + " has no role there");
            }
            if (membership.project() == null) {
                MembershipRows.requireAnotherOwner(session, membership.organization(), account);
                MembershipRows.leave(session, account, membership.organization());
            } else {
                MembershipRows.delete(session, membership);
            }
            KeyRows.settle(session, account, at);
        });
    }

    @Override
    public List<Membership> memberships(AccountId account) {
        return database.read(session -> memberships(session, account));
    }

    private static List<Membership> memberships(SqliteSession session, AccountId account)
            throws SQLException {
        return session.list(
                MembershipRows.SELECT + " WHERE account = ? ORDER BY row_id",
                MembershipRows::read,
                AccountRows.bytes(account));
    }

    @Override
    public List<Membership> members(OrganizationId organization) {
        return list(
                MembershipRows.SELECT + " WHERE organization = ? ORDER BY row_id",
                MembershipRows::read,
                PlaceRows.bytes(organization));
    }

    @Override
    public void create(Invitation invitation) {
        write(session -> InvitationRows.create(session, invitation));
    }

    @Override
    public void accept(InvitationId invitation, AccountId account) {
        write(session -> InvitationRows.accept(session, invitation, account));
    }

    @Override
    public void remove(OrganizationId organization, InvitationId invitation) {
        write(session -> InvitationRows.remove(session, organization, invitation));
    }

    @Override
    public Optional<Invitation> invitation(TokenHash token) {
        return first(InvitationRows.SELECT + " WHERE token = ?", InvitationRows::read, token.hex());
    }

    @Override
    public List<Invitation> invitations(OrganizationId organization) {
        return list(
                InvitationRows.SELECT + " WHERE organization = ? ORDER BY row_id",
                InvitationRows::read,
                PlaceRows.bytes(organization));
    }

    @Override
    public List<Invitation> invitations(String email) {
        return list(
                InvitationRows.SELECT + " WHERE email = ? ORDER BY row_id",
                InvitationRows::read,
                email);
    }

    @Override
    public void create(ApiKey key) {
        write(session -> KeyRows.create(session, key));
    }

    @Override
    public void change(ApiKey key) {
        write(session -> KeyRows.change(session, key));
    }

    @Override
    public Optional<ApiKey> key(KeyHash hash) {
        return first(KeyRows.SELECT + " WHERE hash = ?", KeyRows::read, hash.hex());
    }

    @Override
    public Optional<ApiKey> key(KeyId id) {
        return database.read(session -> KeyRows.find(session, id));
    }

    @Override
    public List<ApiKey> keys(AccountId account) {
        return list(
                KeyRows.SELECT + " WHERE account = ? ORDER BY row_id",
                KeyRows::read,
                AccountRows.bytes(account));
    }

    @Override
    public List<ApiKey> keys(OrganizationId organization) {
        return list(
                KeyRows.SELECT + " WHERE organization = ? ORDER BY row_id",
                KeyRows::read,
                PlaceRows.bytes(organization));
    }

    /// Every request uses a key, so this must not cost a disk sync each: a use is written at most
    /// once a minute and without waiting.
    @Override
    public void used(KeyId key, Instant at) {
        database.requireOpen();
        var minute = at.truncatedTo(ChronoUnit.MINUTES);
        var last = noted.put(key, minute);
        if (last == null || last.isBefore(minute)) {
            database.writer()
                    .submit(
                            session -> {
                                KeyRows.used(session, key, minute);
                                return true;
                            },
                            _ -> {});
        }
    }

    private <T> Optional<T> first(String sql, SqliteSession.Reading<T> reading, String value) {
        return database.read(session -> session.first(sql, reading, value));
    }

    private <T> List<T> list(
            String sql, SqliteSession.Reading<T> reading, @Nullable Object... values) {
        return database.read(session -> session.list(sql, reading, values));
    }
}
