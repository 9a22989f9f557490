package dev.keepsake.ingest;

import dev.keepsake.model.Token;
import dev.keepsake.model.Token.Tag;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes one statement of a question and a few words that answer it: `How long have you been
/// married?` and `5 years` become `Ana has been married 5 years`. Only where grammar is plain.
final class Reply {

    private static final Set<String> THINGS = English.words("what which who whom");
    private static final Set<String> EMPTY_VERBS = English.words("do doing think mean say up");
    private static final Set<String> COPULAS = English.words("is are was were 's 're");
    private static final int LONGEST = 12;

    private final Phrase question;
    private final String speaker;
    private final Phrase answer;
    private final String words;

    /// @param words the answer as told
    Reply(Phrase question, String speaker, Phrase answer, String words) {
        this.question = withoutMark(question);
        this.speaker = speaker;
        this.answer = answer;
        this.words = words;
    }

    private static Phrase withoutMark(Phrase question) {
        int end = question.size();
        while (end > 0 && question.is(end - 1, Tag.PUNCT)) {
            end--;
        }
        return question.part(0, end);
    }

    /// Null where the two do not make a plain statement.
    @Nullable String statement() {
        if (Tokens.words(words).size() > LONGEST || answer.size() == 0) {
            return null;
        }
        for (int at = 1; at < question.size() - 1; at++) {
            if (question.lower(at + 1).equals("your") && at == 1) {
                return ofPossession(at);
            }
            if (question.lower(at + 1).equals("you")) {
                return ofAction(at);
            }
        }
        return null;
    }

    /// `What's your favourite colour?`
    private @Nullable String ofPossession(int verb) {
        var noun = question.part(verb + 2, question.size());
        boolean isPlain =
                question.lower(0).equals("what")
                        && COPULAS.contains(question.lower(verb))
                        && !noun.isEmpty()
                        && noun.tokens().stream()
                                .allMatch(token ->
                                        token.is(Tag.NOUN, Tag.ADJ, Tag.PROPN, Tag.ADP, Tag.DET));
        if (!isPlain) {
            return null;
        }
        var is = question.lower(verb).equals("'s") ? "is" : question.lower(verb);
        return PersonRewrite.possessive(speaker)
                + " "
                + noun.text()
                + " "
                + (is.equals("'re") ? "are" : is)
                + " "
                + words;
    }

    /// `Which team did you join?`
    private @Nullable String ofAction(int auxiliary) {
        var rest = question.part(auxiliary + 2, question.size());
        boolean isPlain =
                !rest.isEmpty()
                        && !EMPTY_VERBS.contains(rest.lower(rest.size() - 1))
                        && !EMPTY_VERBS.contains(rest.lower(0))
                        && rest.tokens().stream().noneMatch(Reply::isOpen);
        var predicate = isPlain ? predicate(question.lower(auxiliary), rest) : null;
        var complement = complement(auxiliary);
        return predicate == null || complement == null
                ? null
                : speaker + " " + predicate + " " + complement;
    }

    /// A pronoun that would be lost without what was said before, or a question of its own.
    private static boolean isOpen(Token token) {
        var word = token.text().toLowerCase(Locale.ROOT);
        return English.DANGLING.contains(word)
                || English.QUESTION_WORDS.contains(word)
                || English.SPEAKER.contains(word)
                || word.startsWith("you")
                || token.is(Tag.SCONJ, Tag.PUNCT, Tag.CCONJ);
    }

    private @Nullable String predicate(String auxiliary, Phrase rest) {
        var tail = rest.part(1, rest.size()).text();
        var end = tail.isEmpty() ? "" : " " + tail;
        boolean isBase = rest.is(0, Tag.VERB, Tag.AUX, Tag.NOUN);
        return switch (auxiliary) {
            case "did", "'d" -> isBase ? Verbs.past(rest.lower(0)) + end : null;
            case "do" -> isBase ? Verbs.thirdPerson(rest.lower(0)) + end : null;
            case "have", "'ve" -> "has " + rest.text();
            case "are", "'re" -> "is " + rest.text();
            case "were" -> "was " + rest.text();
            case "will", "can", "could", "would" -> auxiliary + " " + rest.text();
            default -> null;
        };
    }

    /// The answer as it stands after the verb, by what was asked for.
    private @Nullable String complement(int auxiliary) {
        var asked = question.lower(0);
        if (THINGS.contains(asked)) {
            return answer.is(0, Tag.ADP) ? null : words;
        }
        if (asked.equals("where")) {
            return answer.is(0, Tag.ADP) ? words : answer.is(0, Tag.PROPN) ? "in " + words : null;
        }
        if (asked.equals("how") && Set.of("long", "often").contains(question.lower(1))) {
            return words;
        }
        boolean isCount = asked.equals("how") && question.lower(1).equals("many");
        return isCount && answer.size() == 1 && answer.is(0, Tag.NUM)
                ? words + " " + question.part(2, auxiliary).text()
                : null;
    }
}
