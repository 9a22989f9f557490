package dev.keepsake.account;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that somebody did to keys, members, settings or whole projects. Holds no secret and no
/// memory.
///
/// @param actor null for the command line and the server itself
/// @param organization where it happened; null for the server as a whole
/// @param action such as `key.create`
/// @param target what it was done to, such as `key 5f…`
/// @param details what was before and after, as plain JSON values
public record AuditEntry(
        UUID id,
        Instant at,
        @Nullable AccountId actor,
        @Nullable OrganizationId organization,
        @Nullable ProjectId project,
        String action,
        String target,
        Map<String, @Nullable Object> details) {

    public AuditEntry {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
