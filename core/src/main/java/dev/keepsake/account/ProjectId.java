package dev.keepsake.account;

import dev.keepsake.memory.UuidForm;
import java.util.UUID;

/// Names one project: the wall between tenants. It comes first in every call that a request can
/// reach.
public record ProjectId(UUID value) {

    /// A new random (version 4) id.
    public static ProjectId random() {
        return new ProjectId(UUID.randomUUID());
    }

    /// Reads the 8-4-4-4-12 form in any case.
    ///
    /// @throws IllegalArgumentException for anything else
    public static ProjectId parse(String text) {
        return new ProjectId(UuidForm.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
