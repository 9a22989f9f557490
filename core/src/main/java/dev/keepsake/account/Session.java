package dev.keepsake.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A login to the dashboard (management contract 18.3).
///
/// @param csrfHash of the token that unsafe requests carry in a header
/// @param expiresAt its absolute end, however much it is used
public record Session(
        SessionId id,
        AccountId account,
        TokenHash tokenHash,
        TokenHash csrfHash,
        Instant createdAt,
        Instant lastSeenAt,
        Instant expiresAt,
        @Nullable String address,
        @Nullable String userAgent) {

    public Session seen(Instant at) {
        return new Session(
                id, account, tokenHash, csrfHash, createdAt, at, expiresAt, address, userAgent);
    }
}
