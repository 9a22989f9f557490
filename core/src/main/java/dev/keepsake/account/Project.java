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

    public ProjectSettings typedSettings() {
        return ProjectSettings.from(settings);
    }
}
