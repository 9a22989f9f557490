package dev.keepsake.summary;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a project wishes of its summaries (management contract 7.2).
///
/// @param instructions null for none
/// @param batch memories that a model is shown in one go
/// @param maxTokens the longest that a text may become
record SummarySettings(@Nullable String instructions, int batch, int maxTokens) {

    private static final SummarySettings STANDARD = new SummarySettings(null, 50, 400);

    static SummarySettings from(Map<String, @Nullable Object> project) {
        return new SummarySettings(
                project.get("summary_custom_instructions") instanceof String text && !text.isBlank()
                        ? text
                        : null,
                number(project.get("summary_batch_size"), STANDARD.batch, 1_000),
                number(project.get("summary_max_tokens"), STANDARD.maxTokens, 100_000));
    }

    private static int number(@Nullable Object value, int otherwise, int most) {
        return value instanceof Number number && number.longValue() >= 1
                ? (int) Math.min(number.longValue(), most)
                : otherwise;
    }
}
