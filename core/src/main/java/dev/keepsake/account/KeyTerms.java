package dev.keepsake.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What of a key can be chosen, and changed later.
///
/// @param project the one that it is bound to
/// @param restricted only that project can be reached
/// @param expiresAt null for never
public record KeyTerms(
        String label,
        Project project,
        boolean restricted,
        Access access,
        @Nullable Instant expiresAt) {

    /// A key that opens all that its owner may enter.
    public static KeyTerms open(String label, Project project) {
        return new KeyTerms(label, project, false, Access.ADMIN, null);
    }
}
