package dev.keepsake.ingest;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Small repairs that make a clause read as a memory: fillers and frames go, names are stated
/// plainly.
final class Wording {

    private static final Pattern OPENING =
            Pattern.compile(
                    "(?i)^(?:(?:hi|hello|hey|hiya|thanks|thank you|thx|ok|okay|well|so|also|and|but|oh|ah"
                            + "|yes|yeah|yep|no|nope|sure|great|cool|nice|wow|anyway|plus|right|lol|haha"
                            + "|by the way|btw|you know|like|actually|honestly|basically|frankly"
                            + "|to be honest|in fact|i mean|i think that|good (?:morning|evening"
                            + "|afternoon))(?:\\s*[,!.:-]+\\s*|\\s+(?=(?:i|i'm|i've|i'd|i'll|my|we|we're"
                            + "|we've|our)\\b)))+");
    private static final Pattern INSERTED =
            Pattern.compile("(?i),\\s*(?:you know|like|actually|honestly|well|i mean)\\s*,\\s*");
    private static final Pattern ADDED =
            Pattern.compile("(?i),\\s*(?:right|you know|lol|haha|too)?\\??$");
    private static final Pattern ADDRESS = Pattern.compile("^(\\p{Lu}\\p{L}+)\\s*[,!]\\s+");
    private static final Pattern LAST_ADDRESS = Pattern.compile(",\\s*(\\p{Lu}\\p{L}+)([.!?]*)$");
    private static final Pattern FRAME =
            Pattern.compile(
                    "(?i)^(?:please\\s+)?(?:remember|note|keep in mind|bear in mind|don't forget"
                            + "|for the record|fyi|just so you know)\\b(?:\\s+that\\b)?[,:]?\\s+");
    private static final Pattern FINAL = Pattern.compile("[\\s.!?…,;:]+$");
    private static final Pattern ABBREVIATED = Pattern.compile("(?i)\\b(?:[a-z]\\.)+[a-z]\\.$");
    private static final Pattern NAMED =
            Pattern.compile("(?i)^(.+)'s name (is|was) (\\p{Lu}[\\p{L}\\p{M}'-]*.*)$");
    private static final Pattern INTRODUCTION =
            Pattern.compile(
                    "^(?:I'm|I am|i'm|i am|Im|im|My name's|my name's|My name is|my name is"
                            + "|I'm called|I am called) ((?:\\p{Lu}[\\p{L}\\p{M}'-]+\\s?){1,3})$");

    private Wording() {}

    /// Without what only opens or pads the sentence.
    static String plain(String clause) {
        var text = OPENING.matcher(clause).replaceFirst("");
        text = INSERTED.matcher(text).replaceAll(" ");
        return ADDED.matcher(text).replaceFirst(text.endsWith("?") ? "?" : "").strip();
    }

    /// Without the name of whom it is said to: `Caroline, I moved`, `I moved, Mel!`.
    ///
    /// @param speakers the names in the conversation; their beginnings count too
    static String withoutAddress(String clause, Set<String> speakers) {
        if (speakers.isEmpty()) {
            return clause;
        }
        var opening = ADDRESS.matcher(clause);
        var text = clause;
        if (opening.find() && isSpeaker(opening.group(1), speakers)) {
            text = text.substring(opening.end());
        }
        var closing = LAST_ADDRESS.matcher(text);
        if (closing.find() && isSpeaker(closing.group(1), speakers)) {
            text = text.substring(0, closing.start()) + closing.group(2);
        }
        return text;
    }

    private static boolean isSpeaker(String word, Set<String> speakers) {
        return speakers.stream().anyMatch(name -> name.startsWith(word));
    }

    /// What follows `remember that` and its like; null when the clause has no such frame.
    static @Nullable String framed(String clause) {
        var frame = FRAME.matcher(clause);
        if (!frame.find()) {
            return null;
        }
        var rest = clause.substring(frame.end());
        boolean isSaid = frame.group().toLowerCase(Locale.ROOT).contains("that");
        return isSaid || Clauses.startsClause(rest) ? rest : null;
    }

    /// Without the final full stop, unless it belongs to an abbreviation.
    static String withoutEnd(String clause) {
        return ABBREVIATED.matcher(clause).find() ? clause : FINAL.matcher(clause).replaceFirst("");
    }

    /// What the speaker says they are called, if that is all that the clause says.
    static @Nullable String introducedName(String clause) {
        var introduction = INTRODUCTION.matcher(withoutEnd(clause));
        if (!introduction.matches()) {
            return null;
        }
        var name = introduction.group(1).strip();
        boolean isStated = clause.toLowerCase(Locale.ROOT).startsWith("my name");
        return isStated || Tokens.words(name).stream().allMatch(Names::canBePersonal) ? name : null;
    }

    /// `X's name is Y` → `X is named Y`.
    static String named(String text) {
        return NAMED.matcher(text).replaceFirst("$1 $2 named $3");
    }
}
