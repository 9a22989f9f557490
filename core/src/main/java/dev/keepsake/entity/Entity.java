package dev.keepsake.entity;

import dev.keepsake.account.AccountId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A user, agent, app or run of a project.
///
/// @param number grows from entity to entity of a storage and is never given twice, so that an
///   entity that was deleted and came back is another one
/// @param title what people call it; null when nobody said
/// @param metadata the caller's own data, plain JSON values
/// @param updated when one of its memories or its own data last changed
/// @param owner the account that made it or stored its first memory; null when unknown
/// @param memories how many memories carry its id now, in any state
public record Entity(
        long number,
        EntityKey key,
        @Nullable String title,
        Map<String, @Nullable Object> metadata,
        Instant created,
        Instant updated,
        @Nullable AccountId owner,
        long memories) {

    public Entity {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
