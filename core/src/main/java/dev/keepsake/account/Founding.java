package dev.keepsake.account;

/// What a new account begins with, all at once or not at all: an organization that it owns, its
/// default project, and a key.
public record Founding(Account account, Organization organization, Project project, ApiKey key) {}
