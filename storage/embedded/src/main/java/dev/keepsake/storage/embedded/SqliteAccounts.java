package dev.keepsake.storage.embedded;

import dev.keepsake.account.Access;
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
import dev.keepsake.storage.document.PlainJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The `account`, `organization`, `project`, `membership` and `api_key` tables. The file itself
/// refuses what is taken or refers to nothing.
final class SqliteAccounts implements Accounts {

    /// How often one key's use is written down.
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private static final String ACCOUNT =
            "SELECT id, username, name, email, password, server_admin, disabled, created"
                    + " FROM account";
    private static final String PROJECT =
            "SELECT id, organization, name, description, is_default, settings, created, updated"
                    + " FROM project";
    private static final String KEY =
            "SELECT id, hash, prefix, last4, label, account, organization, project, restricted,"
                    + " access, expires, revoked, created FROM api_key";

    private final Database database;
    private final Map<KeyId, Instant> noted = new ConcurrentHashMap<>();

    SqliteAccounts(Database database) {
        this.database = database;
    }

    @Override
    public boolean isEmpty() {
        return database.read(SqliteAccounts::isEmpty);
    }

    private static boolean isEmpty(SqliteSession session) throws SQLException {
        return session.number("SELECT NOT EXISTS (SELECT 1 FROM account)") == 1;
    }

    @Override
    public void found(Founding founding) {
        write(
                "the founding",
                session -> {
                    if (!isEmpty(session)) {
                        throw new Failure.Conflict("an account exists");
                    }
                    insert(session, founding.account());
                    insert(session, founding.organization());
                    insert(session, founding.project());
                    set(session, ownership(founding.organization(), founding.account().id()));
                    insert(session, founding.key());
                });
    }

    @Override
    public void create(Account account) {
        write("id, username or email of " + account, session -> insert(session, account));
    }

    @Override
    public void create(Organization organization, AccountId owner, Project defaultProject) {
        write(
                "organization " + organization.id(),
                session -> {
                    insert(session, organization);
                    insert(session, defaultProject);
                    set(session, ownership(organization, owner));
                });
    }

    private static Membership ownership(Organization organization, AccountId owner) {
        return new Membership(owner, organization.id(), null, Role.OWNER);
    }

    @Override
    public void create(Project project) {
        write("project " + project.id(), session -> insert(session, project));
    }

    @Override
    public void create(ApiKey key) {
        write("id or hash of key " + key.id(), session -> insert(session, key));
    }

    @Override
    public void set(Membership membership) {
        write("membership", session -> set(session, membership));
    }

    @Override
    public void change(ApiKey key) {
        write(
                "key " + key.id(),
                session -> {
                    var changed =
                            session.run(
                                    """
                                    UPDATE api_key SET label = ?, project = ?, restricted = ?, access = ?,
                                        expires = ?, revoked = ?
                                    WHERE id = ?
                                    """,
                                    key.label(),
                                    Columns.bytes(key.project().value()),
                                    key.restricted(),
                                    key.access().name(),
                                    Columns.microsOrNull(key.expiresAt()),
                                    Columns.microsOrNull(key.revokedAt()),
                                    Columns.bytes(key.id().value()));
                    if (changed == 0) {
                        throw new Failure.Missing("there is no key " + key.id());
                    }
                });
    }

    private interface Change {
        void make(SqliteSession session) throws SQLException;
    }

    /// @param what names what is taken or refers to nothing, should the file say so
    private void write(String what, Change change) {
        database.writer()
                .write(session -> {
                    try {
                        change.make(session);
                        return true;
                    } catch (SQLiteException failure) {
                        throw refused(what, failure);
                    }
                });
    }

    private static RuntimeException refused(String what, SQLiteException failure)
            throws SQLException {
        var code = failure.getResultCode();
        if (code == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE) {
            return new Failure.Conflict(what + " is taken");
        }
        if (code == SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY) {
            return new Failure.Missing(what + " refers to something that does not exist");
        }
        throw failure;
    }

    private static void insert(SqliteSession session, Account account) throws SQLException {
        session.run(
                """
                INSERT INTO account (id, username, name, email, password, server_admin, disabled,
                    created)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                Columns.bytes(account.id().value()),
                account.username(),
                account.name(),
                account.email(),
                account.passwordHash(),
                account.serverAdmin(),
                Columns.microsOrNull(account.disabledAt()),
                Columns.micros(account.createdAt()));
    }

    private static void insert(SqliteSession session, Organization organization)
            throws SQLException {
        session.run(
                "INSERT INTO organization (id, name, created, updated) VALUES (?, ?, ?, ?)",
                Columns.bytes(organization.id().value()),
                organization.name(),
                Columns.micros(organization.createdAt()),
                Columns.micros(organization.updatedAt()));
    }

    private static void insert(SqliteSession session, Project project) throws SQLException {
        session.run(
                """
                INSERT INTO project (id, organization, name, description, is_default, settings,
                    created, updated)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                Columns.bytes(project.id().value()),
                Columns.bytes(project.organization().value()),
                project.name(),
                project.description(),
                project.isDefault(),
                PlainJson.write(project.settings()),
                Columns.micros(project.createdAt()),
                Columns.micros(project.updatedAt()));
    }

    private static void insert(SqliteSession session, ApiKey key) throws SQLException {
        session.run(
                """
                INSERT INTO api_key (id, hash, prefix, last4, label, account, organization, project,
                    restricted, access, expires, revoked, created)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                Columns.bytes(key.id().value()),
                key.hash().hex(),
                key.prefix(),
                key.last4(),
                key.label(),
                Columns.bytes(key.account().value()),
                Columns.bytes(key.organization().value()),
                Columns.bytes(key.project().value()),
                key.restricted(),
                key.access().name(),
                Columns.microsOrNull(key.expiresAt()),
                Columns.microsOrNull(key.revokedAt()),
                Columns.micros(key.createdAt()));
    }

    private static void set(SqliteSession session, Membership membership) throws SQLException {
        session.run(
                """
                INSERT INTO membership (account, organization, project, role) VALUES (?, ?, ?, ?)
                ON CONFLICT (account, organization, coalesce(project, x''))
                DO UPDATE SET role = excluded.role
                """,
                Columns.bytes(membership.account().value()),
                Columns.bytes(membership.organization().value()),
                membership.project() == null ? null : Columns.bytes(membership.project().value()),
                membership.role().name());
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return first(ACCOUNT + " WHERE id = ?", SqliteAccounts::account, id.value());
    }

    @Override
    public Optional<Account> accountByEmail(String email) {
        return database.read(session ->
                session.first(ACCOUNT + " WHERE email = ?", SqliteAccounts::account, email));
    }

    @Override
    public Optional<Organization> organization(OrganizationId id) {
        return first(
                "SELECT id, name, created, updated FROM organization WHERE id = ?",
                row ->
                        new Organization(
                                new OrganizationId(Columns.uuid(row, 1)),
                                row.getString(2),
                                Columns.instant(row, 3),
                                Columns.instant(row, 4)),
                id.value());
    }

    @Override
    public Optional<Project> project(ProjectId id) {
        return first(PROJECT + " WHERE id = ?", SqliteAccounts::project, id.value());
    }

    @Override
    public List<Project> projects(OrganizationId organization) {
        return list(
                PROJECT + " WHERE organization = ? ORDER BY row_id",
                SqliteAccounts::project,
                organization.value());
    }

    @Override
    public List<Membership> memberships(AccountId account) {
        return list(
                "SELECT organization, project, role FROM membership WHERE account = ?"
                        + " ORDER BY row_id",
                row ->
                        new Membership(
                                account,
                                new OrganizationId(Columns.uuid(row, 1)),
                                projectOrNull(row, 2),
                                Role.valueOf(row.getString(3))),
                account.value());
    }

    private static @Nullable ProjectId projectOrNull(ResultSet row, int column)
            throws SQLException {
        return row.getBytes(column) == null ? null : new ProjectId(Columns.uuid(row, column));
    }

    @Override
    public Optional<ApiKey> key(KeyHash hash) {
        return database.read(
                session -> session.first(KEY + " WHERE hash = ?", SqliteAccounts::key, hash.hex()));
    }

    @Override
    public List<ApiKey> keys(AccountId account) {
        return list(
                KEY + " WHERE account = ? ORDER BY row_id", SqliteAccounts::key, account.value());
    }

    private <T> Optional<T> first(String sql, SqliteSession.Reading<T> reading, UUID id) {
        return database.read(session -> session.first(sql, reading, Columns.bytes(id)));
    }

    private <T> List<T> list(String sql, SqliteSession.Reading<T> reading, UUID id) {
        return database.read(session -> session.list(sql, reading, Columns.bytes(id)));
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                new AccountId(Columns.uuid(row, 1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getBoolean(6),
                Columns.instantOrNull(row, 7),
                Columns.instant(row, 8));
    }

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    private static Project project(ResultSet row) throws SQLException {
        return new Project(
                new ProjectId(Columns.uuid(row, 1)),
                new OrganizationId(Columns.uuid(row, 2)),
                row.getString(3),
                row.getString(4),
                row.getBoolean(5),
                PlainJson.readObject(row.getString(6)),
                Columns.instant(row, 7),
                Columns.instant(row, 8));
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                new KeyId(Columns.uuid(row, 1)),
                new KeyHash(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                new AccountId(Columns.uuid(row, 6)),
                new OrganizationId(Columns.uuid(row, 7)),
                new ProjectId(Columns.uuid(row, 8)),
                row.getBoolean(9),
                Access.valueOf(row.getString(10)),
                Columns.instantOrNull(row, 11),
                Columns.instantOrNull(row, 12),
                Columns.instant(row, 13));
    }

    /// Every request uses a key, so this must not cost a disk sync each: a use is written at most
    /// once a minute and without waiting.
    @Override
    public void used(KeyId key, Instant at) {
        database.requireOpen();
        var last = noted.get(key);
        if (last != null && at.isBefore(last.plus(USE_NOTED_EVERY))) {
            return;
        }
        noted.put(key, at);
        database.writer()
                .submit(
                        session ->
                                session.run(
                                        "UPDATE api_key SET used = ? WHERE id = ?",
                                        Columns.micros(at),
                                        Columns.bytes(key.value())),
                        _ -> {});
    }

    @Override
    public void settle(Founding founding) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void change(Account account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(AccountId account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<AccountId, Account> accounts(Collection<AccountId> ids) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Account> accounts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Account> accountByUsername(String username) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void change(Organization organization) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(OrganizationId organization, AccountId by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void change(Project project) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(ProjectId project, Project successor, Instant at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(Membership membership) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Membership> members(OrganizationId organization) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void create(Invitation invitation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void accept(InvitationId invitation, AccountId account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(OrganizationId organization, InvitationId invitation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Invitation> invitation(TokenHash token) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Invitation> invitations(OrganizationId organization) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Invitation> invitations(String email) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ApiKey> key(KeyId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ApiKey> keys(OrganizationId organization) {
        throw new UnsupportedOperationException();
    }
}
