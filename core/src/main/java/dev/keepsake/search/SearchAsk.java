package dev.keepsake.search;

import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Scope;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A question to the memories of one project, already checked for shape.
///
/// @param query trimmed and not blank; null asks for the filter's matches only, newest first, each
///   with score 1
/// @param filter positively scoped
/// @param topK 1 to 1000
/// @param threshold on the semantic signal, 0 to 1; 0 for none
/// @param reference what counts as now; null for the clock
/// @param scope the entity ids by which the event can be found
/// @param payload the request as received, for the event
public record SearchAsk(
        @Nullable String query,
        Filter filter,
        int topK,
        double threshold,
        boolean rerank,
        @Nullable Instant reference,
        Shown shown,
        Scope scope,
        Map<String, @Nullable Object> payload) {

    /// What is shown beyond the usual (wire contract 5.4).
    public record Shown(boolean expired, boolean latestOnly, boolean merged) {
        public static final Shown USUAL = new Shown(false, false, false);
    }
}
