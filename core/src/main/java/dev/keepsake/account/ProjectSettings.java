package dev.keepsake.account;

import dev.keepsake.category.Catalog;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The settings of a project that the engine acts on, with their defaults.
///
/// @param customInstructions what to extract, in the project's own words
/// @param agentCustomInstructions the same for facts of agents
/// @param inclusionPrompt default of an add's `includes`
/// @param exclusionPrompt default of an add's `excludes`
/// @param hints what the project is for and how deep its memory should go, one line each
/// @param multilingual keep the language of the message
/// @param expirationDate default expiry of new memories
/// @param catalog the labels of memories: the project's own, or the shipped ones
/// @param summary how summaries are made
/// @param storeSecrets keep credentials that are found in messages, instead of masking them
/// @param synthesis whether and how patterns are looked for
public record ProjectSettings(
        @Nullable String customInstructions,
        @Nullable String agentCustomInstructions,
        @Nullable String inclusionPrompt,
        @Nullable String exclusionPrompt,
        List<String> hints,
        boolean multilingual,
        @Nullable LocalDate expirationDate,
        Catalog catalog,
        Summary summary,
        boolean storeSecrets,
        Synthesis synthesis) {

    public static final ProjectSettings DEFAULTS = from(Map.of());

    static final String SYNTHESIS_BOUNDARY = "synthesis_boundary_at";

    /// How summaries are made (engine contract 11.2).
    ///
    /// @param instructions what to summarize, in the project's own words
    /// @param batchSize memories that a model sees at once
    /// @param maxTokens how long a summary may be; null for the engine's own limit
    public record Summary(
            @Nullable String instructions, int batchSize, @Nullable Integer maxTokens) {

        static Summary from(Map<String, @Nullable Object> values) {
            return new Summary(
                    text(values.get("summary_custom_instructions")),
                    values.get("summary_batch_size") instanceof Integer size ? size : 50,
                    values.get("summary_max_tokens") instanceof Integer most ? most : null);
        }
    }

    /// Whether and how patterns are looked for (engine contract 7.5).
    ///
    /// @param cadence how long a user is left alone after a run
    /// @param minMemories a run needs so many
    /// @param boundary when it was last switched on, which leaves out what was stored before; null
    ///   for never
    public record Synthesis(
            boolean on, Duration cadence, int minMemories, @Nullable Instant boundary) {

        static Synthesis from(Map<String, @Nullable Object> values, @Nullable Object boundary) {
            return new Synthesis(
                    Boolean.TRUE.equals(values.get("synthesis")),
                    Duration.ofHours(
                            values.get("synthesis_cadence_hours") instanceof Integer hours
                                    ? hours
                                    : 168),
                    values.get("synthesis_min_memories") instanceof Integer least ? least : 20,
                    boundary instanceof String at ? Instant.parse(at) : null);
        }
    }

    static ProjectSettings from(Map<String, @Nullable Object> stored) {
        var values = SettingField.all(stored);
        return new ProjectSettings(
                text(values.get("custom_instructions")),
                text(values.get("agent_custom_instructions")),
                text(values.get("inclusion_prompt")),
                text(values.get("exclusion_prompt")),
                hints(values),
                Boolean.TRUE.equals(values.get("multilingual")),
                values.get("expiration_date") instanceof String day ? LocalDate.parse(day) : null,
                Catalog.of(values.get("custom_categories")).orElse(Catalog.STANDARD),
                Summary.from(values),
                Boolean.TRUE.equals(values.get("store_secrets")),
                Synthesis.from(values, stored.get(SYNTHESIS_BOUNDARY)));
    }

    /// The standard depth asks for nothing.
    private static List<String> hints(Map<String, @Nullable Object> values) {
        List<String> hints = new ArrayList<>();
        if (values.get("usecase") instanceof Object usecase && !usecase.toString().isBlank()) {
            hints.add("Use case: " + usecase.toString().strip());
        }
        var depth = text(values.get("memory_depth"));
        if (depth != null && !depth.equals("standard")) {
            hints.add("Depth of memory: " + depth.strip());
        }
        return hints;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() ? text : null;
    }
}
