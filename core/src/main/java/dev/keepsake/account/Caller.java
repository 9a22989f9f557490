package dev.keepsake.account;

import dev.keepsake.event.Actor;
import dev.keepsake.failure.Failure;
import org.jspecify.annotations.Nullable;

/// Who asks, and in which project: the result of checking a credential and resolving the
/// organization and project of a request. Every operation takes its project from here, so a request
/// cannot name another tenant's data. Made by [Callers].
///
/// @param role the effective role in the project
public record Caller(Identity identity, OrganizationId organization, ProjectId project, Role role) {

    public AccountId account() {
        return identity.account();
    }

    public @Nullable String email() {
        return identity.email();
    }

    /// How the events of this caller's operations name them.
    public Actor actor() {
        return new Actor(
                identity.account(),
                identity.credential() instanceof Credential.Key(var id, _) ? id : null);
    }

    /// @throws IllegalArgumentException for a permission of another place
    public boolean may(Permission permission) {
        if (permission.place() != Permission.Place.PROJECT) {
            throw new IllegalArgumentException(permission + " is not about a project");
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
