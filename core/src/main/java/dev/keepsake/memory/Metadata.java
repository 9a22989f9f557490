package dev.keepsake.memory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rules about the data that callers attach to memories.
public final class Metadata {

    /// Keys by which metadata could pretend to set scope.
    private static final Set<String> IDENTITY =
            Set.of("user_id", "agent_id", "app_id", "run_id", "actor_id");

    private Metadata() {}

    /// Without the keys that could pretend to set scope (engine contract 1.8); the order is kept.
    public static Map<String, @Nullable Object> withoutIdentity(
            Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>(given);
        kept.keySet().removeAll(IDENTITY);
        return kept;
    }

    public static boolean hasIdentity(Map<String, @Nullable Object> given) {
        return given.keySet().stream().anyMatch(IDENTITY::contains);
    }
}
