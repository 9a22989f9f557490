package dev.keepsake.server.dump;

import dev.keepsake.account.Project;
import dev.keepsake.storage.document.Document;

/// Name, description and settings of a project.
final class ProjectLine {

    private ProjectLine() {}

    static String write(Project project) {
        var line = new Document();
        line.put("kind", LineKind.PROJECT.spelled());
        line.put("name", project.name());
        line.put("description", project.description());
        line.put("settings", project.settings());
        return line.write();
    }

    /// The target with what the line says; its ids, place and creation stay.
    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    static Project into(Project target, Document line) {
        return new Project(
                target.id(),
                target.organization(),
                line.requireText("name"),
                line.text("description"),
                target.isDefault(),
                line.object("settings"),
                target.createdAt(),
                target.updatedAt());
    }
}
