package dev.keepsake.account;

import java.time.Instant;

/// A short code that proves an email address once (management contract 13.1 and 18.3).
///
/// @param email lower case
/// @param hash of the code, keyed like that of an API key because a code is short
/// @param attempts how often a wrong code was tried
public record OneTimeCode(
        String email,
        Purpose purpose,
        KeyHash hash,
        int attempts,
        Instant createdAt,
        Instant expiresAt) {

    /// The same after a wrong one was tried.
    public OneTimeCode tried() {
        return new OneTimeCode(email, purpose, hash, attempts + 1, createdAt, expiresAt);
    }

    public boolean worksAt(Instant now) {
        return now.isBefore(expiresAt);
    }

    public enum Purpose {
        /// Sent to an address, which whoever knows it can read.
        CLI_LOGIN,
        /// Shown to whoever is logged in; instead of an address it names the account.
        DASHBOARD,
        PASSWORD_RESET,
        EMAIL_CHANGE
    }
}
