package dev.keepsake.ingest;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Small repairs that make a clause read as a memory: fillers and frames go, names are stated
/// plainly.
final class Wording {

    private static final Pattern FRAME =
            Pattern.compile(
                    "(?i)^(?:please\\s+)?(?:remember|note|keep in mind|bear in mind|don't forget"
                            + "|for the record|fyi|just so you know)\\b(?:\\s+that\\b)?[,:]?\\s+");
    private static final Pattern FINAL = Pattern.compile("[\\s.!?…,;:\\p{So}\\p{Cs}\\x{FE0F}]+$");
    private static final Pattern ABBREVIATED = Pattern.compile("(?i)\\b(?:[a-z]\\.)+[a-z]\\.$");
    private static final Pattern NAMED =
            Pattern.compile("(?i)^(.+)'s name (is|was) (\\p{Lu}[\\p{L}\\p{M}'-]*.*)$");
    private static final Pattern INTRODUCTION =
            Pattern.compile(
                    "^(?:I'm|I am|i'm|i am|Im|im|My name's|my name's|My name is|my name is"
                            + "|I'm called|I am called) ((?:\\p{Lu}[\\p{L}\\p{M}'-]+\\s?){1,3})$");

    private Wording() {}

    /// What follows `remember that` and its like; null when the sentence has no such frame.
    static @Nullable Phrase framed(Phrase sentence) {
        var frame = FRAME.matcher(sentence.text());
        if (!frame.find()) {
            return null;
        }
        var rest = sentence.within(frame.end(), sentence.text().length());
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
