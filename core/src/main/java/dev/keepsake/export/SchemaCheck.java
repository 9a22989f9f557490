package dev.keepsake.export;

import dev.keepsake.failure.Failure;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks values against JSON Schemas, draft 2020-12 with formats asserted. Schema and value are
/// untrusted: nothing is fetched, and no regular expression may take for ever. Safe for many
/// threads.
public interface SchemaCheck {

    /// Fails when it is not a schema that values can be checked against.
    ///
    /// @throws Failure.Invalid telling what is wrong with it
    void require(Map<String, @Nullable Object> schema);

    /// What is wrong with a value; empty when the schema accepts it.
    ///
    /// @throws Failure.Invalid when the schema cannot be used
    List<Violation> violations(
            Map<String, @Nullable Object> schema, Map<String, @Nullable Object> value);

    /// @param path names and positions from the top to the place that is wrong
    /// @param rule the keyword of the schema that it breaks
    record Violation(List<String> path, String rule, String message) {
        public Violation {
            path = List.copyOf(path);
        }
    }
}
