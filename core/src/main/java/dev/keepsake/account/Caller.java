package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import org.jspecify.annotations.Nullable;

/// Who asks, and in which project: the result of checking a key and resolving the organization and
/// project of a request. Every operation takes its project from here, so a request cannot name
/// another tenant's data.
///
/// @param email shown by ping; null for unclaimed agents
/// @param role the effective role in the project
/// @param access the key's cap
public record Caller(
        AccountId account,
        @Nullable String email,
        OrganizationId organization,
        ProjectId project,
        Role role,
        Access access,
        KeyId key) {

    public boolean may(Permission permission) {
        return switch (permission) {
            case READ_DATA -> true;
            case WRITE_DATA -> role == Role.OWNER && access != Access.READ;
            case MANAGE_PROJECT -> role == Role.OWNER && access == Access.ADMIN;
        };
    }

    /// @throws Failure.Forbidden when role or key do not allow it
    public void require(Permission permission) {
        if (!may(permission)) {
            throw new Failure.Forbidden("You do not have permission to perform this action.");
        }
    }
}
