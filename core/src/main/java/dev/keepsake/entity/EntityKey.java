package dev.keepsake.entity;

import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Scope;
import java.util.ArrayList;
import java.util.List;

/// Which entity of a project is meant.
///
/// @param name the id that memories carry; compared exactly
public record EntityKey(EntityKind kind, String name) {

    /// The entities that a scope names, in the order of their kinds.
    public static List<EntityKey> of(Scope scope) {
        List<EntityKey> keys = new ArrayList<>();
        for (var kind : EntityKind.values()) {
            var name = scope.id(kind);
            if (name != null) {
                keys.add(new EntityKey(kind, name));
            }
        }
        return keys;
    }

    /// Whether the scope carries this id.
    public boolean isIn(Scope scope) {
        return name.equals(scope.id(kind));
    }
}
