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
/// @param agentCaller which agent says it uses the key
/// @param lastUsedAt to the minute; null for never
/// @param replacedBy the key that it was rotated into
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
        Instant createdAt,
        Kind kind,
        @Nullable String agentCaller,
        @Nullable Instant lastUsedAt,
        @Nullable KeyId replacedBy) {

    /// An ordinary key that was not used yet.
    public ApiKey(
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
        this(
                id,
                hash,
                prefix,
                last4,
                label,
                account,
                organization,
                project,
                restricted,
                access,
                expiresAt,
                revokedAt,
                createdAt,
                Kind.STANDARD,
                null,
                null,
                null);
    }

    /// How a key came to be.
    public enum Kind {
        /// Made by hand.
        STANDARD,
        /// Made by logging in with the command-line client.
        CLI,
        /// Made by the unattended sign-up of an agent.
        AGENT
    }

    public boolean worksAt(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }
}
