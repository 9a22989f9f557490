package dev.keepsake.account;

import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The settings of a project that the engine acts on, with their defaults.
///
/// @param customInstructions what to extract, in the project's own words
/// @param agentCustomInstructions the same for facts of agents
/// @param inclusionPrompt default of an add's `includes`
/// @param exclusionPrompt default of an add's `excludes`
/// @param multilingual keep the language of the message
/// @param expirationDate default expiry of new memories
public record ProjectSettings(
        @Nullable String customInstructions,
        @Nullable String agentCustomInstructions,
        @Nullable String inclusionPrompt,
        @Nullable String exclusionPrompt,
        boolean multilingual,
        @Nullable LocalDate expirationDate) {

    public static final ProjectSettings DEFAULTS =
            new ProjectSettings(null, null, null, null, false, null);

    static ProjectSettings from(Map<String, @Nullable Object> values) {
        return new ProjectSettings(
                text(values.get("custom_instructions")),
                text(values.get("agent_custom_instructions")),
                text(values.get("inclusion_prompt")),
                text(values.get("exclusion_prompt")),
                Boolean.TRUE.equals(values.get("multilingual")),
                values.get("expiration_date") instanceof String day ? LocalDate.parse(day) : null);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() ? text : null;
    }
}
