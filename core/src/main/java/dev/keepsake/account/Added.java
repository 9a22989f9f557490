package dev.keepsake.account;

/// What became of somebody who was to be a member.
public enum Added {
    /// They are.
    MEMBER,
    /// They have no account; an invitation waits for them.
    INVITED
}
