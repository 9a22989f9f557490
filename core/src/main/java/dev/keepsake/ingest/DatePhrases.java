package dev.keepsake.ingest;

import dev.keepsake.memory.Temporal.Precision;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns time words that only mean something on the day they were said into dates (table of engine
/// contract 6.2): `yesterday` → `on August 21, 2026`. Pure; one instance serves one day.
final class DatePhrases {

    private static final DateTimeFormatter LONG =
            DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

    private static final String WEEKDAY =
            "(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?!s?\\s+"
                    + "(?:mornings|afternoons|evenings|nights))\\b";
    private static final String MONTH_NAME =
            "(January|February|March|April|May|June|July|August|September|October|November|December"
                    + "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\\b";
    private static final String COUNT =
            "(\\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)";
    private static final List<String> COUNT_WORDS =
            List.of(
                    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
                    "ten", "eleven", "twelve");

    private static final Pattern JUST =
            Pattern.compile("(?i)\\b(have|has|had|'ve)?(\\s*)just(?: now)?\\s+(?=([a-z']+))");
    private static final Pattern LEADING_PREPOSITION =
            Pattern.compile("^(?:on|in|around|during)\\s+");
    private static final Pattern NEEDS_BARE_DATE =
            Pattern.compile(
                    "(?i).*\\b(?:for|by|until|till|since|from|before|after|of|between|on|around)\\s+$");
    private static final Pattern APPOINTED =
            Pattern.compile("(?i)\\b(?:booked|scheduled|rescheduled|reserved|arranged|due)\\b");
    private static final Pattern FOR_OR_ON = Pattern.compile("(?i).*\\b(?:for|on)\\s+$");

    /// Days that come every year have no missing year.
    private static final Pattern YEARLY =
            Pattern.compile("(?i)\\b(?:birthday|anniversary|every|each|annual|yearly|name day)\\b");

    private static final Pattern FUTURE =
            Pattern.compile(
                    "(?i)\\b(?:will|won't|going to|plans? to|planning|shall|hopes? to)\\b|'ll\\b");
    private static final Set<String> SUBORDINATORS =
            English.words("because when after before while since although though if so until that");

    private final LocalDate base;
    private final List<Rule> rules = new ArrayList<>();
    private final List<Rule> dayAndSpanRules;

    /// @param base the day on which the words were said, in the speaker's zone
    DatePhrases(LocalDate base) {
        this.base = base;
        dayRules();
        deadlineRules();
        weekdayRules();
        spanRules();
        dayAndSpanRules = List.copyOf(rules);
        monthRules();
        explicitRules();
    }

    /// The clause with absolute dates. A phrase that opened the clause moves to its end, unless a
    /// dependent clause stands there that it would then seem to belong to.
    Dated absolute(String clause) {
        boolean isPast = isPast(clause);
        var text = new StringBuilder();
        Dated.@Nullable Span first = null;
        String opening = "";
        int at = 0;
        while (at < clause.length()) {
            var found = next(clause, at, isPast);
            if (found == null) {
                break;
            }
            var before = clause.substring(at, found.start());
            text.append(before);
            var phrase = fitted(found.phrase(), clause.substring(0, found.start()));
            if (found.start() == 0 && found.movable() && !hasDependentClause(clause)) {
                opening = phrase;
            } else {
                text.append(found.start() == 0 ? Tokens.withFirstUpper(phrase) : phrase);
            }
            first = first == null ? found.span() : first;
            at = found.end();
        }
        text.append(clause.substring(at));
        return settled(text.toString(), opening, first);
    }

    private Dated settled(String text, String opening, Dated.@Nullable Span first) {
        var result = text;
        if (!opening.isEmpty()) {
            result = text.replaceFirst("^[\\s,]+", "") + " " + opening;
        }
        return withoutJust(result, first);
    }

    /// `just` beside a past or perfect verb means about now.
    private Dated withoutJust(String text, Dated.@Nullable Span span) {
        var just = JUST.matcher(text);
        if (!just.find()) {
            return new Dated(text, span);
        }
        boolean isPerfect = just.group(1) != null;
        if (!isPerfect && !Verbs.isPast(just.group(3).toLowerCase(Locale.ROOT))) {
            return new Dated(text, span);
        }
        var kept = isPerfect ? just.group(1) + " " : just.group(2);
        var rest = text.substring(0, just.start()) + kept + text.substring(just.end());
        return span != null
                ? new Dated(rest, span)
                : new Dated(rest + " around " + LONG.format(base), Dated.Span.day(base));
    }

    private @Nullable Found next(String clause, int from, boolean isPast) {
        @Nullable Found best = null;
        for (var rule : YEARLY.matcher(clause).find() ? dayAndSpanRules : rules) {
            var matcher = rule.pattern().matcher(clause);
            for (int at = from; matcher.find(at); at = matcher.end()) {
                if (best != null && matcher.start() >= best.start()) {
                    break;
                }
                boolean isFuture = isAppointed(clause, matcher.start());
                var meaning = rule.meaning().of(matcher.toMatchResult(), isPast && !isFuture);
                if (meaning != null) {
                    best =
                            new Found(
                                    matcher.start(),
                                    matcher.end(),
                                    meaning.phrase(),
                                    meaning.span(),
                                    rule.movable());
                    break;
                }
            }
        }
        return best;
    }

    private static boolean isAppointed(String clause, int at) {
        var before = clause.substring(0, at);
        return APPOINTED.matcher(before).find() && FOR_OR_ON.matcher(before).matches()
                || APPOINTED.matcher(before).find() && clause.startsWith("on ", at);
    }

    private static String fitted(String phrase, String before) {
        return NEEDS_BARE_DATE.matcher(before).matches()
                ? LEADING_PREPOSITION.matcher(phrase).replaceFirst("")
                : phrase;
    }

    private static boolean hasDependentClause(String clause) {
        return Tokens.lowerWords(clause).stream().anyMatch(SUBORDINATORS::contains);
    }

    /// Whether a clause tells of the past.
    static boolean isPast(String clause) {
        return !FUTURE.matcher(clause).find()
                && Tokens.lowerWords(clause).stream().anyMatch(Verbs::isPast);
    }

    private void dayRules() {
        day("\\bthe day before yesterday\\b|\\bday before yesterday\\b", -2);
        day("\\bthe day after tomorrow\\b|\\bday after tomorrow\\b", 2);
        moving(
                "\\b(yesterday|tomorrow) (morning|afternoon|evening|night)\\b",
                (match, _) -> {
                    var date = base.plusDays(isYesterday(match.group(1)) ? -1 : 1);
                    return new Meaning(
                            "on the " + match.group(2) + " of " + LONG.format(date),
                            Dated.Span.day(date));
                });
        staying(
                "\\b(today|yesterday|tomorrow)'s\\b",
                (match, _) -> {
                    var date = base.plusDays(offset(match.group(1)));
                    return new Meaning("the " + LONG.format(date), Dated.Span.day(date));
                });
        day(
                "\\b(?:earlier |later )?today\\b|\\bthis (?:morning|afternoon|evening)\\b|\\btonight\\b",
                0);
        day("\\byesterday\\b|\\blast night\\b", -1);
        day("\\btomorrow\\b", 1);
        moving("\\b" + COUNT + " days? ago\\b", (match, _) -> on(base.minusDays(count(match))));
        moving("\\bin " + COUNT + " days?\\b", (match, _) -> on(base.plusDays(count(match))));
    }

    private void weekdayRules() {
        moving(
                "\\blast " + WEEKDAY,
                (match, _) -> on(base.with(TemporalAdjusters.previous(weekday(match)))));
        moving(
                "\\b(?:on )?next " + WEEKDAY,
                (match, _) -> on(monday(base).plusWeeks(1).with(weekday(match))));
        moving(
                "\\b(?:on |this |on this )" + WEEKDAY,
                (match, isPast) ->
                        on(
                                base.with(
                                        isPast
                                                ? TemporalAdjusters.previous(weekday(match))
                                                : TemporalAdjusters.next(weekday(match)))));
    }

    private void deadlineRules() {
        moving(
                "(?<=\\b(?:by|until|till|before) )(?:next |this )?" + WEEKDAY,
                (match, _) -> on(base.with(TemporalAdjusters.next(weekday(match)))));
        moving(
                "(?<=\\bsince )(?:last )?" + WEEKDAY,
                (match, _) -> on(base.with(TemporalAdjusters.previous(weekday(match)))));
    }

    private void spanRules() {
        moving(
                "\\b(last|this|next) week\\b",
                (match, _) -> week(base.plusWeeks(step(match.group(1)))));
        moving("\\b" + COUNT + " weeks? ago\\b", (match, _) -> week(base.minusWeeks(count(match))));
        moving("\\bin " + COUNT + " weeks?\\b", (match, _) -> week(base.plusWeeks(count(match))));
        moving(
                "\\b(?:on |over )?(?:the )?(last|this|next) weekend\\b",
                (match, _) -> {
                    var saturday = monday(base).plusDays(5).plusWeeks(step(match.group(1)));
                    return new Meaning(
                            "on the weekend of " + LONG.format(saturday),
                            new Dated.Span(saturday, saturday.plusDays(2), Precision.DAY));
                });
        moving(
                "\\b(last|this|next) month\\b",
                (match, _) -> month(YearMonth.from(base).plusMonths(step(match.group(1)))));
        moving(
                "\\b" + COUNT + " months? ago\\b",
                (match, _) -> month(YearMonth.from(base).minusMonths(count(match))));
        moving(
                "\\b(last|this|next) year\\b",
                (match, _) -> year(base.getYear() + step(match.group(1))));
        moving("\\b" + COUNT + " years? ago\\b", (match, _) -> year(base.getYear() - count(match)));
        moving("\\blast (spring|summer|autumn|fall|winter)\\b", (match, _) -> lastSeason(match));
        moving(
                "\\brecently\\b|\\blately\\b|\\bthe other day\\b",
                (_, _) -> {
                    var month = YearMonth.from(base);
                    return new Meaning("around " + MONTH.format(month), span(month));
                });
    }

    private void monthRules() {
        staying(
                "\\b(in|last|this|next) " + MONTH_NAME + "(?!\\.?,? \\d)",
                (match, isPast) -> {
                    if (!Tokens.isCapitalised(match.group(2))) {
                        return null;
                    }
                    return month(monthMeant(match.group(1), monthOf(match.group(2)), isPast));
                });
    }

    private void explicitRules() {
        staying(
                "\\b"
                        + MONTH_NAME
                        + "\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b(?!\\s*[-–:]\\s*\\d)(?:,? (\\d{4}))?",
                (match, isPast) -> explicit(match, match.group(1), match.group(2), isPast));
        staying(
                "\\b(?:the )?(\\d{1,2})(?:st|nd|rd|th)? (?:of )?" + MONTH_NAME + "(?:,? (\\d{4}))?",
                (match, isPast) -> explicit(match, match.group(2), match.group(1), isPast));
        staying(
                "\\b(\\d{4})-(\\d{2})-(\\d{2})\\b",
                (match, _) -> {
                    try {
                        return new Meaning(
                                match.group(), Dated.Span.day(LocalDate.parse(match.group())));
                    } catch (DateTimeException noDate) {
                        return null;
                    }
                });
    }

    private void day(String pattern, int offset) {
        moving(pattern, (_, _) -> on(base.plusDays(offset)));
    }

    private void moving(String pattern, Rule.Reading meaning) {
        rules.add(new Rule(Pattern.compile("(?i)" + pattern), meaning, true));
    }

    private void staying(String pattern, Rule.Reading meaning) {
        rules.add(new Rule(Pattern.compile("(?i)" + pattern), meaning, false));
    }

    private static Meaning on(LocalDate date) {
        return new Meaning("on " + LONG.format(date), Dated.Span.day(date));
    }

    private static Meaning week(LocalDate day) {
        var monday = monday(day);
        return new Meaning(
                "during the week of " + LONG.format(monday),
                new Dated.Span(monday, monday.plusWeeks(1), Precision.WEEK));
    }

    private static Meaning month(YearMonth month) {
        return new Meaning("in " + MONTH.format(month), span(month));
    }

    private static Dated.Span span(YearMonth month) {
        return new Dated.Span(month.atDay(1), month.plusMonths(1).atDay(1), Precision.MONTH);
    }

    private static Meaning year(int year) {
        return new Meaning(
                "in " + year,
                new Dated.Span(
                        LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1), Precision.YEAR));
    }

    /// The latest season that is over; seasons are those of the northern half (contract 6.1).
    private Meaning lastSeason(MatchResult match) {
        var name = match.group(1).toLowerCase(Locale.ROOT);
        int firstMonth =
                switch (name) {
                    case "spring" -> 3;
                    case "summer" -> 6;
                    case "winter" -> 12;
                    default -> 9;
                };
        var start = LocalDate.of(base.getYear(), firstMonth, 1);
        while (start.plusMonths(3).isAfter(base)) {
            start = start.minusYears(1);
        }
        return new Meaning(
                "in " + name + " " + start.getYear(),
                new Dated.Span(start, start.plusMonths(3), Precision.SEASON));
    }

    private YearMonth monthMeant(String word, Month month, boolean isPast) {
        var current = YearMonth.from(base);
        var meant = YearMonth.of(base.getYear(), month);
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "this" -> meant;
            case "last" -> meant.isBefore(current) ? meant : meant.minusYears(1);
            case "next" -> meant.isAfter(current) ? meant : meant.plusYears(1);
            default -> {
                if (isPast) {
                    yield meant.isAfter(current) ? meant.minusYears(1) : meant;
                }
                yield meant.isBefore(current) ? meant.plusYears(1) : meant;
            }
        };
    }

    /// A date with its year is kept as written; a missing year is the nearest in the clause's
    /// tense.
    private @Nullable Meaning explicit(
            MatchResult match, String monthName, String dayText, boolean isPast) {
        if (!Tokens.isCapitalised(monthName)) {
            return null;
        }
        try {
            var month = monthOf(monthName);
            int day = Integer.parseInt(dayText);
            if (match.group(3) != null) {
                var date = LocalDate.of(Integer.parseInt(match.group(3)), month, day);
                return new Meaning(match.group(), Dated.Span.day(date));
            }
            var date = LocalDate.of(base.getYear(), month, day);
            if (isPast && date.isAfter(base)) {
                date = date.minusYears(1);
            } else if (!isPast && date.isBefore(base)) {
                date = date.plusYears(1);
            }
            return new Meaning(LONG.format(date), Dated.Span.day(date));
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    private static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private static DayOfWeek weekday(MatchResult match) {
        return DayOfWeek.valueOf(match.group(1).toUpperCase(Locale.ROOT));
    }

    private static Month monthOf(String name) {
        for (var month : Month.values()) {
            if (month.getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                    .regionMatches(true, 0, name, 0, 3)) {
                return month;
            }
        }
        throw new DateTimeException(name);
    }

    private static int count(MatchResult match) {
        var text = match.group(1).toLowerCase(Locale.ROOT);
        if (Character.isDigit(text.charAt(0))) {
            return Integer.parseInt(text);
        }
        return Math.max(1, COUNT_WORDS.indexOf(text));
    }

    private static int step(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "last" -> -1;
            case "next" -> 1;
            default -> 0;
        };
    }

    private static int offset(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "yesterday" -> -1;
            case "tomorrow" -> 1;
            default -> 0;
        };
    }

    private static boolean isYesterday(String word) {
        return word.equalsIgnoreCase("yesterday");
    }

    private record Meaning(String phrase, Dated.Span span) {}

    private record Found(int start, int end, String phrase, Dated.Span span, boolean movable) {}

    private record Rule(Pattern pattern, Reading meaning, boolean movable) {

        interface Reading {
            /// @return null when the words turn out not to be a date
            @Nullable Meaning of(MatchResult match, boolean isPast);
        }
    }
}
