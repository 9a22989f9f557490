package dev.keepsake.account;

import dev.keepsake.failure.Failure;
import org.jspecify.annotations.Nullable;

/// Who asks, proven by a credential. Made by [Callers].
///
/// @param email null for unclaimed agents
/// @param access the cap of the credential
public record Identity(
        AccountId account,
        String username,
        @Nullable String email,
        boolean serverAdmin,
        Access access,
        Credential credential) {

    /// Whether it may do something to its own account or, as an administrator, to the server.
    ///
    /// @throws IllegalArgumentException for a permission of another place
    public boolean may(Permission permission) {
        return switch (permission.place()) {
            case ACCOUNT -> permission.allows(Role.OWNER, access) && !isRestricted();
            case SERVER -> serverAdmin && permission.allows(Role.OWNER, access) && !isRestricted();
            case NOWHERE -> true;
            case PROJECT, ORGANIZATION ->
                    throw new IllegalArgumentException(permission + " needs a place");
        };
    }

    /// @throws Failure.Forbidden when it may not
    public void require(Permission permission) {
        if (!may(permission)) {
            throw forbidden();
        }
    }

    /// What is left of a role when it is used with this credential.
    public Role capped(Role role) {
        return access == Access.READ ? Role.READER : role;
    }

    /// Whether this is a key that opens nothing but its project.
    public boolean isRestricted() {
        return credential instanceof Credential.Key key && key.restricted();
    }

    static Failure.Forbidden forbidden() {
        return new Failure.Forbidden("You do not have permission to perform this action.");
    }
}
