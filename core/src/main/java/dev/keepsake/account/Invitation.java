package dev.keepsake.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A role that waits for somebody without an account (management contract 6 and 18.5).
///
/// @param email lower case
/// @param project null for the organization alone; with one, the role is that in the project
/// @param tokenHash of the accept link's token
public record Invitation(
        InvitationId id,
        String email,
        OrganizationId organization,
        @Nullable ProjectId project,
        Role role,
        TokenHash tokenHash,
        Instant createdAt,
        Instant expiresAt) {

    public boolean worksAt(Instant now) {
        return now.isBefore(expiresAt);
    }
}
