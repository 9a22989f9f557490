package dev.keepsake.ingest;

import dev.keepsake.model.Token.Tag;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A question that somebody asked, to be told with its answer.
///
/// @param at position of its message among the new ones; negative for an earlier one
/// @param asker what the one who asked is called
/// @param phrase the question as asked, without greeting
record Question(int at, String asker, Phrase phrase) {

    private static final Set<String> WH =
            English.words("what which who whom whose where when why how");
    private static final Set<String> ABOUT = English.words("any anything");
    private static final int SHORTEST = 4;
    private static final int LONGEST = 16;

    /// Whether its words help to understand an answer.
    boolean isTelling() {
        return phrase.size() >= SHORTEST && phrase.size() <= LONGEST;
    }

    /// The question as part of a sentence, word for word when grammar fails.
    String told() {
        var indirect = indirect();
        return indirect == null ? "\"" + phrase.text().strip() + "\"" : indirect;
    }

    /// The question as part of a sentence: `how long they have been married`. The one who answers
    /// is `they`.
    ///
    /// @return null when it cannot be told so
    @Nullable String indirect() {
        int end = phrase.size();
        while (end > 0 && phrase.is(end - 1, Tag.PUNCT)) {
            end--;
        }
        var question = phrase.part(0, end);
        if (question.isEmpty()) {
            return null;
        }
        if (WH.contains(question.lower(0))) {
            return ofContent(question);
        }
        if (question.is(0, Tag.AUX)
                || Set.of("did", "do", "have", "does").contains(question.lower(0))) {
            var asked = turned(question, 0);
            return asked == null ? null : "whether " + asked;
        }
        boolean isFragment = !Clauses.hasVerb(question) && ABOUT.contains(question.lower(0));
        return isFragment ? "about " + retold(question, 0, question.size()) : null;
    }

    private @Nullable String ofContent(Phrase question) {
        for (int at = 1; at < question.size(); at++) {
            if (question.is(at, Tag.AUX) || isDo(question, at)) {
                var rest = turned(question, at);
                return rest == null ? null : retold(question, 0, at) + " " + rest;
            }
            if (question.is(at, Tag.VERB)) {
                return retold(question, 0, question.size());
            }
        }
        return null;
    }

    private static boolean isDo(Phrase question, int at) {
        return Set.of("do", "does", "did").contains(question.lower(at))
                && question.is(at + 1, Tag.PRON, Tag.DET, Tag.PROPN);
    }

    /// What follows the auxiliary, with the subject in front of it again.
    private @Nullable String turned(Phrase question, int auxiliary) {
        int subjectEnd = subjectEnd(question, auxiliary + 1);
        if (subjectEnd < 0) {
            return null;
        }
        boolean isListener = question.lower(auxiliary + 1).equals("you");
        var subject = retoldSubject(question, auxiliary + 1, subjectEnd);
        var verb = written(question.lower(auxiliary), isListener);
        if (!isDoForm(verb)) {
            return joined(subject, verb, retold(question, subjectEnd, question.size()));
        }
        int main = subjectEnd;
        while (question.is(main, Tag.ADV)) {
            main++;
        }
        if (!question.is(main, Tag.VERB, Tag.AUX, Tag.NOUN) || !isBase(question, main)) {
            return null;
        }
        var base = question.lower(main);
        var form =
                verb.equals("did")
                        ? Verbs.past(base)
                        : verb.equals("does") ? Verbs.thirdPerson(base) : base;
        return joined(
                joined(subject, retold(question, subjectEnd, main), form),
                "",
                retold(question, main + 1, question.size()));
    }

    private static boolean isDoForm(String verb) {
        return verb.equals("did") || verb.equals("do") || verb.equals("does");
    }

    private static boolean isBase(Phrase question, int at) {
        return question.at(at).lemma().equals(question.lower(at))
                || Verbs.isCommonBase(question.lower(at));
    }

    private static String joined(String one, String two, String three) {
        return (one + " " + two + " " + three).strip().replaceAll("\\s+", " ");
    }

    /// The end of a pronoun, or of a noun phrase when a verb or the end follows it.
    private static int subjectEnd(Phrase question, int from) {
        if (from >= question.size()) {
            return -1;
        }
        if (Set.of("you", "they", "he", "she", "it", "we", "i", "that", "this")
                        .contains(question.lower(from))
                && !question.is(from + 1, Tag.NOUN)) {
            return from + 1;
        }
        int at = from;
        while (question.is(
                at, Tag.DET, Tag.PRON, Tag.ADJ, Tag.NOUN, Tag.PROPN, Tag.PART, Tag.NUM)) {
            at++;
        }
        boolean isWhole = at == question.size() || question.is(at, Tag.VERB);
        return at > from && isWhole ? at : -1;
    }

    private String retoldSubject(Phrase question, int from, int to) {
        return question.lower(from).equals("you") && to == from + 1
                ? "they"
                : retold(question, from, to);
    }

    /// `you` becomes the one who answers, `I` the one who asked.
    private String retold(Phrase question, int from, int to) {
        var text = new StringBuilder();
        for (int at = from; at < to; at++) {
            boolean isSpaced = at > from && question.at(at).start() > question.at(at - 1).end();
            text.append(isSpaced ? " " : "").append(word(question, at));
        }
        return text.toString();
    }

    private String word(Phrase question, int at) {
        var text = question.at(at).text();
        boolean isFirst = at == 0 && !question.is(0, Tag.PROPN);
        return switch (question.lower(at)) {
            case "you" ->
                    question.is(at + 1, Tag.AUX, Tag.VERB) && !question.is(at - 1, Tag.VERB)
                            ? "they"
                            : "them";
            case "your" -> "their";
            case "yours" -> "theirs";
            case "yourself" -> "themselves";
            case "i", "me" -> asker;
            case "my" -> PersonRewrite.possessive(asker);
            default -> isFirst ? text.toLowerCase(Locale.ROOT) : text;
        };
    }

    private static String written(String auxiliary, boolean isPlural) {
        return switch (auxiliary) {
            case "'re" -> "are";
            case "'ve" -> "have";
            case "'ll" -> "will";
            case "'s" -> isPlural ? "have" : "is";
            case "'d" -> "did";
            default -> auxiliary;
        };
    }
}
