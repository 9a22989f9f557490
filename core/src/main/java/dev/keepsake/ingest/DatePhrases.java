package dev.keepsake.ingest;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns time words that only mean something on the day they were said into dates (table of engine
/// contract 6.2): `yesterday` → `on August 21, 2026`. Pure; one instance serves one day.
final class DatePhrases {

    private static final Pattern JUST =
            Pattern.compile("(?i)\\b(have|has|had|'ve)?(\\s*)just(?: now)?\\s+(?=([a-z']+))");
    private static final Pattern LEADING_PREPOSITION =
            Pattern.compile("^(?:on|in|around|during)\\s+");
    private static final Pattern NEEDS_BARE_DATE =
            Pattern.compile(
                    "(?i).*\\b(?:for|by|until|till|since|from|before|after|of|between|on|around)\\s+$");
    private static final Pattern APPOINTED =
            Pattern.compile("(?i)\\b(?:booked|scheduled|rescheduled|reserved|arranged|due)\\b");
    private static final Pattern SINCE = Pattern.compile("(?i)\\bsince\\s+$");
    private static final Pattern SECOND_CLAUSE =
            Pattern.compile("(?i)\\b(?:and|but) (?:it|they|he|she|i|we|that|this|there)\\b");
    private static final Pattern FOR_OR_ON = Pattern.compile("(?i).*\\b(?:for|on)\\s+$");

    /// Days that come every year have no missing year.
    private static final Pattern YEARLY =
            Pattern.compile("(?i)\\b(?:birthday|anniversary|every|each|annual|yearly|name day)\\b");

    private static final Pattern FUTURE =
            Pattern.compile(
                    "(?i)\\b(?:will|won't|going to|plans? to|planning|shall|hopes? to)\\b|'ll\\b");

    /// After these a form in `-ed` describes: `is excited`, `the retired nurse`.
    private static final Set<String> DESCRIBING =
            English.words(
                    """
                    is are am be being so very really too more a an the their his her its feels feel
                    gets get looks look quite pretty super\
                    """);

    private static final Set<String> SUBORDINATORS =
            English.words("because when after before while since although though if so until that");

    private final LocalDate base;

    /// @param base the day on which the words were said, in the speaker's zone
    DatePhrases(LocalDate base) {
        this.base = base;
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
            first = first == null ? spanOf(found, clause) : first;
            at = found.end();
        }
        text.append(clause.substring(at));
        return settled(text.toString(), opening, first);
    }

    /// Since then, until today and beyond.
    private static Dated.@Nullable Span spanOf(Found found, String clause) {
        var span = found.span();
        return span != null && SINCE.matcher(clause.substring(0, found.start())).find()
                ? new Dated.Span(span.start(), null, span.precision())
                : span;
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
                : new Dated(rest + " around " + DateRules.written(base), Dated.Span.day(base));
    }

    private @Nullable Found next(String clause, int from, boolean isPast) {
        @Nullable Found best = null;
        for (var rule : rulesFor(clause)) {
            var matcher = rule.pattern().matcher(clause);
            for (int at = from; matcher.find(at); at = matcher.end()) {
                if (best != null && matcher.start() >= best.start()) {
                    break;
                }
                boolean isFuture = isAppointed(clause, matcher.start());
                var meaning = rule.reading().of(base, matcher.toMatchResult(), isPast && !isFuture);
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

    private static List<DateRule> rulesFor(String clause) {
        return YEARLY.matcher(clause).find() ? DateRules.RELATIVE : DateRules.ALL;
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
        return Tokens.lowerWords(clause).stream().anyMatch(SUBORDINATORS::contains)
                || SECOND_CLAUSE.matcher(clause).find();
    }

    /// Whether a clause tells of the past.
    static boolean isPast(String clause) {
        if (FUTURE.matcher(clause).find()) {
            return false;
        }
        var words = Tokens.lowerWords(clause);
        for (int at = 0; at < words.size(); at++) {
            boolean isDescribing =
                    at > 0
                            && words.get(at).endsWith("ed")
                            && DESCRIBING.contains(words.get(at - 1));
            if (Verbs.isPast(words.get(at)) && !isDescribing) {
                return true;
            }
        }
        return false;
    }

    private record Found(
            int start, int end, String phrase, Dated.@Nullable Span span, boolean movable) {}
}
