package dev.keepsake.models.extract;

import dev.keepsake.memory.Temporal;
import dev.keepsake.memory.Temporal.Precision;
import dev.keepsake.memory.Temporal.Status;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the `temporal` object of an answer. A word or date that is none drops the whole object:
/// half a reading would rank worse than none.
final class TemporalReading {

    private TemporalReading() {}

    static @Nullable Temporal of(JsonNode value) {
        if (!value.isObject()) {
            return null;
        }
        try {
            var type = word(Temporal.Type.class, value.path("type"), null);
            var status = word(Status.class, value.path("status"), Status.UNKNOWN);
            var precision = word(Precision.class, value.path("precision"), Precision.UNKNOWN);
            var start = instant(value.path("start"));
            var end = instant(value.path("end"));
            return new Temporal(
                    type,
                    status,
                    start,
                    end == null ? end(start, status, precision) : end,
                    precision);
        } catch (IllegalArgumentException | DateTimeException unusable) {
            return null;
        }
    }

    private static <E extends Enum<E>> E word(Class<E> type, JsonNode value, @Nullable E absent) {
        if (absent != null && (value.isMissingNode() || value.isNull())) {
            return absent;
        }
        if (!value.isString()) {
            throw new IllegalArgumentException("no " + type.getSimpleName());
        }
        return Enum.valueOf(type, value.stringValue().toUpperCase(Locale.ROOT));
    }

    private static @Nullable Instant instant(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        var text = value.asString();
        return text.length() > 10
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /// What has a beginning and is over ends after the unit that it was told in (engine contract
    /// 6.1); what goes on has no end.
    private static @Nullable Instant end(
            @Nullable Instant start, Status status, Precision precision) {
        if (start == null || status == Status.ONGOING) {
            return null;
        }
        var from = start.atOffset(ZoneOffset.UTC);
        return switch (precision) {
            case INSTANT -> from.plusHours(1).toInstant();
            case DAY -> from.plusDays(1).toInstant();
            case WEEK -> from.plusWeeks(1).toInstant();
            case MONTH -> from.plusMonths(1).toInstant();
            case QUARTER, SEASON -> from.plusMonths(3).toInstant();
            case YEAR -> from.plusYears(1).toInstant();
            case UNKNOWN -> null;
        };
    }
}
