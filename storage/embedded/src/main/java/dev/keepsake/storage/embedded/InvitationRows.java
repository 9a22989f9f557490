package dev.keepsake.storage.embedded;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.Invitation;
import dev.keepsake.account.InvitationId;
import dev.keepsake.account.Membership;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Role;
import dev.keepsake.account.TokenHash;
import dev.keepsake.failure.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Rows of `invitation`.
final class InvitationRows {

    static final String SELECT =
            "SELECT id, email, organization, project, role, token, created, expires"
                    + " FROM invitation";

    private InvitationRows() {}

    static Invitation read(ResultSet row) throws SQLException {
        return new Invitation(
                new InvitationId(Columns.uuid(row, 1)),
                row.getString(2),
                new OrganizationId(Columns.uuid(row, 3)),
                PlaceRows.projectOrNull(row, 4),
                Role.valueOf(row.getString(5)),
                new TokenHash(row.getString(6)),
                Columns.instant(row, 7),
                Columns.instant(row, 8));
    }

    private static Invitation require(SqliteSession session, InvitationId id) throws SQLException {
        return session.first(SELECT + " WHERE id = ?", InvitationRows::read, bytes(id))
                .orElseThrow(() -> new Failure.Missing("there is no " + id));
    }

    /// In the place of an older one of the same email to the same place.
    ///
    /// @throws Failure as [Accounts#create(Invitation)]
    static void create(SqliteSession session, Invitation invitation) throws SQLException {
        PlaceRows.require(session, invitation.organization(), invitation.project());
        session.run(
                "DELETE FROM invitation WHERE email = ? AND organization = ? AND project IS ?",
                invitation.email(),
                PlaceRows.bytes(invitation.organization()),
                PlaceRows.bytesOrNull(invitation.project()));
        if (session.number(
                        "SELECT count(*) FROM invitation WHERE id = ? OR token = ?",
                        bytes(invitation.id()),
                        invitation.tokenHash().hex())
                > 0) {
            throw new Failure.Conflict("id or token of " + invitation.id() + " is taken");
        }
        insert(session, invitation);
    }

    private static void insert(SqliteSession session, Invitation invitation) throws SQLException {
        session.run(
                """
                INSERT INTO invitation (id, email, organization, project, role, token, created,
                    expires)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                bytes(invitation.id()),
                invitation.email(),
                PlaceRows.bytes(invitation.organization()),
                PlaceRows.bytesOrNull(invitation.project()),
                invitation.role().name(),
                invitation.tokenHash().hex(),
                Columns.micros(invitation.createdAt()),
                Columns.micros(invitation.expiresAt()));
    }

    /// @throws Failure as [Accounts#accept]
    static void accept(SqliteSession session, InvitationId id, AccountId account)
            throws SQLException {
        var invitation = require(session, id);
        AccountRows.require(session, account);
        MembershipRows.raise(
                session,
                new Membership(
                        account,
                        invitation.organization(),
                        invitation.project(),
                        invitation.role()));
        delete(session, id);
    }

    /// @throws Failure as [Accounts#remove(OrganizationId, InvitationId)]
    static void remove(SqliteSession session, OrganizationId organization, InvitationId id)
            throws SQLException {
        if (!require(session, id).organization().equals(organization)) {
            throw new Failure.Missing("organization " + organization + " has no " + id);
        }
        delete(session, id);
    }

    private static void delete(SqliteSession session, InvitationId id) throws SQLException {
        session.run("DELETE FROM invitation WHERE id = ?", bytes(id));
    }

    private static byte[] bytes(InvitationId id) {
        return Columns.bytes(id.value());
    }
}
