package dev.keepsake.export;

import dev.keepsake.memory.Stored;
import dev.keepsake.model.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Fills a schema and brings what comes of it to fit: nothing that the schema does not accept gets
/// out. Safe for many threads.
public final class Pouring implements Structurer {

    private final ExportFiller filler;
    private final SchemaCheck check;

    public Pouring(ExportFiller filler, SchemaCheck check) {
        this.filler = filler;
        this.check = check;
    }

    @Override
    public void require(Map<String, @Nullable Object> schema) {
        SchemaReading.of(schema);
        check.require(schema);
    }

    @Override
    public Optional<Map<String, @Nullable Object>> fill(
            Purpose purpose,
            Map<String, @Nullable Object> schema,
            List<Stored> statements,
            Instant now) {
        return fill(purpose, schema, null, statements, now);
    }

    /// @param instructions in the caller's own words; null for none
    Optional<Map<String, @Nullable Object>> fill(
            Purpose purpose,
            Map<String, @Nullable Object> schema,
            @Nullable String instructions,
            List<Stored> rows,
            Instant now) {
        var shape = SchemaReading.of(schema);
        var task = new ExportFiller.Task(purpose, schema, shape, instructions, rows, now);
        return accepted(schema, (Shape.Structure) shape.kind(), filler.fill(task));
    }

    /// The value brought to fit; empty when that cannot be done. What the shape does not tell (a
    /// pattern, say) shows in the check; the places that it finds are made blank, and in the end
    /// whatever of the top may be left out.
    private Optional<Map<String, @Nullable Object>> accepted(
            Map<String, @Nullable Object> schema,
            Shape.Structure structure,
            Map<String, @Nullable Object> filled) {
        var value = Fitting.fitted(structure, filled);
        for (var round = 0; round < 2; round++) {
            var violations = check.violations(schema, value);
            if (violations.isEmpty()) {
                return Optional.of(value);
            }
            for (var violation : violations.reversed()) {
                var path = violation.path();
                value =
                        Fitting.blanked(
                                structure,
                                value,
                                round == 0 || path.isEmpty() ? path : path.subList(0, 1));
            }
        }
        return check.violations(schema, value).isEmpty() ? Optional.of(value) : Optional.empty();
    }
}
