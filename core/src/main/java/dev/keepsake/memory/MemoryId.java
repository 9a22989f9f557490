package dev.keepsake.memory;

import java.util.UUID;

/// Names one memory inside a project.
public record MemoryId(UUID value) {

    /// A new random (version 4) id.
    public static MemoryId random() {
        return new MemoryId(UUID.randomUUID());
    }

    /// Reads the 8-4-4-4-12 form in any case.
    ///
    /// @throws IllegalArgumentException for anything else
    public static MemoryId parse(String text) {
        return new MemoryId(UuidForm.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
