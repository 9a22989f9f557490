package dev.keepsake.export;

import dev.keepsake.memory.UuidForm;
import java.util.UUID;

/// Names one export.
public record ExportId(UUID value) {

    /// A new random (version 4) id.
    public static ExportId random() {
        return new ExportId(UUID.randomUUID());
    }

    /// Reads the 8-4-4-4-12 form in any case.
    ///
    /// @throws IllegalArgumentException for anything else
    public static ExportId parse(String text) {
        return new ExportId(UuidForm.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
