package dev.keepsake.ingest;

import dev.keepsake.model.Token.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Cuts a sentence where a new statement or question with its own subject begins: at semicolons and
/// dashes, and at a comma with `and`, `but`, `so` or nothing. Reasons and circumstances (because,
/// when, after) stay with what they explain, and two statements of the speaker joined by `and`,
/// `but` or `so` stay together as long as they are short (engine contract 16.3, steps 2 and 8).
final class Clauses {

    private static final Pattern CUT =
            Pattern.compile(
                    ";\\s+|\\s+[—–-]{1,2}\\s+|—|--|,\\s+(?:(and|but|so)\\s+)?|\\s+(?=and\\s)");
    private static final Pattern ASKING =
            Pattern.compile(
                    "(?i)^(?:and |but |so )?(?:(?:how|what|which|where|why|when|who) )?"
                            + "(?:can|could|should|would|will|do|does|did) (?:i|you|we)\\b");
    private static final Set<String> INVERTED_SUBJECTS =
            English.words("i you we they he she it there this that my your the anyone someone");
    private static final Set<String> SUBJECT_PRONOUNS =
            English.words(
                    "i we he she it they this that these those there you everyone everything");
    private static final int LONGEST_JOINED = 40;
    private static final int VERB_WITHIN = 7;

    private Clauses() {}

    static List<Phrase> of(Phrase sentence) {
        List<Phrase> clauses = new ArrayList<>();
        var text = sentence.text();
        var cuts = CUT.matcher(text);
        int start = 0;
        while (cuts.find()) {
            var left = sentence.within(start, cuts.start());
            var right = sentence.within(cuts.end(), text.length());
            if (isCut(cuts.group(), left, right, text.endsWith("?"))) {
                clauses.add(left);
                start = cuts.end();
            }
        }
        clauses.add(sentence.within(start, text.length()));
        return clauses;
    }

    private static boolean isCut(String mark, Phrase left, Phrase right, boolean isQuestion) {
        if (left.isEmpty() || right.isEmpty()) {
            return false;
        }
        if (mark.startsWith(";")) {
            return true;
        }
        boolean isAsked = isQuestion && startsQuestion(right) || asksListener(right.text());
        if (isAsked && startsStatement(left)) {
            return true;
        }
        if (mark.isBlank()) {
            return false;
        }
        if (!mark.startsWith(",")) {
            return startsClause(right) && !left.is(left.size() - 1, Tag.NUM);
        }
        boolean isJoint = mark.strip().length() > 1;
        return startsStatement(left)
                && hasVerb(left)
                && startsClause(right)
                && (isJoint || hasPlainSubject(right))
                && !endsInCondition(left)
                && !isOneThought(mark, left, right);
    }

    /// Without a conjunction the comma may only set something apart: `the races I ran`.
    private static boolean hasPlainSubject(Phrase right) {
        if (SUBJECT_PRONOUNS.contains(right.lower(0))) {
            return true;
        }
        int verb = finiteVerb(right, 1, VERB_WITHIN);
        for (int at = 1; at < verb; at++) {
            if (SUBJECT_PRONOUNS.contains(right.lower(at))) {
                return false;
            }
        }
        return !right.is(0, Tag.DET);
    }

    /// `but when I run, I …`: what follows is what the condition is for.
    private static boolean endsInCondition(Phrase left) {
        int comma = left.text().lastIndexOf(',');
        if (comma < 0) {
            return false;
        }
        var last = left.within(comma + 1, left.text().length());
        int first = last.is(0, Tag.CCONJ) ? 1 : 0;
        return English.SUBORDINATORS.contains(last.lower(first));
    }

    private static boolean isOneThought(String mark, Phrase left, Phrase right) {
        if (left.size() + right.size() >= LONGEST_JOINED) {
            return false;
        }
        boolean isJoint = mark.contains("and") || mark.contains("so") || mark.contains("but");
        boolean goesOn =
                English.DANGLING.contains(right.lower(0))
                        && !English.DANGLING.contains(left.lower(0));
        return isJoint && (goesOn || startsWithSpeaker(left) == startsWithSpeaker(right));
    }

    private static boolean startsWithSpeaker(Phrase text) {
        return Set.of("i", "we").contains(text.lower(0));
    }

    static boolean hasVerb(Phrase text) {
        return text.tokens().stream().anyMatch(token -> token.is(Tag.VERB, Tag.AUX));
    }

    /// Whether a text can be a main clause: it does not begin with a subordinator.
    private static boolean startsStatement(Phrase text) {
        return !English.SUBORDINATORS.contains(text.lower(0));
    }

    /// Whether a text begins with a subject of its own and a finite verb soon after it.
    static boolean startsClause(Phrase text) {
        if (SUBJECT_PRONOUNS.contains(text.lower(0))) {
            return finiteVerb(text, 1, 5) > 0;
        }
        boolean isSubject =
                Set.of("my", "our", "his", "her", "their", "its").contains(text.lower(0))
                        || text.is(0, Tag.PROPN, Tag.DET);
        return isSubject && finiteVerb(text, 1, VERB_WITHIN) > 0;
    }

    /// The first verb that can stand with a subject; -1 when there is none so early.
    static int finiteVerb(Phrase text, int from, int to) {
        for (int at = from; at < Math.min(to, text.size()); at++) {
            if (text.is(at, Tag.SCONJ) || Set.of("who", "which", "to").contains(text.lower(at))) {
                return -1;
            }
            boolean isFinite =
                    text.is(at, Tag.AUX)
                            || text.is(at, Tag.VERB) && !text.lower(at).endsWith("ing");
            if (isFinite) {
                return at;
            }
        }
        return -1;
    }

    /// A question that needs no question mark to be told from a relative clause.
    private static boolean asksListener(String text) {
        return ASKING.matcher(text).find();
    }

    static boolean startsQuestion(Phrase text) {
        if (text.size() < 2) {
            return false;
        }
        int first = text.lower(0).equals("and") ? 1 : 0;
        var word = text.lower(first);
        if (English.QUESTION_WORDS.contains(word)) {
            return finiteVerb(text, first + 1, first + 6) > 0;
        }
        int subject = text.lower(first + 1).equals("n't") ? first + 2 : first + 1;
        return (English.AUXILIARIES.contains(word) || text.is(first, Tag.AUX))
                && INVERTED_SUBJECTS.contains(text.lower(subject));
    }
}
