package dev.keepsake.account;

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
        if (text.length() != 36) {
            throw new IllegalArgumentException("not a UUID: " + text);
        }
        return new OrganizationId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
