package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a request wants a project to be (management contract 7.2): all of it, or nothing when any
/// field is wrong. Unknown fields are ignored; clients send their own.
final class ProjectEdit {

    private static final FieldForm<@Nullable String> DESCRIPTION = FieldForm.text(2000);

    private ProjectEdit() {}

    /// A project that does not exist yet.
    ///
    /// @throws Failure.Invalid with every field that is wrong
    static Project created(
            OrganizationId organization, Map<String, @Nullable Object> fields, Instant now) {
        var request = new Fields(fields);
        var name = request.name();
        var description = request.optional("description", DESCRIPTION);
        request.requireRight();
        return new Project(
                ProjectId.random(), organization, name, description, false, Map.of(), now, now);
    }

    /// The project with what the request changes; equal to the one before when that is nothing.
    ///
    /// @throws Failure.Invalid with every field that is wrong
    static Project changed(Project before, Map<String, @Nullable Object> fields, Instant now) {
        var request = new Fields(fields);
        var name = request.isNull("name") ? before.name() : request.name();
        var description =
                request.names("description")
                        ? request.optional("description", DESCRIPTION)
                        : before.description();
        Map<String, @Nullable Object> settings = new LinkedHashMap<>(before.settings());
        for (var field : SettingField.values()) {
            field.change(request, settings);
        }
        request.requireRight();
        markSwitchOn(before.settings(), settings, now);
        var same =
                name.equals(before.name())
                        && Objects.equals(description, before.description())
                        && settings.equals(before.settings());
        return same
                ? before
                : before.renamed(name).described(description).withSettings(settings).updated(now);
    }

    /// Synthesis leaves alone what was there before it was last switched on (engine contract 7.5).
    private static void markSwitchOn(
            Map<String, @Nullable Object> before,
            Map<String, @Nullable Object> settings,
            Instant now) {
        if (Boolean.TRUE.equals(SettingField.SYNTHESIS.in(settings))
                && !Boolean.TRUE.equals(SettingField.SYNTHESIS.in(before))) {
            settings.put(ProjectSettings.SYNTHESIS_BOUNDARY, now.toString());
        }
    }
}
