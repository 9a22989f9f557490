package dev.keepsake.server.wire;

import dev.keepsake.memory.MemoryId;
import dev.keepsake.server.http.Refusal;

/// Ids out of paths and bodies.
final class Ids {

    private Ids() {}

    /// @throws Refusal 400 for what is not a UUID; clients tell that from an unknown one
    static MemoryId memory(String text) {
        try {
            return MemoryId.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw Refusal.keyed(400, "error", "memory_id should be a valid UUID");
        }
    }
}
