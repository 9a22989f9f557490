package dev.keepsake.account;

import dev.keepsake.failure.Failure;

/// Who asks about an organization they belong to. Made by [Callers].
///
/// @param role in the organization itself
public record OrganizationCaller(Identity identity, OrganizationId organization, Role role) {

    /// @throws IllegalArgumentException for a permission of another place
    public boolean may(Permission permission) {
        if (permission.place() != Permission.Place.ORGANIZATION) {
            throw new IllegalArgumentException(permission + " is not about an organization");
        }
        return permission.allows(role, identity.access());
    }

    /// @throws Failure.Forbidden when role or credential do not allow it
    public void require(Permission permission) {
        if (!may(permission)) {
            throw Identity.forbidden();
        }
    }
}
