package dev.keepsake.server.wire;

import static dev.keepsake.account.Permission.LEAVE_ORGANIZATION;
import static dev.keepsake.account.Permission.MANAGE_ACCOUNT;
import static dev.keepsake.account.Permission.MANAGE_ORGANIZATION;
import static dev.keepsake.account.Permission.MANAGE_PROJECT;
import static dev.keepsake.account.Permission.READ_ACCOUNT;
import static dev.keepsake.account.Permission.READ_DATA;
import static dev.keepsake.account.Permission.READ_ORGANIZATION;
import static dev.keepsake.server.http.Endpoint.ErrorStyle.FIELDS;
import static dev.keepsake.server.http.Endpoint.ErrorStyle.MESSAGE;

import dev.keepsake.account.Added;
import dev.keepsake.account.Member;
import dev.keepsake.account.OrganizationMembers;
import dev.keepsake.account.Organizations;
import dev.keepsake.account.ProjectMembers;
import dev.keepsake.account.Projects;
import dev.keepsake.server.http.AccountCall;
import dev.keepsake.server.http.Call;
import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.Exchange;
import dev.keepsake.server.http.HttpServer;
import dev.keepsake.server.http.OrganizationCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every route about organizations, projects and their members (management contract 5 to 8). That
/// some creations reply 201 and others 200 is what the documented API does.
public final class OrganizationRoutes implements HttpServer.Area {

    private static final String ALL = "/api/v1/orgs/organizations";
    private static final String ORGANIZATION = ALL + "/{org_id}";
    private static final String ORGANIZATION_MEMBERS = ORGANIZATION + "/members";
    private static final String PROJECTS = ORGANIZATION + "/projects";
    private static final String PROJECT = PROJECTS + "/{project_id}";
    private static final String PROJECT_MEMBERS = PROJECT + "/members";

    private final Organizations organizations;
    private final OrganizationMembers organizationMembers;
    private final Projects projects;
    private final ProjectMembers projectMembers;

    public OrganizationRoutes(
            Organizations organizations,
            OrganizationMembers organizationMembers,
            Projects projects,
            ProjectMembers projectMembers) {
        this.organizations = organizations;
        this.organizationMembers = organizationMembers;
        this.projects = projects;
        this.projectMembers = projectMembers;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.inAccount("GET", ALL, READ_ACCOUNT, this::list).refusing(MESSAGE),
                Endpoint.inAccount("POST", ALL, MANAGE_ACCOUNT, this::create).refusing(FIELDS),
                Endpoint.inOrganization("GET", ORGANIZATION, READ_ORGANIZATION, this::one)
                        .refusing(MESSAGE),
                Endpoint.inOrganization("PATCH", ORGANIZATION, MANAGE_ORGANIZATION, this::rename)
                        .refusing(FIELDS),
                Endpoint.inOrganization("DELETE", ORGANIZATION, MANAGE_ORGANIZATION, this::delete)
                        .refusing(MESSAGE),
                Endpoint.inOrganization(
                                "GET", ORGANIZATION_MEMBERS, READ_ORGANIZATION, this::members)
                        .refusing(MESSAGE),
                Endpoint.inOrganization(
                                "POST", ORGANIZATION_MEMBERS, MANAGE_ORGANIZATION, this::addMember)
                        .refusing(FIELDS),
                Endpoint.inOrganization(
                                "PUT",
                                ORGANIZATION_MEMBERS,
                                MANAGE_ORGANIZATION,
                                this::changeMember)
                        .refusing(FIELDS),
                Endpoint.inOrganization(
                                "DELETE",
                                ORGANIZATION_MEMBERS,
                                LEAVE_ORGANIZATION,
                                this::removeMember)
                        .refusing(MESSAGE),
                Endpoint.inOrganization("GET", PROJECTS, READ_ORGANIZATION, this::listProjects)
                        .refusing(MESSAGE),
                Endpoint.inOrganization("POST", PROJECTS, MANAGE_ORGANIZATION, this::createProject)
                        .refusing(MESSAGE),
                Endpoint.inNamedProject("GET", PROJECT, READ_DATA, this::oneProject)
                        .refusing(MESSAGE),
                Endpoint.inNamedProject("PATCH", PROJECT, MANAGE_PROJECT, this::changeProject)
                        .refusing(MESSAGE),
                Endpoint.inNamedProject("DELETE", PROJECT, MANAGE_PROJECT, this::deleteProject)
                        .refusing(MESSAGE),
                Endpoint.inNamedProject("GET", PROJECT_MEMBERS, READ_DATA, this::membersOfProject)
                        .refusing(MESSAGE),
                Endpoint.inNamedProject(
                                "POST", PROJECT_MEMBERS, MANAGE_PROJECT, this::addMemberOfProject)
                        .refusing(MESSAGE),
                Endpoint.inNamedProject(
                                "PUT", PROJECT_MEMBERS, MANAGE_PROJECT, this::changeMemberOfProject)
                        .refusing(MESSAGE),
                Endpoint.inNamedProject(
                                "DELETE",
                                PROJECT_MEMBERS,
                                MANAGE_PROJECT,
                                this::removeMemberOfProject)
                        .refusing(MESSAGE));
    }

    private void list(AccountCall call) {
        call.reply(
                organizations.list(call.identity()).stream()
                        .map(OrganizationBodies::organization)
                        .toList());
    }

    private void create(AccountCall call) {
        var organization = organizations.create(call.identity(), call.body());
        var body = message("Organization created.");
        body.put("org_id", organization.id().toString());
        call.reply(201, body);
    }

    private void one(OrganizationCall call) {
        call.reply(OrganizationBodies.organization(organizations.get(call.caller())));
    }

    private void rename(OrganizationCall call) {
        organizations.rename(call.caller(), call.body());
        call.reply(message("Organization updated."));
    }

    private void delete(OrganizationCall call) {
        organizations.remove(call.caller());
        call.reply(message("Organization deleted."));
    }

    private void members(OrganizationCall call) {
        call.reply(envelope(organizationMembers.list(call.caller())));
    }

    private void addMember(OrganizationCall call) {
        call.reply(201, added(organizationMembers.add(call.caller(), call.body())));
    }

    private void changeMember(OrganizationCall call) {
        organizationMembers.change(call.caller(), call.body());
        call.reply(message("Member updated."));
    }

    private void removeMember(OrganizationCall call) {
        organizationMembers.remove(call.caller(), queryAndBody(call));
        call.reply(message("Member removed."));
    }

    private void listProjects(OrganizationCall call) {
        call.reply(
                projects.list(call.caller(), call.subject()).stream()
                        .map(OrganizationBodies::project)
                        .toList());
    }

    private void createProject(OrganizationCall call) {
        call.reply(OrganizationBodies.created(projects.create(call.caller(), call.body())));
    }

    /// Always the whole object: what `fields` does is told in two ways by the documented API, and
    /// more serves both.
    private void oneProject(Exchange call) {
        call.reply(OrganizationBodies.project(projects.get(call.caller())));
    }

    private void changeProject(Exchange call) {
        projects.change(call.caller(), call.body());
        call.reply(message("Project updated."));
    }

    private void deleteProject(Exchange call) {
        projects.remove(call.caller());
        call.reply(message("Project deleted."));
    }

    private void membersOfProject(Exchange call) {
        call.reply(envelope(projectMembers.list(call.caller())));
    }

    private void addMemberOfProject(Exchange call) {
        call.reply(added(projectMembers.add(call.caller(), call.body())));
    }

    private void changeMemberOfProject(Exchange call) {
        projectMembers.change(call.caller(), call.body());
        call.reply(message("Member updated."));
    }

    private void removeMemberOfProject(Exchange call) {
        projectMembers.remove(call.caller(), queryAndBody(call));
        call.reply(message("Member removed."));
    }

    /// Whom to remove stands in the body for organizations and in the query for projects. Proxies
    /// drop bodies of DELETE, and people mix the two up, so both take both.
    private static Map<String, @Nullable Object> queryAndBody(Call call) {
        return Form.ofQuery(call).or(Form.ofBody(call)).values();
    }

    private static Map<String, @Nullable Object> added(Added added) {
        return switch (added) {
            case MEMBER -> message("Member added.");
            case INVITED -> {
                var body = message("Nobody has this address yet; an invitation waits for them.");
                body.put("invited", true);
                yield body;
            }
        };
    }

    private static Map<String, @Nullable Object> envelope(List<Member> members) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("members", OrganizationBodies.members(members));
        return body;
    }

    private static Map<String, @Nullable Object> message(String text) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("message", text);
        return body;
    }
}
