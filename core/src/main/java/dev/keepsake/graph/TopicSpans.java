package dev.keepsake.graph;

import dev.keepsake.memory.Filter;
import dev.keepsake.model.Token;
import dev.keepsake.model.Token.Tag;
import java.util.ArrayList;
import java.util.List;

/// Noun phrases that say what an English sentence is about: two words or more of which none is
/// vague (engine contract 4.4).
final class TopicSpans {

    private static final int MOST_WORDS = 5;

    private TopicSpans() {}

    static List<Span> in(Sentence sentence) {
        List<Span> spans = new ArrayList<>();
        var tokens = sentence.tokens();
        var from = 0;
        while (from < tokens.size()) {
            var to = from;
            while (to < tokens.size() && isPart(tokens.get(to)) && joins(sentence, from, to)) {
                to++;
            }
            if (to > from) {
                add(sentence, from, to, spans);
            }
            from = Math.max(to, from + 1);
        }
        return spans;
    }

    private static boolean joins(Sentence sentence, int from, int at) {
        return at == from || sentence.gap(at - 1) == 1;
    }

    private static boolean isPart(Token token) {
        return token.is(Tag.ADJ, Tag.NOUN)
                && token.text().length() > 1
                && token.text().codePoints().allMatch(TopicSpans::isWordCharacter);
    }

    private static boolean isWordCharacter(int point) {
        return Character.isLetter(point) || point == '-';
    }

    /// Cuts a chunk down to what is specific about it.
    private static void add(Sentence sentence, int chunkStart, int chunkEnd, List<Span> spans) {
        var tokens = sentence.tokens();
        var from = chunkStart;
        var to = chunkEnd;
        while (to > from && !tokens.get(to - 1).is(Tag.NOUN)) {
            to--;
        }
        if (to - from > 1 && Words.GENERIC_TAILS.contains(word(tokens.get(to - 1)))) {
            to--;
        }
        while (from < to && isVague(tokens.get(from))) {
            from++;
        }
        if (to - from < 2
                || to - from > MOST_WORDS
                || !tokens.get(to - 1).is(Tag.NOUN)
                || Words.CIRCUMSTANTIAL.contains(word(tokens.get(from)))
                || Words.GENERIC.contains(word(tokens.get(to - 1)))
                || isEmptyHead(tokens, to - 1)) {
            return;
        }
        var text = sentence.between(from, to - 1);
        spans.add(Span.topic(tokens.get(from).start(), tokens.get(to - 1).end(), text));
    }

    /// Adjectives that grade, compare or count.
    private static boolean isVague(Token token) {
        var word = word(token);
        return Words.VAGUE.contains(word)
                || token.is(Tag.ADJ) && word.endsWith("est") && word.length() > 5
                || word.endsWith("iest")
                || Words.GENERIC.contains(word);
    }

    private static boolean isEmptyHead(List<Token> tokens, int head) {
        return Words.GENERIC_HEADS.contains(word(tokens.get(head)))
                && !tokens.get(head - 1).is(Tag.NOUN);
    }

    private static String word(Token token) {
        return Filter.foldCase(token.text());
    }
}
