package dev.keepsake.memory;

import dev.keepsake.failure.Failure;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/// The `expiration_date` of an add, an update or a project as callers write it: `YYYY-MM-DD`, a day
/// that the calendar has, past or not, and nothing else (engine contract 1.8, wire contract 5.1).
/// Null, which clears or means none, is the caller's to tell apart from absence.
public final class ExpirationForm {
    private static final Pattern SHAPE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private ExpirationForm() {}

    /// @throws Failure.Invalid for anything else, ISO date-times included
    public static LocalDate parse(Object value) {
        if (value instanceof String text && SHAPE.matcher(text).matches()) {
            try {
                var day = LocalDate.parse(text);
                if (day.getYear() > 0) {
                    return day;
                }
            } catch (DateTimeParseException notInTheCalendar) {
                throw refused();
            }
        }
        throw refused();
    }

    private static Failure.Invalid refused() {
        return new Failure.Invalid("expiration_date must be a valid date in YYYY-MM-DD format.");
    }
}
