package dev.keepsake.memory;

import dev.keepsake.failure.Failure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A point in time as callers write it (wire contract 5.1): epoch seconds as a number or numeric
/// string, from `1e11` on (either sign) milliseconds; or a UTC day `YYYY-MM-DD`; or ISO 8601 date
/// and time with or without zone, where none means UTC. Cut to the microsecond, like [Times]. Years
/// 1 to 9999, because replies cannot write others.
///
/// What a day stands for depends on the question, so the form keeps it apart from an instant:
/// [#start] for `timestamp` and lower bounds, [#end] for inclusive upper bounds, [#noon] for
/// `reference_date`.
///
/// @param start the instant, or the first instant of the day
/// @param isDay whether only a day was given
public record InstantForm(Instant start, boolean isDay) {
    static final String RULE =
            "must be epoch seconds, YYYY-MM-DD or an ISO 8601 date and time (years 1 to 9999)";

    private static final BigDecimal FIRST_MILLIS = new BigDecimal("1e11");
    private static final BigDecimal FARTHEST = new BigDecimal("1e15");
    private static final BigDecimal NEAREST = new BigDecimal("1e-6");
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?\\d{1,20}(?:\\.\\d{1,20})?(?:[eE][+-]?\\d{1,3})?");
    private static final Pattern DAY = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
    private static final Pattern DAY_AND_TIME =
            Pattern.compile(
                    DAY.pattern()
                            + "[Tt ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,18}))?)?"
                            + " ?([Zz]|[+-]\\d{2}(?::?\\d{2})?)?");

    public InstantForm {
        start = start.truncatedTo(ChronoUnit.MICROS);
    }

    /// @param field the name that an error gives
    /// @throws Failure.Invalid for anything else, null included
    public static InstantForm parse(String field, @Nullable Object value) {
        return read(value)
                .orElseThrow(() ->
                        new Failure.Invalid(field + ": " + RULE + ", not " + Quoted.of(value)));
    }

    /// The first instant after the one, or after the day.
    public Instant end() {
        return isDay ? start.plus(1, ChronoUnit.DAYS) : start.plus(1, ChronoUnit.MICROS);
    }

    /// The instant, or 12:00 UTC of the day.
    public Instant noon() {
        return isDay ? start.plus(Duration.ofHours(12)) : start;
    }

    /// The UTC day that holds it.
    public LocalDate day() {
        return LocalDate.ofInstant(start, ZoneOffset.UTC);
    }

    static Optional<InstantForm> read(@Nullable Object value) {
        try {
            return switch (value) {
                case Number number -> ofEpoch(new BigDecimal(number.toString()));
                case String text -> ofText(text.strip());
                case null, default -> Optional.empty();
            };
        } catch (NumberFormatException | DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static Optional<InstantForm> ofText(String text) {
        if (NUMBER.matcher(text).matches()) {
            return ofEpoch(new BigDecimal(text));
        }
        var day = DAY.matcher(text);
        if (day.matches()) {
            return within(dayOf(day).atStartOfDay().toInstant(ZoneOffset.UTC), true);
        }
        var full = DAY_AND_TIME.matcher(text);
        if (full.matches()) {
            return within(dayOf(full).atTime(timeOf(full)).toInstant(zoneOf(full)), false);
        }
        return Optional.empty();
    }

    private static LocalDate dayOf(Matcher match) {
        return LocalDate.of(
                Integer.parseInt(match.group(1)),
                Integer.parseInt(match.group(2)),
                Integer.parseInt(match.group(3)));
    }

    private static LocalTime timeOf(Matcher match) {
        var second = match.group(6);
        var fraction = match.group(7);
        return LocalTime.of(
                Integer.parseInt(match.group(4)),
                Integer.parseInt(match.group(5)),
                second == null ? 0 : Integer.parseInt(second),
                fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)));
    }

    private static ZoneOffset zoneOf(Matcher match) {
        var zone = match.group(8);
        return zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone.toUpperCase(Locale.ROOT));
    }

    private static Optional<InstantForm> ofEpoch(BigDecimal number) {
        var size = number.abs();
        if (size.compareTo(FARTHEST) > 0) {
            return Optional.empty();
        }
        if (size.compareTo(NEAREST) < 0) {
            // 1e-999999999 is legal JSON; rounding it digit by digit would take for ever
            return within(Instant.EPOCH, false);
        }
        var micros = number.scaleByPowerOfTen(size.compareTo(FIRST_MILLIS) >= 0 ? 3 : 6);
        var whole = micros.setScale(0, RoundingMode.FLOOR).longValueExact();
        return within(Instant.EPOCH.plus(whole, ChronoUnit.MICROS), false);
    }

    private static Optional<InstantForm> within(Instant start, boolean isDay) {
        return start.isBefore(FIRST) || start.isAfter(LAST)
                ? Optional.empty()
                : Optional.of(new InstantForm(start, isDay));
    }
}
