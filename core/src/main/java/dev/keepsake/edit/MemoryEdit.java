package dev.keepsake.edit;

import dev.keepsake.memory.MemoryId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to change in one memory; null leaves a part as it is.
///
/// @param text not blank
/// @param metadata replaces the whole object; keys that could set scope are ignored
/// @param timestamp moves the memory in time
/// @param expiry a new date or none; null leaves it
public record MemoryEdit(
        MemoryId id,
        @Nullable String text,
        @Nullable Map<String, @Nullable Object> metadata,
        @Nullable Instant timestamp,
        @Nullable Expiry expiry) {

    /// @param date null clears
    public record Expiry(@Nullable LocalDate date) {}

    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    MemoryEdit withText(String other) {
        return new MemoryEdit(id, other, metadata, timestamp, expiry);
    }

    public boolean isEmpty() {
        return text == null && metadata == null && timestamp == null && expiry == null;
    }
}
