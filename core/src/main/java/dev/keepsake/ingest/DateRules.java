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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The time words that [DatePhrases] knows, as a table of patterns and what they mean on a given
/// day (engine contract 6.2). Of two rules that match at the same place the earlier one wins.
final class DateRules {

    private static final DateTimeFormatter LONG =
            DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

    private static final String WEEKDAY =
            "(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)(?!s?\\s+"
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

    /// Phrases that are counted from the day they were said.
    static final List<DateRule> RELATIVE = relative();

    /// Those and dates whose year may be missing.
    static final List<DateRule> ALL = all();

    private DateRules() {}

    static String written(LocalDate day) {
        return LONG.format(day);
    }

    private static List<DateRule> relative() {
        List<DateRule> rules = new ArrayList<>();
        dayRules(rules);
        deadlineRules(rules);
        weekdayRules(rules);
        spanRules(rules);
        return List.copyOf(rules);
    }

    private static List<DateRule> all() {
        List<DateRule> rules = new ArrayList<>(RELATIVE);
        monthRules(rules);
        explicitRules(rules);
        return List.copyOf(rules);
    }

    private static void dayRules(List<DateRule> rules) {
        day(rules, "\\bthe day before yesterday\\b|\\bday before yesterday\\b", -2);
        day(rules, "\\bthe day after tomorrow\\b|\\bday after tomorrow\\b", 2);
        moving(
                rules,
                "\\b(yesterday|tomorrow) (morning|afternoon|evening|night)\\b",
                (base, match, _) -> {
                    var date = base.plusDays(isYesterday(match.group(1)) ? -1 : 1);
                    return new DateRule.Meaning(
                            "on the " + match.group(2) + " of " + LONG.format(date),
                            Dated.Span.day(date));
                });
        staying(
                rules,
                "\\b(today|yesterday|tomorrow)'s\\b",
                (base, match, _) -> {
                    var date = base.plusDays(offset(match.group(1)));
                    return new DateRule.Meaning("the " + LONG.format(date), Dated.Span.day(date));
                });
        day(
                rules,
                "\\b(?:earlier |later )?today\\b|\\bthis (?:morning|afternoon|evening)\\b|\\btonight\\b",
                0);
        day(rules, "(?<!\\blike )(?<!\\blike just )(?:\\byesterday\\b|\\blast night\\b)", -1);
        day(rules, "\\btomorrow\\b", 1);
        moving(
                rules,
                "\\b" + COUNT + " days? ago\\b",
                (base, match, _) -> on(base.minusDays(count(match))));
        moving(
                rules,
                "\\bin " + COUNT + " days?\\b|\\b" + COUNT + " days? from (?:now|today)\\b",
                (base, match, _) -> on(base.plusDays(count(match))));
    }

    private static void weekdayRules(List<DateRule> rules) {
        moving(
                rules,
                "\\b(?:on )?(?:this )?(?:last|past) " + WEEKDAY,
                (base, match, _) -> on(base.with(TemporalAdjusters.previous(weekday(match)))));
        moving(
                rules,
                "\\b(?:on )?next " + WEEKDAY,
                (base, match, _) -> on(monday(base).plusWeeks(1).with(weekday(match))));
        moving(
                rules,
                "\\b(?:on |this |on this )" + WEEKDAY,
                (base, match, isPast) ->
                        on(
                                base.with(
                                        isPast
                                                ? TemporalAdjusters.previous(weekday(match))
                                                : TemporalAdjusters.next(weekday(match)))));
    }

    private static void deadlineRules(List<DateRule> rules) {
        moving(
                rules,
                "(?<=\\b(?:by|until|till|before) )(?:next |this )?" + WEEKDAY,
                (base, match, _) -> on(base.with(TemporalAdjusters.next(weekday(match)))));
        moving(
                rules,
                "(?<=\\bsince )(?:last )?" + WEEKDAY,
                (base, match, _) -> on(base.with(TemporalAdjusters.previous(weekday(match)))));
    }

    private static void spanRules(List<DateRule> rules) {
        moving(
                rules,
                "(?<!\\bthe )\\b(?:this )?(last|past|this|next) week\\b",
                (base, match, _) -> week(base.plusWeeks(step(match.group(1)))));
        moving(
                rules,
                "\\b" + COUNT + " weeks? ago\\b",
                (base, match, _) -> week(base.minusWeeks(count(match))));
        moving(
                rules,
                "\\bin " + COUNT + " weeks?\\b|\\b" + COUNT + " weeks? from (?:now|today)\\b",
                (base, match, _) -> week(base.plusWeeks(count(match))));
        moving(
                rules,
                "\\b(?:on |over )?(?:the |this )?(last|past|this|next) weekend\\b",
                (base, match, _) -> weekend(base.plusWeeks(step(match.group(1)))));
        moving(
                rules,
                "\\b" + COUNT + " weekends? ago\\b",
                (base, match, _) -> weekend(base.minusWeeks(count(match))));
        moving(
                rules,
                "(?<!\\bthe )\\b(?:this )?(last|past|this|next) month\\b",
                (base, match, _) -> month(YearMonth.from(base).plusMonths(step(match.group(1)))));
        moving(
                rules,
                "\\b" + COUNT + " months? ago\\b",
                (base, match, _) -> month(YearMonth.from(base).minusMonths(count(match))));
        moving(
                rules,
                "\\bin " + COUNT + " months?\\b|\\b" + COUNT + " months? from (?:now|today)\\b",
                (base, match, _) -> month(YearMonth.from(base).plusMonths(count(match))));
        moving(
                rules,
                "(?<!\\bthe )\\b(?:this )?(last|past|this|next) year\\b",
                (base, match, _) -> year(base.getYear() + step(match.group(1))));
        moving(
                rules,
                "\\b" + COUNT + " years? ago\\b",
                (base, match, _) -> year(base.getYear() - count(match)));
        moving(
                rules,
                "\\bin " + COUNT + " years?\\b|\\b" + COUNT + " years? from (?:now|today)\\b",
                (base, match, _) -> year(base.getYear() + count(match)));
        moving(
                rules,
                "\\b(?:an? )?(few|couple of|couple) (days|weeks|months|years) ago\\b",
                DateRules::aFewAgo);
        moving(
                rules,
                "\\blast (spring|summer|autumn|fall|winter)\\b",
                (base, match, _) -> lastSeason(base, match));
        moving(
                rules,
                "\\brecently\\b|\\blately\\b|\\bthe other day\\b",
                (base, _, _) -> {
                    var month = YearMonth.from(base);
                    return new DateRule.Meaning("around " + MONTH.format(month), span(month));
                });
    }

    private static void monthRules(List<DateRule> rules) {
        staying(
                rules,
                "\\b(in|last|this|next) " + MONTH_NAME + "(?!\\.?,? \\d)",
                (base, match, isPast) -> {
                    if (!Tokens.isCapitalised(match.group(2))) {
                        return null;
                    }
                    return month(monthMeant(base, match.group(1), monthOf(match.group(2)), isPast));
                });
    }

    private static void explicitRules(List<DateRule> rules) {
        moving(
                rules,
                "\\bon the (\\d{1,2})(?:st|nd|rd|th)\\b(?! of\\b)(?=\\s*(?:$|[.,;!?)]|(?:and|at|in|with|for|to|because|but|so)\\b))",
                DateRules::dayOfMonth);
        staying(
                rules,
                "\\b" + MONTH_NAME + ",? (?:of )?(\\d{4})\\b",
                (base, match, _) ->
                        new DateRule.Meaning(
                                match.group(),
                                span(
                                        YearMonth.of(
                                                Integer.parseInt(match.group(2)),
                                                monthOf(match.group(1))))));
        staying(
                rules,
                "(?<=\\bsince )" + MONTH_NAME + "(?!\\.?,? \\d)",
                (base, match, _) ->
                        Tokens.isCapitalised(match.group(1))
                                ? sinceMonth(base, monthOf(match.group(1)))
                                : null);
        staying(
                rules,
                "\\b(spring|summer|autumn|fall|winter) (?:of )?(\\d{4})\\b",
                (_, match, _) ->
                        new DateRule.Meaning(
                                match.group(),
                                season(match.group(1), Integer.parseInt(match.group(2)))));
        staying(
                rules,
                "(?<=\\b(?:in|since|during|until|by|before|after|from) )((?:19|20)\\d{2})\\b(?![-/%:.]?\\d)",
                (_, match, _) ->
                        new DateRule.Meaning(
                                match.group(), year(Integer.parseInt(match.group(1))).span()));
        staying(
                rules,
                "\\b"
                        + MONTH_NAME
                        + "\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b(?!\\s*[-–:]\\s*\\d| (?:and|or|to|through) \\d|\\s*[-–]\\s*\\p{Lu}\\p{Ll}+\\.? \\d{1,2},? \\d{4})(?:,? (\\d{4}))?",
                (base, match, isPast) ->
                        explicit(base, match, match.group(1), match.group(2), isPast));
        staying(
                rules,
                "\\b(?:the )?(\\d{1,2})(?:st|nd|rd|th)? (?:of )?" + MONTH_NAME + "(?:,? (\\d{4}))?",
                (base, match, isPast) ->
                        explicit(base, match, match.group(2), match.group(1), isPast));
        staying(
                rules,
                "(?<![\\d/])(\\d{1,2})/(\\d{1,2})/(\\d{4})(?![\\d/])",
                (base, match, _) -> monthFirst(match));
        staying(
                rules,
                "\\b(\\d{4})-(\\d{2})-(\\d{2})\\b",
                (base, match, _) -> {
                    try {
                        return new DateRule.Meaning(
                                match.group(), Dated.Span.day(LocalDate.parse(match.group())));
                    } catch (DateTimeException noDate) {
                        return null;
                    }
                });
    }

    /// Month before day, unless that is no date and day before month is.
    private static DateRule.@Nullable Meaning monthFirst(MatchResult match) {
        int first = Integer.parseInt(match.group(1));
        int second = Integer.parseInt(match.group(2));
        int year = Integer.parseInt(match.group(3));
        try {
            var date =
                    first > 12
                            ? LocalDate.of(year, second, first)
                            : LocalDate.of(year, first, second);
            return new DateRule.Meaning(match.group(), Dated.Span.day(date));
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    private static void day(List<DateRule> rules, String pattern, int offset) {
        moving(rules, pattern, (base, _, _) -> on(base.plusDays(offset)));
    }

    private static void moving(List<DateRule> rules, String pattern, DateRule.Reading meaning) {
        rules.add(new DateRule(Pattern.compile("(?i)" + pattern), meaning, true));
    }

    private static void staying(List<DateRule> rules, String pattern, DateRule.Reading meaning) {
        rules.add(new DateRule(Pattern.compile("(?i)" + pattern), meaning, false));
    }

    private static DateRule.Meaning on(LocalDate date) {
        return new DateRule.Meaning("on " + LONG.format(date), Dated.Span.day(date));
    }

    private static DateRule.Meaning week(LocalDate day) {
        var monday = monday(day);
        return new DateRule.Meaning(
                "during the week of " + LONG.format(monday),
                new Dated.Span(monday, monday.plusWeeks(1), Precision.WEEK));
    }

    private static DateRule.Meaning weekend(LocalDate day) {
        var saturday = monday(day).plusDays(5);
        return new DateRule.Meaning(
                "on the weekend of " + LONG.format(saturday),
                new Dated.Span(saturday, saturday.plusDays(2), Precision.DAY));
    }

    private static DateRule.Meaning month(YearMonth month) {
        return new DateRule.Meaning("in " + MONTH.format(month), span(month));
    }

    private static Dated.Span span(YearMonth month) {
        return new Dated.Span(month.atDay(1), month.plusMonths(1).atDay(1), Precision.MONTH);
    }

    private static DateRule.Meaning year(int year) {
        return new DateRule.Meaning(
                "in " + year,
                new Dated.Span(
                        LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1), Precision.YEAR));
    }

    /// The nearest in the clause's tense.
    private static DateRule.@Nullable Meaning dayOfMonth(
            LocalDate base, MatchResult match, boolean isPast) {
        int day = Integer.parseInt(match.group(1));
        var month = YearMonth.from(base);
        boolean isOther = isPast ? day > base.getDayOfMonth() : day < base.getDayOfMonth();
        var meant = isOther ? month.plusMonths(isPast ? -1 : 1) : month;
        return meant.isValidDay(day) ? on(meant.atDay(day)) : null;
    }

    /// How many a few are nobody knows, so it is told from where they are counted.
    private static DateRule.Meaning aFewAgo(LocalDate base, MatchResult match, boolean isPast) {
        var few = match.group(1).startsWith("few") ? "a few " : "a couple of ";
        var unit = match.group(2).toLowerCase(Locale.ROOT);
        var from =
                switch (unit) {
                    case "days", "weeks" -> LONG.format(base);
                    case "months" -> MONTH.format(base);
                    default -> Integer.toString(base.getYear());
                };
        return new DateRule.Meaning(few + unit + " before " + from, null);
    }

    /// The latest season that is over; seasons are those of the northern half (contract 6.1).
    private static DateRule.Meaning lastSeason(LocalDate base, MatchResult match) {
        var name = match.group(1).toLowerCase(Locale.ROOT);
        int year = base.getYear();
        while (season(name, year).isOpenOn(base)) {
            year--;
        }
        return new DateRule.Meaning("in " + name + " " + year, season(name, year));
    }

    private static Dated.Span season(String name, int year) {
        int firstMonth =
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "spring" -> 3;
                    case "summer" -> 6;
                    case "winter" -> 12;
                    default -> 9;
                };
        var start = LocalDate.of(year, firstMonth, 1);
        return new Dated.Span(start, start.plusMonths(3), Precision.SEASON);
    }

    private static DateRule.Meaning sinceMonth(LocalDate base, Month month) {
        var meant = monthMeant(base, "in", month, true);
        return new DateRule.Meaning(MONTH.format(meant), span(meant));
    }

    private static YearMonth monthMeant(LocalDate base, String word, Month month, boolean isPast) {
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
    private static DateRule.@Nullable Meaning explicit(
            LocalDate base, MatchResult match, String monthName, String dayText, boolean isPast) {
        if (!Tokens.isCapitalised(monthName)) {
            return null;
        }
        try {
            var month = monthOf(monthName);
            int day = Integer.parseInt(dayText);
            if (match.group(3) != null) {
                var date = LocalDate.of(Integer.parseInt(match.group(3)), month, day);
                return new DateRule.Meaning(match.group(), Dated.Span.day(date));
            }
            var date = LocalDate.of(base.getYear(), month, day);
            if (isPast && date.isAfter(base)) {
                date = date.minusYears(1);
            } else if (!isPast && date.isBefore(base)) {
                date = date.plusYears(1);
            }
            return new DateRule.Meaning(LONG.format(date), Dated.Span.day(date));
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    private static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private static DayOfWeek weekday(MatchResult match) {
        var start = match.group(1).toUpperCase(Locale.ROOT).substring(0, 3);
        for (var day : DayOfWeek.values()) {
            if (day.name().startsWith(start)) {
                return day;
            }
        }
        throw new DateTimeException(match.group());
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
        var group = match.group(1) != null ? match.group(1) : match.group(2);
        var text = group.toLowerCase(Locale.ROOT);
        if (Character.isDigit(text.charAt(0))) {
            return Integer.parseInt(text);
        }
        return Math.max(1, COUNT_WORDS.indexOf(text));
    }

    private static int step(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "last", "past" -> -1;
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
}
