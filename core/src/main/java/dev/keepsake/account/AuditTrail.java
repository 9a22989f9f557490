package dev.keepsake.account;

import dev.keepsake.storage.AuditLog;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Notes what is done to keys, people and settings. Neither secrets nor memories go in here. Safe
/// for many threads.
public final class AuditTrail {

    private final AuditLog log;
    private final InstantSource clock;

    public AuditTrail(AuditLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /// Something that concerns an account, or the whole server.
    public void note(@Nullable AccountId actor, String action, String target) {
        note(actor, null, null, action, target, Map.of());
    }

    /// @param details what was before and after, as plain JSON values
    public void note(
            @Nullable AccountId actor,
            @Nullable OrganizationId organization,
            @Nullable ProjectId project,
            String action,
            String target,
            Map<String, @Nullable Object> details) {
        log.record(
                new AuditEntry(
                        UUID.randomUUID(),
                        clock.instant(),
                        actor,
                        organization,
                        project,
                        action,
                        target,
                        details));
    }

    void note(AccountId actor, ApiKey key, String action, Map<String, @Nullable Object> details) {
        note(actor, key.organization(), key.project(), action, "key " + key.id(), details);
    }
}
