package dev.keepsake.webhook;

import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import java.time.Instant;
import java.util.List;

/// What a delivery tells of one memory. Kept in parts rather than as a ready payload, so that it
/// can be taken back when its memory is erased.
///
/// @param text the text after the change, or the last one of a deleted memory; empty where only the
///   categories are told
/// @param categories empty unless they are what is told
/// @param at when it happened
public record Notice(
        MemoryId memory, String text, List<String> categories, Scope scope, Instant at) {
    public Notice {
        categories = List.copyOf(categories);
    }
}
