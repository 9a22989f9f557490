package dev.keepsake.event;

import dev.keepsake.memory.UuidForm;
import java.util.UUID;

/// Names one event: one operation of a project. It is also the cause that a change is filed under.
public record EventId(UUID value) {

    /// A new random (version 4) id.
    public static EventId random() {
        return new EventId(UUID.randomUUID());
    }

    /// Reads the 8-4-4-4-12 form in any case.
    ///
    /// @throws IllegalArgumentException for anything else
    public static EventId parse(String text) {
        return new EventId(UuidForm.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
