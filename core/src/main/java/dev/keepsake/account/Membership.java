package dev.keepsake.account;

import org.jspecify.annotations.Nullable;

/// One account's role in an organization, or (with a project) in one project of it.
///
/// @param project null for a membership of the organization itself
public record Membership(
        AccountId account, OrganizationId organization, @Nullable ProjectId project, Role role) {}
