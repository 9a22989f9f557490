package dev.keepsake.fact;

import java.util.Set;
import java.util.regex.Pattern;

/// Knows what people do for a living, by the endings of the words.
final class Occupations {

    private static final Pattern OCCUPATION =
            Pattern.compile(
                    "(?i).*(?:\\w(?:er|or|ist|ian|ant|eer|man|woman|wright|smith|grapher|logist|ress)"
                            + "|nurse|chef|cook|pilot|student|clerk|judge|coach|guide|intern|analyst"
                            + "|architect|scientist|physicist|mathematician|lead|head|chief|cto|ceo|cfo"
                            + "|president|director|developer|designer|professor|apprentice|assistant"
                            + "|representative|specialist|executive|officer|agent|paramedic|medic|mechanic"
                            + "|barista|paralegal|surgeon|tutor|poet|priest|pastor|vet|nanny|principal"
                            + "|detective|captain|secretary|athlete|freelancer|attorney)");
    private static final Set<String> NO_OCCUPATION =
            Set.of(
                    "older",
                    "younger",
                    "mother",
                    "father",
                    "brother",
                    "sister",
                    "daughter",
                    "member",
                    "owner",
                    "fan",
                    "lover",
                    "better",
                    "vegetarian",
                    "teetotaler",
                    "believer",
                    "beginner",
                    "user",
                    "smoker",
                    "runner",
                    "cat person",
                    "dog person",
                    "person",
                    "morning person",
                    "supporter",
                    "human",
                    "german",
                    "woman",
                    "man",
                    "early riser",
                    "italian",
                    "american",
                    "newcomer",
                    "parent of two",
                    "stranger",
                    "quick learner",
                    "learner");

    private Occupations() {}

    /// @param title in lower case, without article: `head of sales`
    static boolean isOccupation(String title) {
        var head = title.replaceFirst("\\s+of\\s.*$", "");
        var last = head.substring(head.lastIndexOf(' ') + 1);
        return !NO_OCCUPATION.contains(title)
                && !NO_OCCUPATION.contains(last)
                && OCCUPATION.matcher(last).matches();
    }
}
