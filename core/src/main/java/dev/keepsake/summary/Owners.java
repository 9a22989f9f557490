package dev.keepsake.summary;

import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whose memories a filter is about. Of the kinds that it names positively, a memory belongs to the
/// first that it has, so none is told twice.
final class Owners {

    private final List<EntityKind> kinds;

    private Owners(List<EntityKind> kinds) {
        this.kinds = kinds;
    }

    static Owners of(Filter filter) {
        return new Owners(List.copyOf(named(filter)));
    }

    /// Somebody whom memories belong to.
    record Owner(EntityKind kind, String id) {}

    private static Set<EntityKind> named(Filter filter) {
        var kinds = EnumSet.noneOf(EntityKind.class);
        switch (filter) {
            case Filter.EntityIn(var kind, _) -> kinds.add(kind);
            case Filter.EntityPresent(var kind) -> kinds.add(kind);
            case Filter.All(var parts) -> parts.forEach(part -> kinds.addAll(named(part)));
            case Filter.Any(var parts) -> parts.forEach(part -> kinds.addAll(named(part)));
            case Filter.Not _,
                    Filter.InstantWithin _,
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
                    Filter.StateIn _ -> {}
        }
        return kinds;
    }

    /// Null for a memory of nobody that the filter names.
    @Nullable Owner ownerOf(Memory memory) {
        for (var kind : kinds) {
            var id = memory.scope().id(kind);
            if (id != null) {
                return new Owner(kind, id);
            }
        }
        return null;
    }

    /// The memories of anybody at all.
    Filter anybody() {
        return new Filter.Any(
                kinds.stream().map(kind -> (Filter) new Filter.EntityPresent(kind)).toList());
    }

    /// The memories of one of them.
    Filter of(Owner owner) {
        List<Filter> parts = new ArrayList<>();
        for (var kind : kinds) {
            if (kind == owner.kind()) {
                parts.add(new Filter.EntityIn(kind, Set.of(owner.id())));
                break;
            }
            parts.add(new Filter.Not(new Filter.EntityPresent(kind)));
        }
        return new Filter.All(parts);
    }
}
