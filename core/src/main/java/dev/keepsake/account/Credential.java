package dev.keepsake.account;

/// With what somebody proved who they are.
public sealed interface Credential {

    /// An API key.
    ///
    /// @param restricted only the bound project can be reached
    record Key(KeyId id, boolean restricted) implements Credential {}

    /// A session of the dashboard.
    record Session(SessionId id) implements Credential {}
}
