package dev.keepsake.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A stored API key: its hash, whose it is and what it opens (management contract 18.4).
///
/// @param prefix the first 8 characters, for display
/// @param last4 the last 4 characters, for display
/// @param organization the organization that the key is bound to
/// @param project the project that the key is bound to
/// @param restricted only the bound project can be reached
/// @param expiresAt null for never
/// @param revokedAt null while it works
public record ApiKey(
        KeyId id,
        KeyHash hash,
        String prefix,
        String last4,
        String label,
        AccountId account,
        OrganizationId organization,
        ProjectId project,
        boolean restricted,
        Access access,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        Instant createdAt) {

    public boolean worksAt(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }
}
