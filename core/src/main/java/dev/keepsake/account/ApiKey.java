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

    /// Whether both are bound to the same project.
    public boolean isBoundAs(ApiKey other) {
        return project.equals(other.project) && organization.equals(other.organization);
    }

    /// Whether it was taken out of use for good.
    public boolean isRevoked() {
        return revokedAt != null;
    }

    public ApiKey ofKind(Kind newKind) {
        return new ApiKey(
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
                newKind,
                agentCaller,
                lastUsedAt,
                replacedBy);
    }

    public ApiKey withLabel(String newLabel) {
        return new ApiKey(
                id,
                hash,
                prefix,
                last4,
                newLabel,
                account,
                organization,
                project,
                restricted,
                access,
                expiresAt,
                revokedAt,
                createdAt,
                kind,
                agentCaller,
                lastUsedAt,
                replacedBy);
    }

    public ApiKey ownedBy(AccountId owner) {
        return new ApiKey(
                id,
                hash,
                prefix,
                last4,
                label,
                owner,
                organization,
                project,
                restricted,
                access,
                expiresAt,
                revokedAt,
                createdAt,
                kind,
                agentCaller,
                lastUsedAt,
                replacedBy);
    }

    /// Bound to a project and its organization.
    public ApiKey boundTo(Project to) {
        return new ApiKey(
                id,
                hash,
                prefix,
                last4,
                label,
                account,
                to.organization(),
                to.id(),
                restricted,
                access,
                expiresAt,
                revokedAt,
                createdAt,
                kind,
                agentCaller,
                lastUsedAt,
                replacedBy);
    }

    public ApiKey withRestricted(boolean toItsProject) {
        return new ApiKey(
                id,
                hash,
                prefix,
                last4,
                label,
                account,
                organization,
                project,
                toItsProject,
                access,
                expiresAt,
                revokedAt,
                createdAt,
                kind,
                agentCaller,
                lastUsedAt,
                replacedBy);
    }

    public ApiKey withAccess(Access cap) {
        return new ApiKey(
                id,
                hash,
                prefix,
                last4,
                label,
                account,
                organization,
                project,
                restricted,
                cap,
                expiresAt,
                revokedAt,
                createdAt,
                kind,
                agentCaller,
                lastUsedAt,
                replacedBy);
    }

    public ApiKey expiring(@Nullable Instant at) {
        return new ApiKey(
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
                at,
                revokedAt,
                createdAt,
                kind,
                agentCaller,
                lastUsedAt,
                replacedBy);
    }

    public ApiKey revoked(Instant at) {
        return new ApiKey(
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
                at,
                createdAt,
                kind,
                agentCaller,
                lastUsedAt,
                replacedBy);
    }

    public ApiKey withAgentCaller(@Nullable String caller) {
        return new ApiKey(
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
                kind,
                caller,
                lastUsedAt,
                replacedBy);
    }

    public ApiKey usedAt(Instant at) {
        return new ApiKey(
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
                kind,
                agentCaller,
                at,
                replacedBy);
    }

    public ApiKey rotatedInto(KeyId successor) {
        return new ApiKey(
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
                kind,
                agentCaller,
                lastUsedAt,
                successor);
    }
}
