package dev.keepsake.ingest;

import dev.keepsake.model.Linguist;
import dev.keepsake.model.Token;
import dev.keepsake.model.Token.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A sentence, or a stretch of one, with its words told apart. Contractions are two tokens: `I` and
/// `'m`, `do` and `n't`.
record Phrase(String text, List<Token> tokens) {

    private static final Pattern CONTRACTED =
            Pattern.compile("(?i)^(.+?)('m|'s|'re|'ve|'d|'ll|n't)$");
    private static final Set<String> JUDGING =
            English.words(
                    """
                    so nice cool awesome great good amazing perfect sweet lovely super very wow yay
                    ha haha hah oops woohoo woo-hoo phew mell kind sort absolutely definitely sure anytime totally not no yes\
                    """);
    private static final Tag[] NOMINAL = {Tag.NOUN, Tag.PROPN, Tag.ADJ, Tag.NUM, Tag.X};
    private static final Set<String> PRONOUNS =
            English.words("i you we they he she it that this there who what where how here");

    Phrase {
        tokens = List.copyOf(tokens);
    }

    static Phrase of(String text, Linguist linguist) {
        List<Token> tokens = new ArrayList<>();
        linguist.tokens(text).forEach(token -> addParts(token, tokens));
        tellVerbs(tokens);
        return new Phrase(text, tokens);
    }

    /// `'s` after a noun is a verb where no noun follows: `the guitar's mostly mine`.
    private static void tellVerbs(List<Token> tokens) {
        for (int at = 1; at < tokens.size() - 1; at++) {
            var token = tokens.get(at);
            if (token.text().equalsIgnoreCase("'s") && token.is(Tag.PART)) {
                var next = tokens.get(at + 1);
                boolean endsThere = at + 2 >= tokens.size() || !tokens.get(at + 2).is(NOMINAL);
                boolean isVerb =
                        next.is(Tag.DET, Tag.ADV, Tag.ADP, Tag.AUX)
                                || next.is(Tag.ADJ, Tag.VERB) && endsThere;
                if (isVerb) {
                    var lemma = next.lemma().equals("be") ? "have" : "be";
                    tokens.set(
                            at,
                            new Token(token.text(), lemma, Tag.AUX, token.start(), token.end()));
                }
            }
        }
    }

    private static void addParts(Token token, List<Token> parts) {
        var match = CONTRACTED.matcher(token.text());
        if (!match.matches()) {
            parts.add(token);
            return;
        }
        var head = match.group(1);
        var tail = match.group(2);
        int cut = token.start() + head.length();
        var lemmas = token.lemma().split("\\+", 2);
        var headLemma = lemmas.length == 2 ? lemmas[0] : head.toLowerCase(Locale.ROOT);
        var tailLemma = lemmas.length == 2 ? lemmas[1] : "'s";
        boolean isNegation = tail.equalsIgnoreCase("n't");
        parts.add(new Token(head, headLemma, headTag(head, isNegation), token.start(), cut));
        parts.add(tail(tail.toLowerCase(Locale.ROOT), tailLemma, cut, token.end()));
    }

    private static Tag headTag(String head, boolean isNegation) {
        if (isNegation) {
            return Tag.AUX;
        }
        if (PRONOUNS.contains(head.toLowerCase(Locale.ROOT))) {
            return Tag.PRON;
        }
        return Tokens.isCapitalised(head) ? Tag.PROPN : Tag.NOUN;
    }

    private static Token tail(String tail, String lemma, int start, int end) {
        return switch (tail) {
            case "n't" -> new Token(tail, "not", Tag.PART, start, end);
            case "'m", "'re" -> new Token(tail, "be", Tag.AUX, start, end);
            case "'ve" -> new Token(tail, "have", Tag.AUX, start, end);
            case "'ll" -> new Token(tail, "will", Tag.AUX, start, end);
            case "'d" -> new Token(tail, "would", Tag.AUX, start, end);
            default ->
                    new Token(
                            tail,
                            lemma,
                            lemma.equals("be") || lemma.equals("have") ? Tag.AUX : Tag.PART,
                            start,
                            end);
        };
    }

    int size() {
        return tokens.size();
    }

    boolean isEmpty() {
        return tokens.isEmpty();
    }

    Token at(int index) {
        return tokens.get(index);
    }

    /// The word in lower case; empty outside the phrase.
    String lower(int index) {
        return index < 0 || index >= tokens.size()
                ? ""
                : tokens.get(index).text().toLowerCase(Locale.ROOT);
    }

    boolean is(int index, Tag... tags) {
        return index >= 0 && index < tokens.size() && tokens.get(index).is(tags);
    }

    /// Whether a few words can answer a question: they name or count something, and do not only
    /// judge.
    ///
    /// @param withAdjective whether a mere adjective will do: `Blue`
    boolean answers(boolean withAdjective) {
        boolean isJudging = is(0, Tag.INTJ) || JUDGING.contains(lower(0));
        return !isJudging
                && tokens.stream().anyMatch(token -> token.is(Tag.NOUN, Tag.PROPN, Tag.NUM));
    }

    /// Whether a word keeps its capital inside a sentence.
    boolean isNameAt(int index) {
        return is(index, Tag.PROPN)
                || is(index, Tag.NOUN, Tag.X) && tokens.get(index).lemma().equals(lower(index));
    }

    /// The tokens from one index to before another, with the text between them.
    Phrase part(int from, int to) {
        if (from >= to) {
            return new Phrase("", List.of());
        }
        int start = tokens.get(from).start();
        int end = tokens.get(to - 1).end();
        List<Token> moved = new ArrayList<>(to - from);
        for (var token : tokens.subList(from, to)) {
            moved.add(
                    new Token(
                            token.text(),
                            token.lemma(),
                            token.tag(),
                            token.start() - start,
                            token.end() - start));
        }
        return new Phrase(text.substring(start, end), moved);
    }

    /// The tokens that lie in a piece of the text.
    Phrase within(int start, int end) {
        int from = 0;
        while (from < size() && tokens.get(from).start() < start) {
            from++;
        }
        int to = from;
        while (to < size() && tokens.get(to).end() <= end) {
            to++;
        }
        return part(from, to);
    }

    /// The lemmas of nouns, names, verbs and numbers that tell what it is about.
    Set<String> topic() {
        Set<String> topic = new java.util.LinkedHashSet<>();
        for (var token : tokens) {
            var lemma = token.lemma();
            boolean isContent = token.is(Tag.NOUN, Tag.PROPN, Tag.VERB, Tag.ADJ, Tag.NUM, Tag.X);
            if (isContent
                    && lemma.length() > 2
                    && !English.STOP_WORDS.contains(lemma)
                    && !English.VAGUE.contains(lemma)) {
                topic.add(lemma);
            }
        }
        return topic;
    }
}
