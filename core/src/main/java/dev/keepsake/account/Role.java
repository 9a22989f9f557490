package dev.keepsake.account;

/// What a member may do in an organization or project (management contract 3.1).
public enum Role {
    READER,
    OWNER
}
