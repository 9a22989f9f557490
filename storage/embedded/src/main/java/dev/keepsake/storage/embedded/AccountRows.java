package dev.keepsake.storage.embedded;

import dev.keepsake.account.Account;
import dev.keepsake.account.AccountId;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.failure.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows of `account`.
final class AccountRows {

    static final String SELECT =
            "SELECT id, username, name, email, password, server_admin, disabled, created,"
                    + " default_organization, last_login, agent_source, agent_user, agent_claimed"
                    + " FROM account";

    private AccountRows() {}

    static Account read(ResultSet row) throws SQLException {
        return new Account(
                new AccountId(Columns.uuid(row, 1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getBoolean(6),
                Columns.instantOrNull(row, 7),
                Columns.instant(row, 8),
                row.getBytes(9) == null ? null : new OrganizationId(Columns.uuid(row, 9)),
                Columns.instantOrNull(row, 10),
                agent(row));
    }

    private static Account.@Nullable Agent agent(ResultSet row) throws SQLException {
        var user = row.getString(12);
        return user == null
                ? null
                : new Account.Agent(row.getString(11), user, Columns.instantOrNull(row, 13));
    }

    static Optional<Account> find(SqliteSession session, AccountId id) throws SQLException {
        return session.first(SELECT + " WHERE id = ?", AccountRows::read, bytes(id));
    }

    /// @throws Failure.Missing when there is none
    static Account require(SqliteSession session, AccountId id) throws SQLException {
        return find(session, id).orElseThrow(() -> new Failure.Missing("there is no " + id));
    }

    static boolean noPersonExists(SqliteSession session) throws SQLException {
        return session.number(
                        "SELECT NOT EXISTS (SELECT 1 FROM account"
                                + " WHERE agent_user IS NULL OR agent_claimed IS NOT NULL)")
                == 1;
    }

    /// @throws Failure.Conflict when id, username or email is taken
    static void requireFree(SqliteSession session, Account account) throws SQLException {
        if (find(session, account.id()).isPresent()) {
            throw new Failure.Conflict(account.id() + " is taken");
        }
        requireDistinct(session, account);
    }

    /// @throws Failure.Conflict when another account has the username or email
    static void requireDistinct(SqliteSession session, Account account) throws SQLException {
        var others =
                session.number(
                        "SELECT count(*) FROM account WHERE (username = ? OR email = ?) AND id <> ?",
                        account.username(),
                        account.email(),
                        bytes(account.id()));
        if (others > 0) {
            throw new Failure.Conflict("username or email of " + account + " is taken");
        }
    }

    /// @throws Failure.Conflict when it is the last account that administers the server
    static void requireAnotherAdmin(SqliteSession session, Account admin) throws SQLException {
        if (admin.isWorkingAdmin()
                && session.number(
                                "SELECT count(*) FROM account"
                                        + " WHERE server_admin = 1 AND disabled IS NULL")
                        == 1) {
            throw new Failure.Conflict("the server needs an administrator");
        }
    }

    static void insert(SqliteSession session, Account account) throws SQLException {
        var agent = account.agent();
        session.run(
                """
                INSERT INTO account (id, username, name, email, password, server_admin, disabled,
                    created, default_organization, last_login, agent_source, agent_user,
                    agent_claimed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                bytes(account.id()),
                account.username(),
                account.name(),
                account.email(),
                account.passwordHash(),
                account.serverAdmin(),
                Columns.microsOrNull(account.disabledAt()),
                Columns.micros(account.createdAt()),
                home(account),
                Columns.microsOrNull(account.lastLoginAt()),
                agent == null ? null : agent.source(),
                agent == null ? null : agent.defaultUserId(),
                agent == null ? null : Columns.microsOrNull(agent.claimedAt()));
    }

    static void update(SqliteSession session, Account account) throws SQLException {
        var agent = account.agent();
        session.run(
                """
                UPDATE account SET username = ?, name = ?, email = ?, password = ?,
                    server_admin = ?, disabled = ?, default_organization = ?, last_login = ?,
                    agent_source = ?, agent_user = ?, agent_claimed = ?
                WHERE id = ?
                """,
                account.username(),
                account.name(),
                account.email(),
                account.passwordHash(),
                account.serverAdmin(),
                Columns.microsOrNull(account.disabledAt()),
                home(account),
                Columns.microsOrNull(account.lastLoginAt()),
                agent == null ? null : agent.source(),
                agent == null ? null : agent.defaultUserId(),
                agent == null ? null : Columns.microsOrNull(agent.claimedAt()),
                bytes(account.id()));
    }

    private static byte @Nullable [] home(Account account) {
        var home = account.defaultOrganization();
        return home == null ? null : Columns.bytes(home.value());
    }

    /// With everything that is nothing without it.
    static void delete(SqliteSession session, AccountId id) throws SQLException {
        session.run("DELETE FROM membership WHERE account = ?", bytes(id));
        session.run("DELETE FROM api_key WHERE account = ?", bytes(id));
        session.run("DELETE FROM session WHERE account = ?", bytes(id));
        session.run(
                "DELETE FROM one_time_code WHERE email = (SELECT email FROM account WHERE id = ?)",
                bytes(id));
        session.run("DELETE FROM account WHERE id = ?", bytes(id));
    }

    static byte[] bytes(AccountId id) {
        return Columns.bytes(id.value());
    }
}
