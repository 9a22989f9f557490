package dev.keepsake.account;

/// A cap that an API key puts on its owner's role (management contract 18.4).
public enum Access {
    /// At most a reader.
    READ,
    /// Data, but no settings, members or webhooks.
    WRITE,
    /// Whatever the owner may do.
    ADMIN
}
