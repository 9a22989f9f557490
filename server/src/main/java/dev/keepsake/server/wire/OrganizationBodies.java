package dev.keepsake.server.wire;

import dev.keepsake.account.Invitation;
import dev.keepsake.account.Member;
import dev.keepsake.account.Organizations;
import dev.keepsake.account.Project;
import dev.keepsake.account.Projects;
import dev.keepsake.account.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The shapes of organizations, projects and members in replies (management contract 5 to 8).
public final class OrganizationBodies {

    private OrganizationBodies() {}

    public static Map<String, @Nullable Object> organization(Organizations.View view) {
        var organization = view.organization();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("org_id", organization.id().toString());
        body.put("name", organization.name());
        body.put("created_at", Stamp.of(organization.createdAt()));
        body.put("updated_at", Stamp.of(organization.updatedAt()));
        body.put("members", members(view.members()));
        body.put("is_default", view.isDefault());
        body.put("byok_enabled", false);
        body.put(
                "invitations",
                view.invitations().stream().map(OrganizationBodies::invitation).toList());
        body.put("owner_pricing_plan", "self-hosted");
        body.put("is_owner", view.role() == Role.OWNER);
        body.put("user_role", view.role().name());
        return body;
    }

    private static Map<String, @Nullable Object> invitation(Invitation invitation) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("email", invitation.email());
        body.put("role", invitation.role().name());
        body.put("created_at", Stamp.of(invitation.createdAt()));
        body.put("expires_at", Stamp.of(invitation.expiresAt()));
        if (invitation.project() != null) {
            // a role in this project, not in the organization
            body.put("project_id", invitation.project().toString());
        }
        return body;
    }

    public static List<Map<String, @Nullable Object>> members(List<Member> members) {
        return members.stream().map(OrganizationBodies::member).toList();
    }

    private static Map<String, @Nullable Object> member(Member member) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("user_id", member.account().toString());
        body.put("username", member.username());
        body.put("email", member.email());
        body.put("role", member.role().name());
        if (member.inherited()) {
            body.put("inherited", true);
        }
        return body;
    }

    public static Map<String, @Nullable Object> project(Projects.View view) {
        var project = view.project();
        var boundary = project.typedSettings().synthesis().boundary();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("project_id", project.id().toString());
        body.put("org_id", project.organization().toString());
        body.put("name", project.name());
        body.put("description", project.description());
        body.put("created_at", Stamp.of(project.createdAt()));
        body.put("updated_at", Stamp.of(project.updatedAt()));
        body.put("members", members(view.members()));
        body.put("is_default", project.isDefault());
        body.putAll(project.allSettings());
        body.put("synthesis_boundary_at", Stamp.orNull(boundary));
        body.put("user_role", view.role().name());
        return body;
    }

    /// What the creation of a project replies.
    static Map<String, @Nullable Object> created(Project project) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("message", "Project created.");
        body.put("project_id", project.id().toString());
        body.put("org_id", project.organization().toString());
        body.put("name", project.name());
        body.put("description", project.description());
        return body;
    }
}
