package dev.keepsake.storage;

import dev.keepsake.account.AuditEntry;
import dev.keepsake.account.OrganizationId;
import dev.keepsake.account.RequestEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What was asked of the server and what was done to its accounts and settings. Written behind the
/// request's back; neither holds text, keys or secrets. Both outlive what they speak of. Times and
/// durations are kept to the microsecond.
public interface AuditLog {

    /// Durable before it returns.
    void record(AuditEntry entry);

    /// Newest first; among entries of one instant the order is stable.
    ///
    /// @param organization only of this one; empty for the whole server
    /// @param before the entry to go on after; empty from the newest; nothing comes after an
    ///   unknown one
    List<AuditEntry> audit(Optional<OrganizationId> organization, Optional<UUID> before, int limit);

    /// Need not be durable before it returns, but is seen by what is asked after a later write.
    void record(List<RequestEntry> entries);

    /// Newest first; among entries of one instant the order is stable.
    List<RequestEntry> requests(RequestQuery query);

    /// Forgets requests before an instant.
    ///
    /// @return how many
    int expireRequests(Instant before);
}
