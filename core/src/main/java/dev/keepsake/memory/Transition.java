package dev.keepsake.memory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A memory's step from one lifecycle state to another, as its history tells it (engine contract
/// 7.6).
///
/// @param after the memory in its new state
/// @param by the memory that replaces it; null when it becomes current again
/// @param reason in words
/// @param rule what decided it; null when somebody asked for it by name
public record Transition(
        Memory before, Memory after, @Nullable MemoryId by, String reason, @Nullable String rule) {

    /// As a change of the stored row. The text stays, and so does its encoding.
    public Change.Updated change(Encoding encoding) {
        return new Change.Updated(before, new Stored(after, encoding), List.of(), note());
    }

    private Map<String, @Nullable Object> note() {
        Map<String, @Nullable Object> lifecycle = new LinkedHashMap<>();
        lifecycle.put("from", Filter.foldCase(before.lineage().state().name()));
        lifecycle.put("to", Filter.foldCase(after.lineage().state().name()));
        lifecycle.put("by", by == null ? null : by.toString());
        lifecycle.put("reason", reason);
        if (rule != null) {
            lifecycle.put("rule", rule);
        }
        return Map.of("lifecycle", lifecycle);
    }
}
