package dev.keepsake.account;

import dev.keepsake.memory.UuidForm;
import java.util.UUID;

/// Names one API key; safe to log, unlike the key.
public record KeyId(UUID value) {

    /// A new random (version 4) id.
    public static KeyId random() {
        return new KeyId(UUID.randomUUID());
    }

    /// Reads the 8-4-4-4-12 form in any case.
    ///
    /// @throws IllegalArgumentException for anything else
    public static KeyId parse(String text) {
        return new KeyId(UuidForm.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
