package dev.keepsake.quality;

import dev.keepsake.memory.UuidForm;
import java.util.UUID;

/// Names one thing in the quarantine of a project.
public record QuarantineId(UUID value) {

    public static QuarantineId random() {
        return new QuarantineId(UUID.randomUUID());
    }

    /// Reads the 8-4-4-4-12 form in any case.
    ///
    /// @throws IllegalArgumentException for anything else
    public static QuarantineId parse(String text) {
        return new QuarantineId(UuidForm.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
