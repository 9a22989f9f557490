package dev.keepsake.server.wire;

import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.FilterParser;
import dev.keepsake.memory.Scope;
import dev.keepsake.search.SearchAsk.Shown;
import dev.keepsake.server.http.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what searches and lists have in common: the filter with everything that narrows it, and
/// what is shown.
final class Asking {

    private static final String MISSING =
            "Filters are required and cannot be empty. Name at least one of user_id, agent_id, app_id, run_id.";

    private final FilterParser parser;

    Asking(FilterParser parser) {
        this.parser = parser;
    }

    /// The filter of a v3 read: structured, required, and the only place for entity ids.
    Filter strict(Form form) {
        if (form.namesEntity()) {
            throw Refusal.keyed(
                    400, "error", "user_id/agent_id/app_id/run_id must be passed inside filters");
        }
        return narrowed(parser.parseScoped(required(form)), form);
    }

    /// The filter of older reads: ids at the top level and a structured filter both count; null
    /// when there is neither.
    @Nullable Filter lenient(Form form) {
        List<Filter> parts = new ArrayList<>();
        if (form.namesEntity()) {
            parts.add(byIds(form.askedScope()));
        }
        var filters = form.object("filters");
        if (filters != null && !filters.isEmpty()) {
            parts.add(form.namesEntity() ? parser.parse(filters) : parser.parseScoped(filters));
        }
        return parts.isEmpty() ? null : narrowed(new Filter.All(parts), form);
    }

    private static Object required(Form form) {
        var filters = form.object("filters");
        if (filters == null || filters.isEmpty()) {
            throw missingFilters();
        }
        return filters;
    }

    static Refusal missingFilters() {
        return Refusal.keyed(400, "error", MISSING);
    }

    /// All of the ids given; the wildcard means that there is one.
    static Filter byIds(Scope scope) {
        List<Filter> parts = new ArrayList<>();
        for (var kind : EntityKind.values()) {
            var id = scope.id(kind);
            if (id != null) {
                parts.add(
                        id.equals("*")
                                ? new Filter.EntityPresent(kind)
                                : new Filter.EntityIn(kind, Set.of(id)));
            }
        }
        return new Filter.All(parts);
    }

    private Filter narrowed(Filter filter, Form form) {
        List<Filter> parts = new ArrayList<>();
        parts.add(filter);
        var categories = form.texts("categories");
        if (categories != null && !categories.isEmpty()) {
            parts.add(new Filter.LabelIn(Set.copyOf(categories)));
        }
        var metadata = form.object("metadata");
        if (metadata != null && !metadata.isEmpty()) {
            parts.add(parser.parse(Map.of("metadata", metadata)));
        }
        var keywords = form.filled("keywords");
        if (keywords != null) {
            parts.add(new Filter.TextContains(keywords, true));
        }
        addDates(parts, form);
        return parts.size() == 1 ? filter : new Filter.All(parts);
    }

    /// Both ends belong to the range; a day as the end is covered whole.
    private static void addDates(List<Filter> parts, Form form) {
        var start = form.instant("start_date");
        var end = form.instant("end_date");
        if (start != null || end != null) {
            parts.add(
                    new Filter.InstantWithin(
                            Filter.InstantField.CREATED,
                            start == null ? null : start.start(),
                            end == null ? null : end.end()));
        }
    }

    static Shown shown(Form form) {
        return new Shown(
                form.flag("show_expired", false),
                form.flag("latest_only", false),
                form.flag("include_merged", false));
    }

    /// The entity ids that a filter asks for plainly, by which its event can be found again.
    static Scope plainScope(Filter filter) {
        return switch (filter) {
            case Filter.EntityIn(var kind, var ids) when ids.size() == 1 ->
                    Scope.NONE.with(kind, ids.iterator().next());
            case Filter.All(var parts) -> {
                var scope = Scope.NONE;
                for (var part : parts) {
                    var inner = plainScope(part);
                    for (var kind : EntityKind.values()) {
                        if (inner.id(kind) != null) {
                            scope = scope.with(kind, inner.id(kind));
                        }
                    }
                }
                yield scope;
            }
            default -> Scope.NONE;
        };
    }

    /// A reply under `results`, with the empty `relations` of the graph generation where a client
    /// expects it.
    static Map<String, @Nullable Object> wrapped(List<?> items, boolean withRelations) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("results", items);
        if (withRelations) {
            body.put("relations", List.of());
        }
        return body;
    }
}
