package dev.keepsake.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody who can hold keys and memberships.
///
/// @param username unique; made from the local part of the email
/// @param email lower case; null for agent accounts that nobody claimed
/// @param passwordHash null when no password was ever set
/// @param disabledAt null while the account works
public record Account(
        AccountId id,
        String username,
        String name,
        @Nullable String email,
        @Nullable String passwordHash,
        boolean serverAdmin,
        @Nullable Instant disabledAt,
        Instant createdAt) {

    @Override
    public String toString() {
        return "Account[" + id + ", " + username + "]";
    }
}
