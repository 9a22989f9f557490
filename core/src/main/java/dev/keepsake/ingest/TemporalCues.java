package dev.keepsake.ingest;

import dev.keepsake.memory.Temporal;
import dev.keepsake.memory.Temporal.Precision;
import dev.keepsake.memory.Temporal.Status;
import dev.keepsake.memory.Temporal.Type;
import java.util.regex.Pattern;

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

    private TemporalCues() {}

    static Temporal of(Dated dated) {
        var text = dated.text();
        if (FORMER.matcher(text).find()) {
            return with(Type.STATE, Status.COMPLETED, dated);
        }
        if (PLAN.matcher(text).find()) {
            return with(Type.PLAN, Status.FUTURE, dated);
        }
        if (ABSENCE.matcher(text).find()) {
            return with(Type.ABSENCE, Status.ONGOING, dated);
        }
        if (DatePhrases.isPast(text)) {
            return with(Type.EVENT, Status.COMPLETED, dated);
        }
        if (PREFERENCE.matcher(text).find()) {
            return with(Type.PREFERENCE, Status.ONGOING, dated);
        }
        if (RELATIONSHIP.matcher(text).find() && !Names.inside(text).isEmpty()) {
            return with(Type.RELATIONSHIP, Status.ONGOING, dated);
        }
        return with(Type.STATE, Status.ONGOING, dated);
    }

    private static Temporal with(Type type, Status status, Dated dated) {
        var span = dated.span();
        return span == null
                ? new Temporal(type, status, null, null, Precision.UNKNOWN)
                : new Temporal(
                        type, status, span.startInstant(), span.endInstant(), span.precision());
    }

    private static Pattern cue(String words) {
        return Pattern.compile("(?i)\\b(?:" + words + ")\\b");
    }
}
