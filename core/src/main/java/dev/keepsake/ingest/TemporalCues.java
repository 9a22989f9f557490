package dev.keepsake.ingest;

import dev.keepsake.memory.Temporal;
import dev.keepsake.memory.Temporal.Precision;
import dev.keepsake.memory.Temporal.Status;
import dev.keepsake.memory.Temporal.Type;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads from the words of a statement what kind of thing it tells and whether that still holds
/// (type cues of engine contract 6.2).
final class TemporalCues {

    private static final Pattern FORMER = cue("used to|formerly|previously");
    private static final Pattern PLAN =
            cue("will|won't|going to|plan(?:s|ning)? to|intends? to|booked for|hopes? to");
    private static final Pattern ABSENCE =
            cue("no longer|stopped|never|without|not any ?more|gave up|quit");
    private static final Pattern PREFERENCE =
            cue(
                    "(?:dis)?likes?|loves?|hates?|prefers?|enjoys?|adores?|favou?rite|wants?"
                            + "|can't stand");
    private static final Pattern RELATIONSHIP =
            cue(
                    "wife|husband|partner|girlfriend|boyfriend|fianc[eé]e?|son|daughter|mother"
                            + "|father|mom|mum|dad|sister|brother|cousin|uncle|aunt|niece|nephew"
                            + "|grandmother|grandfather|colleague|boss|friend");

    private static final Pattern VAGUE = Pattern.compile("\\baround \\p{L}+ \\d{4}\\b");

    private TemporalCues() {}

    /// @param span the time that the text names; null when it names none
    /// @param day when the words were said
    static Temporal of(String text, Dated.@Nullable Span span, LocalDate day) {
        if (FORMER.matcher(text).find()) {
            return with(Type.STATE, Status.COMPLETED, span);
        }
        if (PLAN.matcher(text).find() || span != null && span.start().isAfter(day)) {
            boolean isOver = span != null && span.end() != null && !span.end().isAfter(day);
            return with(Type.PLAN, isOver ? Status.UNKNOWN : Status.FUTURE, span);
        }
        if (ABSENCE.matcher(text).find()) {
            return with(Type.ABSENCE, Status.ONGOING, span);
        }
        if (span != null && span.end() == null) {
            return with(Type.STATE, Status.ONGOING, span);
        }
        if (DatePhrases.isPast(text)) {
            return with(Type.EVENT, isVague(text) ? Status.UNKNOWN : Status.COMPLETED, span);
        }
        if (PREFERENCE.matcher(text).find()) {
            return with(Type.PREFERENCE, Status.ONGOING, span);
        }
        if (RELATIONSHIP.matcher(text).find() && !Names.inside(text).isEmpty()) {
            return with(Type.RELATIONSHIP, Status.ONGOING, span);
        }
        return with(Type.STATE, Status.ONGOING, span);
    }

    /// `recently` and its like have become `around` a month.
    private static boolean isVague(String text) {
        return VAGUE.matcher(text).find();
    }

    private static Temporal with(Type type, Status status, Dated.@Nullable Span span) {
        return span == null
                ? new Temporal(type, status, null, null, Precision.UNKNOWN)
                : new Temporal(
                        type, status, span.startInstant(), span.endInstant(), span.precision());
    }

    private static Pattern cue(String words) {
        return Pattern.compile("(?i)\\b(?:" + words + ")\\b");
    }
}
