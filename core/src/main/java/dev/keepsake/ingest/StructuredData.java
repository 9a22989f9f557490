package dev.keepsake.ingest;

import dev.keepsake.export.Structurer;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Stored;
import dev.keepsake.model.Operation;
import dev.keepsake.model.Purpose;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The object that the caller wants filled from what was said, in the metadata of every memory of
/// an add (`structured_data_schema` of engine contract 1.8). An object that cannot be made is
/// noted, and the memories are stored without. Safe for many threads.
final class StructuredData {

    private static final String KEY = "structured_data";

    private final Structurer structurer;
    private final InstantSource clock;

    StructuredData(Structurer structurer, InstantSource clock) {
        this.structurer = structurer;
        this.clock = clock;
    }

    /// The command with the object in its metadata.
    ///
    /// @param statements what the add has to say
    /// @param warnings to add to
    AddCommand fill(
            Purpose purpose, AddCommand command, List<Stored> statements, List<String> warnings) {
        var schema = command.terms().schema();
        if (schema == null || statements.isEmpty()) {
            return command;
        }
        try {
            var filled =
                    structurer.fill(
                            purpose.as(Operation.EXPORT), schema, statements, clock.instant());
            if (filled.isPresent()) {
                Map<String, @Nullable Object> metadata = new LinkedHashMap<>(command.metadata());
                metadata.put(KEY, filled.get());
                return command.withMetadata(metadata);
            }
            warnings.add("structured_data: nothing that the schema accepts could be made");
        } catch (Failure.ModelFailed | Failure.Invalid failed) {
            warnings.add("structured_data: " + failed.reason());
        }
        return command;
    }
}
