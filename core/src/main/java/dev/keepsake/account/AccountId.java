package dev.keepsake.account;

import dev.keepsake.memory.UuidForm;
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
        return new AccountId(UuidForm.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
