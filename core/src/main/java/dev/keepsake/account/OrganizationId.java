package dev.keepsake.account;

import dev.keepsake.memory.UuidForm;
import java.util.UUID;

/// Names one organization.
public record OrganizationId(UUID value) {

    /// A new random (version 4) id.
    public static OrganizationId random() {
        return new OrganizationId(UUID.randomUUID());
    }

    /// Reads the 8-4-4-4-12 form in any case.
    ///
    /// @throws IllegalArgumentException for anything else
    public static OrganizationId parse(String text) {
        return new OrganizationId(UuidForm.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
