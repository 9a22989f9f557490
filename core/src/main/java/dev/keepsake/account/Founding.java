package dev.keepsake.account;

/// What the first run creates, all at once or not at all: the first account with its organization,
/// project and key.
public record Founding(Account account, Organization organization, Project project, ApiKey key) {}
