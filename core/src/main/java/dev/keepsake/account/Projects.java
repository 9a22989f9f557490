package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Projects: seeing, creating, changing and removing them (management contract 7). Safe for many
/// threads.
public final class Projects {

    private final Registry registry;
    private final Runnable projectsRemoved;

    /// A change replaces the whole project, so two at a time would undo each other. The data folder
    /// belongs to one process, so a lock in it is enough.
    private final Object changing = new Object();

    /// @param projectsRemoved told after projects were removed whose contents are to be erased
    public Projects(Registry registry, Runnable projectsRemoved) {
        this.registry = registry;
        this.projectsRemoved = projectsRemoved;
    }

    /// A project as one of its members sees it.
    ///
    /// @param role what the member may do with the credential at hand
    public record View(Project project, Role role, List<Member> members) {}

    /// The projects of an organization that the subject may enter, in order of creation.
    ///
    /// @param subject whoever the caller is
    /// @throws Failure.Forbidden when the credential may not see organizations
    public List<View> list(OrganizationCaller caller, Subject subject) {
        caller.require(Permission.READ_ORGANIZATION);
        var roster = Roster.of(registry.accounts(), caller.organization());
        return registry.accounts().projects(caller.organization()).stream()
                .filter(subject::reaches)
                .map(project -> view(project, subject.in(project), roster))
                .toList();
    }

    /// @throws Failure.Forbidden when the credential may not read the project
    /// @throws Failure.Missing when it was removed meanwhile
    public View get(Caller caller) {
        caller.require(Permission.READ_DATA);
        var roster = Roster.of(registry.accounts(), caller.organization());
        return view(project(caller), caller, roster);
    }

    private static View view(Project project, Caller caller, Roster roster) {
        var role = caller.identity().capped(caller.role());
        return new View(project, role, roster.ofProject(project.id()));
    }

    private Project project(Caller caller) {
        return registry.accounts().project(caller.project()).orElseThrow(Subject::noSuchProject);
    }

    /// @param fields `name`, and perhaps `description`, as the caller wrote them
    /// @throws Failure.Forbidden when the caller may not manage the organization
    /// @throws Failure.Invalid when a field is wrong
    public Project create(OrganizationCaller by, Map<String, @Nullable Object> fields) {
        by.require(Permission.MANAGE_ORGANIZATION);
        var project = ProjectEdit.created(by.organization(), fields, registry.now());
        registry.accounts().create(project);
        changed(by.identity(), project, "project.create", Map.of("name", project.name()));
        return project;
    }

    /// Changes all that the request names, or nothing when any of it is wrong.
    ///
    /// @param fields name, description and settings, as the caller wrote them
    /// @throws Failure.Forbidden when the caller may not manage the project
    /// @throws Failure.Invalid with every field that is wrong
    /// @throws Failure.Missing when it was removed meanwhile
    public void change(Caller by, Map<String, @Nullable Object> fields) {
        by.require(Permission.MANAGE_PROJECT);
        Project before;
        Project after;
        synchronized (changing) {
            before = project(by);
            after = ProjectEdit.changed(before, fields, registry.now());
            if (after.equals(before)) {
                return;
            }
            registry.accounts().change(after);
        }
        changed(by.identity(), after, "project.update", differences(before, after));
    }

    private static Map<String, @Nullable Object> differences(Project before, Project after) {
        var old = shown(before);
        Map<String, @Nullable Object> differences = new LinkedHashMap<>();
        shown(after)
                .forEach((field, value) -> {
                    if (!Objects.equals(value, old.get(field))) {
                        Map<String, @Nullable Object> difference = new LinkedHashMap<>();
                        difference.put("before", old.get(field));
                        difference.put("after", value);
                        differences.put(field, difference);
                    }
                });
        return differences;
    }

    private static Map<String, @Nullable Object> shown(Project project) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("name", project.name());
        shown.put("description", project.description());
        shown.putAll(project.allSettings());
        return shown;
    }

    /// Removes a project with everything in it, for good. An organization that would have none left
    /// gets a fresh one.
    ///
    /// @throws Failure.Forbidden when the caller may not manage the project
    /// @throws Failure.Missing when it was removed meanwhile
    public void remove(Caller by) {
        by.require(Permission.MANAGE_PROJECT);
        var project = project(by);
        var now = registry.now();
        var successor = Homes.defaultProject(project.organization(), true, now);
        registry.accounts().remove(project.id(), successor, now);
        changed(by.identity(), project, "project.delete", Map.of("name", project.name()));
        projectsRemoved.run();
    }

    private void changed(
            Identity by, Project project, String action, Map<String, @Nullable Object> details) {
        registry.changed(
                by.account(),
                project.organization(),
                project.id(),
                action,
                "project " + project.id(),
                details);
    }
}
