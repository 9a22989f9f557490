package dev.keepsake.storage.embedded;

import dev.keepsake.account.Organization;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.Project;
import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.storage.document.PlainJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows of `organization`, `project` and `doomed_project`.
final class PlaceRows {

    private static final String ORGANIZATION =
            "SELECT id, name, created, updated FROM organization WHERE id = ?";
    static final String PROJECT =
            "SELECT project.id, project.organization, name, description, is_default, settings,"
                    + " created, updated FROM project";

    private PlaceRows() {}

    static Optional<Organization> find(SqliteSession session, OrganizationId id)
            throws SQLException {
        return session.first(
                ORGANIZATION,
                row ->
                        new Organization(
                                new OrganizationId(Columns.uuid(row, 1)),
                                row.getString(2),
                                Columns.instant(row, 3),
                                Columns.instant(row, 4)),
                bytes(id));
    }

    static Optional<Project> find(SqliteSession session, ProjectId id) throws SQLException {
        return session.first(PROJECT + " WHERE id = ?", PlaceRows::project, bytes(id));
    }

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    static Project project(ResultSet row) throws SQLException {
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

    static List<Project> projects(SqliteSession session) throws SQLException {
        return session.list(PROJECT + " ORDER BY row_id", PlaceRows::project);
    }

    static List<Project> projects(SqliteSession session, OrganizationId organization)
            throws SQLException {
        return session.list(
                PROJECT + " WHERE organization = ? ORDER BY row_id",
                PlaceRows::project,
                bytes(organization));
    }

    /// @throws Failure.Missing when there is none
    static Organization require(SqliteSession session, OrganizationId id) throws SQLException {
        return find(session, id).orElseThrow(() -> new Failure.Missing("there is no " + id));
    }

    /// @throws Failure.Missing when there is none
    static Project require(SqliteSession session, ProjectId id) throws SQLException {
        return find(session, id).orElseThrow(() -> new Failure.Missing("there is no " + id));
    }

    /// @param project null for the organization itself
    /// @throws Failure.Missing when there is no such place
    static void require(
            SqliteSession session, OrganizationId organization, @Nullable ProjectId project)
            throws SQLException {
        require(session, organization);
        if (project != null && !require(session, project).organization().equals(organization)) {
            throw new Failure.Missing("organization " + organization + " has no " + project);
        }
    }

    /// @throws Failure.Conflict when the id is taken; that of a doomed project is, as its contents
    ///   are
    static void requireFree(SqliteSession session, ProjectId id) throws SQLException {
        var doomed =
                session.number("SELECT count(*) FROM doomed_project WHERE project = ?", bytes(id));
        if (doomed > 0 || find(session, id).isPresent()) {
            throw new Failure.Conflict(id + " is taken");
        }
    }

    /// @throws Failure.Conflict when an id is taken, or the project is not a default one of there
    static void requireFree(SqliteSession session, Organization organization, Project project)
            throws SQLException {
        if (find(session, organization.id()).isPresent()) {
            throw new Failure.Conflict(organization.id() + " is taken");
        }
        requireFree(session, project.id());
        requireDefault(project, organization.id());
    }

    /// @throws Failure.Conflict when it is not a default project of there
    static void requireDefault(Project project, OrganizationId organization) {
        if (!project.isDefault() || !project.organization().equals(organization)) {
            throw new Failure.Conflict(
                    "project " + project.id() + " cannot be the default of " + organization);
        }
    }

    static void insert(SqliteSession session, Organization organization) throws SQLException {
        session.run(
                "INSERT INTO organization (id, name, created, updated) VALUES (?, ?, ?, ?)",
                bytes(organization.id()),
                organization.name(),
                Columns.micros(organization.createdAt()),
                Columns.micros(organization.updatedAt()));
    }

    static void update(SqliteSession session, Organization organization) throws SQLException {
        session.run(
                "UPDATE organization SET name = ?, updated = ? WHERE id = ?",
                organization.name(),
                Columns.micros(organization.updatedAt()),
                bytes(organization.id()));
    }

    static void insert(SqliteSession session, Project project) throws SQLException {
        session.run(
                """
                INSERT INTO project (id, organization, name, description, is_default, settings,
                    created, updated)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                bytes(project.id()),
                bytes(project.organization()),
                project.name(),
                project.description(),
                project.isDefault(),
                PlainJson.write(project.settings()),
                Columns.micros(project.createdAt()),
                Columns.micros(project.updatedAt()));
    }

    static void update(SqliteSession session, Project project) throws SQLException {
        session.run(
                "UPDATE project SET name = ?, description = ?, settings = ?, updated = ?"
                        + " WHERE id = ?",
                project.name(),
                project.description(),
                PlainJson.write(project.settings()),
                Columns.micros(project.updatedAt()),
                bytes(project.id()));
    }

    /// With its roles and invitations; its contents are noted to be erased.
    static void delete(SqliteSession session, ProjectId id, Instant at) throws SQLException {
        session.run(
                "INSERT INTO doomed_project (project, noted) VALUES (?, ?)",
                bytes(id),
                Columns.micros(at));
        session.run("DELETE FROM membership WHERE project = ?", bytes(id));
        session.run("DELETE FROM invitation WHERE project = ?", bytes(id));
        session.run("DELETE FROM project WHERE id = ?", bytes(id));
    }

    /// With everything in it.
    static void delete(SqliteSession session, OrganizationId id, Instant at) throws SQLException {
        for (var project : projects(session, id)) {
            delete(session, project.id(), at);
        }
        session.run("DELETE FROM membership WHERE organization = ?", bytes(id));
        session.run("DELETE FROM invitation WHERE organization = ?", bytes(id));
        session.run("DELETE FROM organization WHERE id = ?", bytes(id));
    }

    /// Makes sure that there is a default project after one was removed.
    ///
    /// @param successor for an organization that has no project left
    static Project defaultAfterwards(SqliteSession session, Project successor) throws SQLException {
        var left = projects(session, successor.organization());
        if (left.isEmpty()) {
            insert(session, successor);
            return successor;
        }
        var known = left.stream().filter(Project::isDefault).findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        var oldest = left.getFirst();
        session.run("UPDATE project SET is_default = 1 WHERE id = ?", bytes(oldest.id()));
        return oldest.asDefault(true);
    }

    static byte[] bytes(OrganizationId id) {
        return Columns.bytes(id.value());
    }

    static byte[] bytes(ProjectId id) {
        return Columns.bytes(id.value());
    }

    static byte @Nullable [] bytesOrNull(@Nullable ProjectId id) {
        return id == null ? null : bytes(id);
    }

    static @Nullable ProjectId projectOrNull(ResultSet row, int column) throws SQLException {
        return row.getBytes(column) == null ? null : new ProjectId(Columns.uuid(row, column));
    }
}
