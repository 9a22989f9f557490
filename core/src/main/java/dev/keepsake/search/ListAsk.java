package dev.keepsake.search;

import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A wish for a page of memories, newest first.
///
/// @param scope the entity ids by which the event can be found
/// @param payload the request as received, for the event
public record ListAsk(
        Filter filter,
        Page.Ask page,
        SearchAsk.Shown shown,
        Scope scope,
        Map<String, @Nullable Object> payload) {}
