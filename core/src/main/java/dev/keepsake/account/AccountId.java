package dev.keepsake.account;

import java.util.UUID;

/// Names one account.
public record AccountId(UUID value) {

    /// A new random (version 4) id.
    public static AccountId random() {
        return new AccountId(UUID.randomUUID());
    }

    /// Reads the 8-4-4-4-12 form in any case.
    ///
    /// @throws IllegalArgumentException for anything else
    public static AccountId parse(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException("not a UUID: " + text);
        }
        return new AccountId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
