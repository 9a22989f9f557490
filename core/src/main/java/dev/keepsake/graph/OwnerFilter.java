package dev.keepsake.graph;

import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import java.util.List;

/// What a filter on memories says about their owners: a filter on owners that lets pass at least
/// one owner of every memory that matches. It looks at nothing but entity ids, so owners can be
/// chosen without reading a memory; that it lets pass some who hold no match costs time, not truth.
final class OwnerFilter {

    private static final Filter NOTHING = new Filter.Any(List.of());

    private OwnerFilter() {}

    static Filter of(Filter filter) {
        return weakened(filter, true, false);
    }

    /// @param positive whether the result must not let fewer pass; under a `NOT` it must not let
    ///   more pass
    /// @param byUser whether a memory of a user and an agent is looked for among the user's, where
    ///   nothing is known of the agent
    private static Filter weakened(Filter filter, boolean positive, boolean byUser) {
        return switch (filter) {
            case Filter.All(var parts) ->
                    new Filter.All(weakened(parts, positive, byUser || asksForBoth(parts)));
            case Filter.Any(var parts) -> new Filter.Any(weakened(parts, positive, byUser));
            case Filter.Not(var part) -> new Filter.Not(weakened(part, !positive, byUser));
            case Filter.EntityIn(var kind, _) -> ofKind(filter, kind, positive, byUser);
            case Filter.EntityPresent(var kind) -> ofKind(filter, kind, positive, byUser);
            case Filter.InstantWithin _,
                    Filter.ExpirationPresent _,
                    Filter.ExpirationWithin _,
                    Filter.LabelPresent _,
                    Filter.LabelIn _,
                    Filter.LabelContains _,
                    Filter.MetadataPresent _,
                    Filter.MetadataEquals _,
                    Filter.MetadataContains _,
                    Filter.TextEquals _,
                    Filter.TextContains _,
                    Filter.HasTerms _,
                    Filter.IdIn _,
                    Filter.StateIn _ ->
                    positive ? Filter.EVERYTHING : NOTHING;
        };
    }

    private static List<Filter> weakened(List<Filter> parts, boolean positive, boolean byUser) {
        return parts.stream().map(part -> weakened(part, positive, byUser)).toList();
    }

    /// Whether one part is about a user and another about an agent.
    private static boolean asksForBoth(List<Filter> parts) {
        return parts.stream()
                .filter(part -> mentions(part, EntityKind.USER))
                .anyMatch(ofUser ->
                        parts.stream()
                                .filter(part -> part != ofUser)
                                .anyMatch(part -> mentions(part, EntityKind.AGENT)));
    }

    private static boolean mentions(Filter filter, EntityKind kind) {
        return switch (filter) {
            case Filter.All(var parts) -> parts.stream().anyMatch(part -> mentions(part, kind));
            case Filter.Any(var parts) -> parts.stream().anyMatch(part -> mentions(part, kind));
            case Filter.Not(var part) -> mentions(part, kind);
            case Filter.EntityIn(var named, _) -> named == kind;
            case Filter.EntityPresent(var named) -> named == kind;
            default -> false;
        };
    }

    private static Filter ofKind(Filter leaf, EntityKind kind, boolean positive, boolean byUser) {
        return switch (kind) {
            case USER, APP -> leaf;
            case AGENT -> byUser ? unlessOf(EntityKind.USER, leaf, positive) : leaf;
            // owners with a user or an agent hold memories of any run
            case RUN ->
                    unlessOf(EntityKind.USER, unlessOf(EntityKind.AGENT, leaf, positive), positive);
        };
    }

    /// The leaf, where it tells something: of owners with an id of this kind it does not.
    private static Filter unlessOf(EntityKind kind, Filter leaf, boolean positive) {
        Filter present = new Filter.EntityPresent(kind);
        return positive
                ? new Filter.Any(List.of(leaf, present))
                : new Filter.All(List.of(leaf, new Filter.Not(present)));
    }
}
