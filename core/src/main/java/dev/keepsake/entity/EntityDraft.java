package dev.keepsake.entity;

import dev.keepsake.account.AccountId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An entity to be, or to be changed.
///
/// @param title null leaves it as it is
/// @param metadata null leaves it as it is
/// @param owner whose a new one will be
public record EntityDraft(
        EntityKey key,
        @Nullable String title,
        @Nullable Map<String, @Nullable Object> metadata,
        @Nullable AccountId owner,
        Instant at) {

    public EntityDraft {
        metadata =
                metadata == null
                        ? null
                        : Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        at = at.truncatedTo(ChronoUnit.MICROS);
    }
}
