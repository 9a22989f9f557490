package dev.keepsake.memory;

import dev.keepsake.failure.Failure;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The value that a condition of the filter language compares a field with. Each reading gives the
/// one type that the field wants and refuses all others with an error that names field and value.
record Operand(String field, @Nullable Object value) {
    private static final int MAX_ITEMS = 1000;

    String entityId() {
        var flaw = EntityIds.flaw(value);
        var id = EntityIds.text(value);
        if (flaw != null || id == null) {
            throw refused(flaw == null ? "must be a string" : flaw);
        }
        return id;
    }

    String text() {
        if (value instanceof String text) {
            return text;
        }
        throw refused("must be a string");
    }

    /// A scalar in the [canonical][Filter#canonical] form.
    String scalar() {
        var scalar = Filter.canonical(value);
        if (scalar == null) {
            throw refused("must be a string, a number or a boolean");
        }
        return scalar;
    }

    InstantForm instant() {
        return InstantForm.read(value).orElseThrow(() -> refused(InstantForm.RULE));
    }

    /// The UTC day of any form of instant.
    LocalDate day() {
        return instant().day();
    }

    List<Operand> items() {
        if (!(value instanceof List<?> items)) {
            throw refused("must be a list");
        }
        if (items.size() > MAX_ITEMS) {
            throw refused("must have at most " + MAX_ITEMS + " values");
        }
        return items.stream().map(item -> new Operand(field, item)).toList();
    }

    Failure.Invalid refused(String rule) {
        return FilterParser.invalid(field + ": " + rule + ", not " + Quoted.of(value));
    }
}
