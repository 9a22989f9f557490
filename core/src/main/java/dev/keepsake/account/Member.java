package dev.keepsake.account;

import org.jspecify.annotations.Nullable;

/// Somebody with a role in an organization or project.
///
/// @param email null for agent accounts that nobody claimed
/// @param inherited whether a role in a project comes from owning its organization, and cannot be
///   changed in the project
public record Member(
        AccountId account, String username, @Nullable String email, Role role, boolean inherited) {}
