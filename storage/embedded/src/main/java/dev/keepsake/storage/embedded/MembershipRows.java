package dev.keepsake.storage.embedded;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.Membership;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.Role;
import dev.keepsake.failure.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// Rows of `membership`, and what they open.
final class MembershipRows {

    static final String SELECT = "SELECT account, organization, project, role FROM membership";

    private static final String HERE = " WHERE account = ? AND organization = ? AND project IS ?";

    /// Of a project and the account that is bound to the one parameter: whoever owns the
    /// organization or has a role in the project may enter.
    private static final String REACHED =
            "EXISTS (SELECT 1 FROM membership WHERE account = ?"
                    + " AND membership.organization = project.organization"
                    + " AND (membership.project = project.id"
                    + " OR (membership.project IS NULL AND role = 'OWNER')))";

    private MembershipRows() {}

    static Membership read(ResultSet row) throws SQLException {
        return new Membership(
                new AccountId(Columns.uuid(row, 1)),
                new OrganizationId(Columns.uuid(row, 2)),
                PlaceRows.projectOrNull(row, 3),
                Role.valueOf(row.getString(4)));
    }

    /// The role that is stored for the place of a membership.
    static Optional<Role> role(SqliteSession session, Membership place) throws SQLException {
        return session.first(
                "SELECT role FROM membership" + HERE,
                row -> Role.valueOf(row.getString(1)),
                AccountRows.bytes(place.account()),
                PlaceRows.bytes(place.organization()),
                PlaceRows.bytesOrNull(place.project()));
    }

    static Optional<Role> role(
            SqliteSession session, AccountId account, OrganizationId organization)
            throws SQLException {
        return role(session, new Membership(account, organization, null, Role.READER));
    }

    static boolean reaches(SqliteSession session, AccountId account, Project project)
            throws SQLException {
        return session.number(
                        "SELECT count(*) FROM project WHERE id = ? AND " + REACHED,
                        PlaceRows.bytes(project.id()),
                        AccountRows.bytes(account))
                == 1;
    }

    /// The first project that an account reaches, default projects before others.
    static Optional<Project> firstReached(SqliteSession session, AccountId account)
            throws SQLException {
        return session.first(
                PlaceRows.PROJECT
                        + " WHERE "
                        + REACHED
                        + " ORDER BY is_default DESC, project.row_id LIMIT 1",
                PlaceRows::project,
                AccountRows.bytes(account));
    }

    /// Sets a role; whoever has one in a project is at least a reader of the organization.
    static void enter(SqliteSession session, Membership membership) throws SQLException {
        if (role(session, membership.account(), membership.organization()).isEmpty()) {
            upsert(
                    session,
                    new Membership(
                            membership.account(), membership.organization(), null, Role.READER));
        }
        upsert(session, membership);
    }

    /// Gives a role, unless there is already one that allows more.
    static void raise(SqliteSession session, Membership membership) throws SQLException {
        var known = role(session, membership);
        if (known.isEmpty() || known.get().compareTo(membership.role()) < 0) {
            enter(session, membership);
        }
    }

    private static void upsert(SqliteSession session, Membership membership) throws SQLException {
        session.run(
                """
                INSERT INTO membership (account, organization, project, role) VALUES (?, ?, ?, ?)
                ON CONFLICT (account, organization, coalesce(project, x''))
                DO UPDATE SET role = excluded.role
                """,
                AccountRows.bytes(membership.account()),
                PlaceRows.bytes(membership.organization()),
                PlaceRows.bytesOrNull(membership.project()),
                membership.role().name());
    }

    static void delete(SqliteSession session, Membership membership) throws SQLException {
        session.run(
                "DELETE FROM membership" + HERE,
                AccountRows.bytes(membership.account()),
                PlaceRows.bytes(membership.organization()),
                PlaceRows.bytesOrNull(membership.project()));
    }

    /// Takes every role in an organization and its projects away.
    static void leave(SqliteSession session, AccountId account, OrganizationId organization)
            throws SQLException {
        session.run(
                "DELETE FROM membership WHERE account = ? AND organization = ?",
                AccountRows.bytes(account),
                PlaceRows.bytes(organization));
        session.run(
                "UPDATE account SET default_organization = NULL"
                        + " WHERE id = ? AND default_organization = ?",
                AccountRows.bytes(account),
                PlaceRows.bytes(organization));
    }

    /// @throws Failure.Conflict when nobody else owns an organization that the account owns
    static void requireAnotherOwner(
            SqliteSession session, OrganizationId organization, AccountId account)
            throws SQLException {
        var others =
                session.number(
                        "SELECT count(*) FROM membership WHERE organization = ?"
                                + " AND project IS NULL AND role = 'OWNER' AND account <> ?",
                        PlaceRows.bytes(organization),
                        AccountRows.bytes(account));
        if (others == 0 && role(session, account, organization).equals(Optional.of(Role.OWNER))) {
            throw new Failure.Conflict("organization " + organization + " needs an owner");
        }
    }
}
