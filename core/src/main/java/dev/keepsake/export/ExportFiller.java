package dev.keepsake.export;

import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Stored;
import dev.keepsake.model.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes an object out of memories. What it gives is fitted to the schema afterwards, so an answer
/// with a flaw loses that part only. Safe for many threads.
public interface ExportFiller {

    /// Values come from the memories alone; what they do not tell is left out or null.
    ///
    /// @throws Failure.ModelFailed when a model does not answer
    Map<String, @Nullable Object> fill(Task task);

    /// @param purpose who pays
    /// @param schema as it was ordered
    /// @param shape what it wants
    /// @param instructions in the caller's own words; null for none
    /// @param rows active and superseded memories, oldest first
    record Task(
            Purpose purpose,
            Map<String, @Nullable Object> schema,
            Shape shape,
            @Nullable String instructions,
            List<Stored> rows,
            Instant now) {
        public Task {
            rows = List.copyOf(rows);
        }
    }
}
