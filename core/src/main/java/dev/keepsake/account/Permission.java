package dev.keepsake.account;

/// The kinds of action that a role and a key allow or forbid.
public enum Permission {
    /// Reading memories, events, entities and settings of a project.
    READ_DATA,
    /// Adding, changing and deleting memories and entities.
    WRITE_DATA,
    /// Changing settings, members and webhooks of a project.
    MANAGE_PROJECT
}
