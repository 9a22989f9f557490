package dev.keepsake.account;

import dev.keepsake.memory.UuidForm;
import java.util.UUID;

/// Names one session of the dashboard; it is not the token that opens it.
public record SessionId(UUID value) {

    /// A new random (version 4) id.
    public static SessionId random() {
        return new SessionId(UUID.randomUUID());
    }

    /// Reads the 8-4-4-4-12 form in any case.
    ///
    /// @throws IllegalArgumentException for anything else
    public static SessionId parse(String text) {
        return new SessionId(UuidForm.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
