package dev.keepsake.account;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tenant: memories, events and settings that no other project sees.
///
/// @param isDefault exactly one project of an organization is
/// @param settings values that differ from the defaults, by the field names of management contract
///   7.2; plain JSON values, read through [ProjectSettings]
public record Project(
        ProjectId id,
        OrganizationId organization,
        String name,
        @Nullable String description,
        boolean isDefault,
        Map<String, @Nullable Object> settings,
        Instant createdAt,
        Instant updatedAt) {

    public Project {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /// Every setting that its owner can change, with its value or default.
    public Map<String, @Nullable Object> allSettings() {
        return SettingField.all(settings);
    }

    public ProjectSettings typedSettings() {
        return ProjectSettings.from(settings);
    }

    public Project renamed(String newName) {
        return new Project(
                id, organization, newName, description, isDefault, settings, createdAt, updatedAt);
    }

    public Project described(@Nullable String text) {
        return new Project(id, organization, name, text, isDefault, settings, createdAt, updatedAt);
    }

    public Project withSettings(Map<String, @Nullable Object> values) {
        return new Project(
                id, organization, name, description, isDefault, values, createdAt, updatedAt);
    }

    public Project asDefault(boolean chosen) {
        return new Project(
                id, organization, name, description, chosen, settings, createdAt, updatedAt);
    }

    public Project updated(Instant at) {
        return new Project(id, organization, name, description, isDefault, settings, createdAt, at);
    }
}
