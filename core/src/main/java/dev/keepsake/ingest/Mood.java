package dev.keepsake.ingest;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What a clause does, before asking what it is about.
enum Mood {
    STATEMENT,
    QUESTION,
    /// An order or wish addressed to the listener.
    REQUEST,
    /// Greeting, thanks, assent, and words that only point at what follows.
    PHATIC,
    HYPOTHETICAL;

    private static final Pattern WISH_ADDRESSED =
            Pattern.compile(
                    "^(?:i|we)(?:'d| would)? (?:want|need|like)(?: you)? to (?:know|ask|hear|check)\\b.*"
                            + "|^(?:i|we)(?:'d| would)? (?:want|need|like) you to\\b.*"
                            + "|^(?:i|we) (?:was |am |were )?(?:just )?wonder(?:ing)?\\b.*"
                            + "|^(?:i'm|i am) wondering\\b.*"
                            + "|^(?:can|could|would|will) you\\b.*"
                            + "|^(?:please|pls|kindly|let me know|let's)\\b.*");
    private static final Pattern SHOWING = Pattern.compile("^here(?:'s| is| are)\\b");
    private static final Pattern SUPPOSED =
            Pattern.compile(
                    "^(?:i|we) wish\\b.*|^(?:imagine|suppose|supposing|what if|pretend|say i)\\b.*");
    private static final Pattern CONDITIONAL =
            Pattern.compile(
                    "(?:^|.*\\s)if\\b.*(?:\\bwould\\b|\\bwouldn't\\b|'d\\b|\\bcould\\b|\\bmight\\b).*"
                            + "|.*(?:\\bwould\\b|'d\\b).*\\sif\\b.*\\b(?:were|had|could|won)\\b.*");
    private static final Set<String> NEGATED_OPENINGS =
            English.words("can't couldn't won't didn't haven't never cannot gonna wanna gotta");

    static Mood of(String clause) {
        List<String> words = Tokens.lowerWords(clause);
        var lower = clause.toLowerCase(Locale.ROOT);
        boolean isShowing = SHOWING.matcher(lower).find() && !lower.matches(".*\\d.*");
        if (words.stream().allMatch(English.PHATIC::contains) || isShowing) {
            return PHATIC;
        }
        if (SUPPOSED.matcher(lower).matches() || CONDITIONAL.matcher(lower).matches()) {
            return HYPOTHETICAL;
        }
        if (WISH_ADDRESSED.matcher(lower).matches()) {
            return REQUEST;
        }
        if (clause.endsWith("?") || isUnmarkedQuestion(clause, words)) {
            return QUESTION;
        }
        return isImperative(words) ? REQUEST : STATEMENT;
    }

    /// A clause of the speaker's that leaves the subject out: `Can't stop eating chocolate`, `Moved
    /// to Graz last week`.
    static boolean lacksSubject(String clause) {
        var words = Tokens.lowerWords(clause);
        if (words.size() < 3) {
            return false;
        }
        var first = words.getFirst();
        var verb = first.equals("just") || first.equals("finally") ? words.get(1) : first;
        if (NEGATED_OPENINGS.contains(first)) {
            return !English.SPEAKER_SUBJECTS.contains(words.get(1)) && !words.get(1).equals("you");
        }
        return Verbs.isPast(verb) && !isAuxiliaryPast(verb);
    }

    private static boolean isAuxiliaryPast(String verb) {
        return Set.of("was", "were", "had", "did", "left", "used", "wasn't", "weren't", "didn't")
                .contains(verb);
    }

    private static boolean isUnmarkedQuestion(String clause, List<String> words) {
        return Clauses.startsQuestion(clause)
                && !(English.SUBORDINATORS.contains(words.getFirst())
                        && !English.AUXILIARIES.contains(words.get(1)));
    }

    private static boolean isImperative(List<String> words) {
        var first = words.getFirst();
        if (first.equals("don't") || first.equals("do")) {
            return words.size() > 1 && Verbs.isCommonBase(words.get(1));
        }
        return Verbs.isCommonBase(first)
                && !Verbs.isPast(first)
                && (words.size() < 2 || !isFiniteVerb(words.get(1)));
    }

    private static boolean isFiniteVerb(String word) {
        return English.AUXILIARIES.contains(word) || Verbs.isThirdPerson(word);
    }
}
