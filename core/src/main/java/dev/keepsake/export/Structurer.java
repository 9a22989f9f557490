package dev.keepsake.export;

import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Stored;
import dev.keepsake.model.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Pours statements into an object that a JSON Schema accepts (engine contract 1.8 and 12.2). Safe
/// for many threads.
public interface Structurer {

    /// Takes every schema and fills none.
    Structurer NONE =
            new Structurer() {
                @Override
                public void require(Map<String, @Nullable Object> schema) {}

                @Override
                public Optional<Map<String, @Nullable Object>> fill(
                        Purpose purpose,
                        Map<String, @Nullable Object> schema,
                        List<Stored> statements,
                        Instant now) {
                    return Optional.empty();
                }
            };

    /// Fails when the schema cannot be filled.
    ///
    /// @throws Failure.Invalid telling what is wrong with it
    void require(Map<String, @Nullable Object> schema);

    /// Empty when nothing that the schema accepts can be made.
    ///
    /// @param purpose who pays for models
    /// @param schema that [#require] took
    /// @throws Failure.ModelFailed when a model is needed and does not answer
    Optional<Map<String, @Nullable Object>> fill(
            Purpose purpose,
            Map<String, @Nullable Object> schema,
            List<Stored> statements,
            Instant now);
}
