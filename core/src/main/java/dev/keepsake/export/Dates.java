package dev.keepsake.export;

import dev.keepsake.export.Evidence.Entry;
import dev.keepsake.fact.Slot;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds whole dates: of birthdays, of when something happened, or as a statement writes them.
final class Dates {

    private static final String MONTH =
            "(?:January|February|March|April|May|June|July|August|September|October|November"
                    + "|December)";
    private static final Pattern WRITTEN =
            Pattern.compile(
                    "(?<iso>\\d{4}-\\d{2}-\\d{2})|(?<american>"
                            + MONTH
                            + " \\d{1,2}(?:st|nd|rd|th)?, ?\\d{4})|(?<european>\\d{1,2}(?:st|nd|rd|th)?\\.? (?:of )?"
                            + MONTH
                            + ",? \\d{4})",
                    Pattern.CASE_INSENSITIVE);
    private static final DateTimeFormatter AMERICAN = form("MMMM d uuuu");
    private static final DateTimeFormatter EUROPEAN = form("d MMMM uuuu");

    private Dates() {}

    /// @param format `date` or `date-time`
    static Optional<String> of(Target target, Evidence evidence, double related, String format) {
        return date(target, evidence, related)
                .map(date -> format.equals("date") ? date.toString() : date + "T00:00:00Z");
    }

    private static Optional<LocalDate> date(Target target, Evidence evidence, double related) {
        if (target.slot().equals(Optional.of(Slot.BIRTHDAY))) {
            return evidence.values(Slot.BIRTHDAY, null, target.past()).stream()
                    .flatMap(value -> written(value).stream())
                    .reduce((_, later) -> later);
        }
        return evidence.near(target.text(), related, target.past()).stream()
                .flatMap(near -> ofStatement(near.entry()).stream())
                .findFirst();
    }

    private static Optional<LocalDate> ofStatement(Entry entry) {
        var temporal = entry.row().memory().temporal();
        var start = temporal == null ? null : temporal.start();
        return start == null
                ? written(entry.text())
                : Optional.of(LocalDate.ofInstant(start, ZoneOffset.UTC));
    }

    static Optional<LocalDate> written(String text) {
        var matcher = WRITTEN.matcher(text);
        while (matcher.find()) {
            var date = parsed(matcher.group());
            if (date.isPresent()) {
                return date;
            }
        }
        return Optional.empty();
    }

    private static Optional<LocalDate> parsed(String written) {
        var plain =
                written.replaceAll("(?i)(?<=\\d)(?:st|nd|rd|th)\\b|\\bof ", "")
                        .replaceAll("[.,]", " ")
                        .replaceAll("\\s+", " ");
        for (var form : List.of(DateTimeFormatter.ISO_LOCAL_DATE, AMERICAN, EUROPEAN)) {
            try {
                return Optional.of(LocalDate.parse(plain, form));
            } catch (DateTimeException anotherForm) {
                // the next one
            }
        }
        return Optional.empty();
    }

    private static DateTimeFormatter form(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH);
    }
}
