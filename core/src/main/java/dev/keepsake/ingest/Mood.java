package dev.keepsake.ingest;

import dev.keepsake.model.Token.Tag;
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
                    "^(?:i|we)(?:'d| would)?(?: just)? want(?:ed)? you to\\b.*"
                            + "|^(?:i|we)(?:'d| would)? (?:want|need|like)(?: you)? to (?:know|ask|hear|check)\\b.*"
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
    private static final Set<String> NOT_LEFT_OUT =
            English.words("was were had did used has have is are been made let");
    private static final Set<String> FELT =
            English.words(
                    """
                    excited thrilled stoked pumped blessed honored interested inspired tired scared
                    worried relieved amazed surprised impressed delighted pleased touched moved\
                    """);

    static Mood of(Phrase clause) {
        var text = clause.text();
        var lower = text.toLowerCase(Locale.ROOT);
        List<String> words = Tokens.lowerWords(text);
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
        if (text.endsWith("?") || isUnmarkedQuestion(clause)) {
            return QUESTION;
        }
        return isImperative(clause) ? REQUEST : STATEMENT;
    }

    /// A clause of the speaker's that leaves the subject out: `Can't stop eating chocolate`, `Moved
    /// to Graz last week`, `Researching schools`.
    static boolean lacksSubject(Phrase clause) {
        if (clause.size() < 3) {
            return false;
        }
        int at = 0;
        while (at < 2 && (clause.is(at, Tag.ADV) || Set.of("just").contains(clause.lower(at)))) {
            at++;
        }
        var word = clause.lower(at);
        if (clause.is(at, Tag.AUX) && clause.lower(at + 1).equals("n't")) {
            return !word.equals("do") && !clause.is(at + 2, Tag.PRON, Tag.DET, Tag.PROPN);
        }
        if (word.equals("going") && clause.lower(at + 1).equals("to")) {
            return clause.is(at + 2, Tag.VERB, Tag.AUX);
        }
        if (word.equals("been")) {
            return true;
        }
        if (!clause.is(at, Tag.VERB) || NOT_LEFT_OUT.contains(word) || FELT.contains(word)) {
            return false;
        }
        return word.endsWith("ing") ? isDoing(clause, at) : Verbs.isPast(word) && !lacksIt(clause);
    }

    /// A clause that leaves out what it goes on about: `Reminds me of home`, `Really made me
    /// proud`.
    static boolean lacksIt(Phrase clause) {
        int at = clause.is(0, Tag.ADV) ? 1 : 0;
        var word = clause.lower(at);
        boolean isPresent = Verbs.isThirdPerson(word) && !clause.at(at).lemma().equals(word);
        boolean isPast = Verbs.isPast(word) && Set.of("me", "us").contains(clause.lower(at + 1));
        return clause.size() > 2
                && clause.is(at, Tag.VERB)
                && (isPresent && clause.is(at + 1, Tag.PRON, Tag.DET, Tag.ADP) || isPast);
    }

    /// Whether what begins with a form in `-ing` has no verb that it could be the subject of.
    private static boolean isDoing(Phrase clause, int from) {
        for (int at = from + 1; at < clause.size(); at++) {
            if (clause.is(at, Tag.SCONJ, Tag.PUNCT) && !clause.lower(at).equals(",")) {
                return true;
            }
            if (clause.is(at, Tag.AUX)
                    || clause.is(at, Tag.VERB)
                            && (Verbs.isPast(clause.lower(at))
                                    || Verbs.isThirdPerson(clause.lower(at)))) {
                return false;
            }
        }
        return true;
    }

    /// The clause with the subject that it leaves out.
    static String withSubject(Phrase clause) {
        var text = clause.text();
        var rest = text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
        boolean isDoing =
                clause.lower(0).endsWith("ing")
                        || clause.is(0, Tag.ADV) && clause.lower(1).endsWith("ing");
        if (rest.startsWith("been")) {
            return "I've " + rest;
        }
        return (isDoing ? "I'm " : "I ") + rest;
    }

    private static boolean isUnmarkedQuestion(Phrase clause) {
        return Clauses.startsQuestion(clause)
                && !(English.SUBORDINATORS.contains(clause.lower(0)) && !clause.is(1, Tag.AUX));
    }

    private static boolean isImperative(Phrase clause) {
        int at = clause.is(0, Tag.ADV) ? 1 : 0;
        var first = clause.lower(at);
        if (first.equals("do")) {
            int verb = clause.lower(at + 1).equals("n't") ? at + 2 : at + 1;
            return Verbs.isCommonBase(clause.lower(verb));
        }
        boolean isBase =
                Verbs.isCommonBase(first) && !clause.is(at, Tag.ADP, Tag.NOUN, Tag.PROPN)
                        || clause.is(at, Tag.VERB) && clause.at(at).lemma().equals(first);
        return isBase
                && !Verbs.isPast(first)
                && !clause.is(at + 1, Tag.AUX)
                && !Verbs.isThirdPerson(clause.lower(at + 1));
    }
}
