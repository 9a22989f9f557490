package dev.keepsake.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Cuts a sentence where a new statement or question with its own subject begins: at semicolons and
/// dashes, and at a comma with `and`, `but`, `so` or nothing. Reasons and circumstances (because,
/// when, after) stay with what they explain, and two statements of the speaker joined by `and` or
/// `so` stay together as long as they are short (engine contract 16.3, steps 2 and 8).
final class Clauses {

    private static final Pattern CUT =
            Pattern.compile(";\\s+|\\s+[—–-]{1,2}\\s+|—|,\\s+(?:(and|but|so)\\s+)?|\\s+(?=and\\s)");
    private static final Pattern ASKING =
            Pattern.compile(
                    "(?i)^(?:and |but |so )?(?:(?:how|what|which|where|why|when|who) )?"
                            + "(?:can|could|should|would|will|do|does|did) (?:i|you|we)\\b");
    private static final Set<String> INVERTED_SUBJECTS =
            English.words("i you we they he she it there this that my your the anyone someone");
    private static final int LONGEST_JOINED = 40;

    private Clauses() {}

    static List<String> of(String sentence) {
        List<String> clauses = new ArrayList<>();
        var cuts = CUT.matcher(sentence);
        int start = 0;
        while (cuts.find()) {
            var left = sentence.substring(start, cuts.start());
            var right = sentence.substring(cuts.end());
            if (isCut(cuts.group(), left, right, sentence)) {
                clauses.add(left.strip());
                start = cuts.end();
            }
        }
        clauses.add(sentence.substring(start).strip());
        return clauses;
    }

    private static boolean isCut(String mark, String left, String right, String sentence) {
        if (left.isBlank() || right.isBlank()) {
            return false;
        }
        if (mark.startsWith(";")) {
            return true;
        }
        boolean isAsked = sentence.endsWith("?") && startsQuestion(right) || asksListener(right);
        if (isAsked && startsStatement(left)) {
            return true;
        }
        if (mark.isBlank()) {
            return false;
        }
        if (!mark.startsWith(",")) {
            return startsClause(right);
        }
        return startsStatement(left)
                && hasVerb(left)
                && startsClause(right)
                && !isOneThought(mark, left, right);
    }

    private static boolean isOneThought(String mark, String left, String right) {
        return (mark.contains("and") || mark.contains("so"))
                && startsWithSpeaker(left) == startsWithSpeaker(right)
                && Tokens.words(left).size() + Tokens.words(right).size() < LONGEST_JOINED;
    }

    private static boolean startsWithSpeaker(String text) {
        return English.SPEAKER_SUBJECTS.contains(firstWord(text));
    }

    private static boolean hasVerb(String text) {
        return Tokens.lowerWords(text).stream()
                .anyMatch(word -> isVerb(word) || English.SPEAKER_SUBJECTS.contains(word));
    }

    /// Whether a text can be a main clause: it does not begin with a subordinator.
    private static boolean startsStatement(String text) {
        return !English.SUBORDINATORS.contains(firstWord(text));
    }

    /// Whether a text begins with a subject of its own and a verb soon after it.
    static boolean startsClause(String text) {
        var words = Tokens.lowerWords(text);
        if (words.isEmpty()) {
            return false;
        }
        var first = words.getFirst();
        if (English.SPEAKER_SUBJECTS.contains(first)) {
            return true;
        }
        boolean isSubject =
                first.equals("my")
                        || first.equals("our")
                        || English.DANGLING.contains(first)
                        || Tokens.isCapitalised(text);
        return isSubject
                && words.stream()
                        .skip(first.contains("'") ? 0 : 1)
                        .limit(4)
                        .anyMatch(Clauses::isVerb);
    }

    /// A question that needs no question mark to be told from a relative clause.
    private static boolean asksListener(String text) {
        return ASKING.matcher(text).find();
    }

    static boolean startsQuestion(String text) {
        var words = Tokens.lowerWords(text);
        if (words.size() < 2) {
            return false;
        }
        int first = words.getFirst().equals("and") ? 1 : 0;
        var word = words.get(first);
        if (English.QUESTION_WORDS.contains(word)) {
            return word.contains("'")
                    || words.stream().skip(first + 1L).limit(4).anyMatch(Clauses::isVerb);
        }
        return English.AUXILIARIES.contains(word)
                && words.size() > first + 1
                && INVERTED_SUBJECTS.contains(words.get(first + 1));
    }

    private static boolean isVerb(String word) {
        return English.AUXILIARIES.contains(word)
                || Verbs.isPast(word)
                || Verbs.isThirdPerson(word)
                || Verbs.isCommonBase(word)
                || word.endsWith("'s")
                || word.endsWith("'re");
    }

    private static String firstWord(String text) {
        var words = Tokens.words(text);
        return words.isEmpty() ? "" : words.getFirst().toLowerCase(Locale.ROOT);
    }
}
