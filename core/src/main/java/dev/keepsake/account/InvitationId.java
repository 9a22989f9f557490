package dev.keepsake.account;

import dev.keepsake.memory.UuidForm;
import java.util.UUID;

/// Names one invitation; it is not the token that accepts it.
public record InvitationId(UUID value) {

    /// A new random (version 4) id.
    public static InvitationId random() {
        return new InvitationId(UUID.randomUUID());
    }

    /// Reads the 8-4-4-4-12 form in any case.
    ///
    /// @throws IllegalArgumentException for anything else
    public static InvitationId parse(String text) {
        return new InvitationId(UuidForm.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
