package dev.keepsake.graph;

import dev.keepsake.memory.Filter;
import dev.keepsake.model.Token;
import dev.keepsake.model.Token.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Proper names of an English sentence: runs of words that the tagger takes for names, or that have
/// a capital where English has none by itself (engine contract 4.4, 16.6). Whether a name is a
/// person, a place or a product is not told.
final class NameSpans {

    private static final Set<String> LINKS = Set.of("of", "the", "for", "at", "in");

    /// Join what they stand between only behind an institution: "Centers for Disease Control", but
    /// not "Ana in Berlin".
    private static final Set<String> LOOSE_LINKS = Set.of("for", "at", "in");

    /// Of words that the tagger takes for names where they begin a sentence.
    private static final Set<String> COMMON_ENDINGS =
            Set.of("ing", "tion", "ity", "ness", "ment", "ful", "able", "ously", "ally");

    private static final Pattern TRAILING = Pattern.compile("(?:'s|[!?,;:*~]+|'+)+$");

    private static final Pattern TAIL = Pattern.compile("-\\p{Lu}[\\p{L}'-]*");

    private final Sentence sentence;
    private final List<Token> tokens;
    private final Set<String> commonWords;
    private final int first;

    /// @param commonWords the words that the whole text has in lower case
    NameSpans(Sentence sentence, Set<String> commonWords) {
        this.sentence = sentence;
        this.tokens = sentence.tokens();
        this.commonWords = commonWords;
        this.first = first(tokens);
    }

    private static int first(List<Token> tokens) {
        var at = 0;
        while (at < tokens.size() && !hasLetter(tokens.get(at))) {
            at++;
        }
        return at;
    }

    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        if (!isShouted()) {
            for (var at = 0; at < tokens.size(); at++) {
                if (begins(at)) {
                    var last = end(at);
                    add(at, last, spans);
                    at = last;
                }
            }
        }
        return spans;
    }

    private void add(int from, int to, List<Span> spans) {
        var last = to;
        while (last > from && isBare(tokens.get(last))) {
            last--;
        }
        if (from == last && !standsAlone(from)) {
            return;
        }
        var text = bare(sentence.between(from, last));
        var start = tokens.get(from).start();
        spans.add(Span.proper(start, start + text.length(), text));
    }

    /// Without what the tokenizer left at the end.
    private static String bare(String name) {
        return TRAILING.matcher(name).replaceAll("");
    }

    /// Titles and calendar words are names only beside another.
    private static boolean isBare(Token token) {
        var word = word(token);
        return Words.HONORIFIC.contains(word) || Words.CALENDAR.contains(word);
    }

    private boolean standsAlone(int at) {
        var word = word(tokens.get(at));
        return !isBare(tokens.get(at))
                && !Words.TITLE_LIKE.contains(word)
                && !Words.ORGANISATION.contains(word);
    }

    /// Whether a name may begin with this word.
    private boolean begins(int at) {
        var token = tokens.get(at);
        if (!isCapital(token) || isCalendarAlone(at)) {
            return false;
        }
        return at == first || opens(at) ? beginsSentence(at) : isMarked(token);
    }

    /// A capital at the start of a sentence is no evidence of its own.
    private boolean beginsSentence(int at) {
        var token = tokens.get(at);
        if (Gazetteer.knows(word(token))) {
            return true;
        }
        if (token.is(Tag.PROPN)) {
            return namesFollow(at) || !isCommonWord(token) || isPerson(at);
        }
        if (isListed(at) && token.is(Tag.NOUN, Tag.X)) {
            return !isCommonWord(token);
        }
        return namesFollow(at)
                && (token.is(Tag.ADJ, Tag.X) && !Words.VAGUE.contains(word(token))
                        || isJoiner(at + 1));
    }

    private boolean isCommonWord(Token token) {
        var word = word(token);
        return commonWords.contains(word)
                || word.length() > 6 && COMMON_ENDINGS.stream().anyMatch(word::endsWith);
    }

    /// Somebody does something here, even where the rest of the text has the word in lower case.
    private boolean isPerson(int at) {
        return commonWords.contains(word(tokens.get(at)))
                && at + 1 < tokens.size()
                && tokens.get(at + 1).is(Tag.AUX, Tag.VERB);
    }

    /// As in "Luna and Oliver".
    private boolean isListed(int at) {
        return at + 2 < tokens.size()
                && tokens.get(at + 1).text().equals("and")
                && isCapital(tokens.get(at + 2))
                && tokens.get(at + 2).is(Tag.PROPN);
    }

    private boolean namesFollow(int at) {
        var next = isJoiner(at + 1) ? at + 2 : at + 1;
        return next < tokens.size() && sentence.adjoins(at) && isMarked(tokens.get(next));
    }

    private boolean isJoiner(int at) {
        return at < tokens.size() && tokens.get(at).text().equals("&");
    }

    /// Behind a colon or a bracket, capitals are as usual as at the start.
    private boolean opens(int at) {
        return at > 0
                && Set.of(":", "\"", "(", "[", "-", "–", "—").contains(tokens.get(at - 1).text())
                && sentence.gap(at - 1) <= 1
                && !isHyphenInside(at - 1);
    }

    private boolean isHyphenInside(int at) {
        return at > 0
                && tokens.get(at).text().equals("-")
                && sentence.gap(at - 1) == 0
                && sentence.adjoins(at)
                && sentence.gap(at) == 0;
    }

    /// A capital in the middle of a sentence.
    private static boolean isMarked(Token token) {
        return isCapital(token) && token.is(Tag.PROPN, Tag.NOUN, Tag.ADJ, Tag.X);
    }

    /// "in May", but not "May Parker".
    private boolean isCalendarAlone(int at) {
        return Words.CALENDAR.contains(word(tokens.get(at)))
                && (!namesFollow(at) || Words.CALENDAR.contains(word(tokens.get(at + 1))));
    }

    /// The last token of the name that begins here.
    private int end(int from) {
        var last = from;
        var next = next(last);
        while (next > last) {
            last = next;
            next = next(last);
        }
        return last;
    }

    /// The next word of the same name; the same word if there is none.
    private int next(int at) {
        if (!sentence.adjoins(at)) {
            return at;
        }
        if (continues(at + 1) || isTail(at + 1)) {
            return at + 1;
        }
        var joint = at + 1;
        var token = tokens.get(joint);
        if (token.text().equals("&") || isHyphenInside(joint)) {
            return sentence.adjoins(joint) && continues(joint + 1) ? joint + 1 : at;
        }
        if (token.text().equals("'s")) {
            return sentence.adjoins(joint)
                            && continues(joint + 1)
                            && Words.ORGANISATION.contains(word(tokens.get(joint + 1)))
                    ? joint + 1
                    : at;
        }
        return overLinks(at);
    }

    /// The "-Luc" of "Jean-Luc", which the tokenizer may cut off.
    private boolean isTail(int at) {
        return sentence.gap(at - 1) == 0 && TAIL.matcher(tokens.get(at).text()).matches();
    }

    /// At most two small words, such as in "Lord of the Rings".
    private int overLinks(int at) {
        var next = at + 1;
        while (next < tokens.size() - 1
                && next <= at + 2
                && isLink(at, tokens.get(next))
                && sentence.adjoins(next)) {
            next++;
        }
        return next > at + 1 && continues(next) ? next : at;
    }

    private boolean isLink(int before, Token token) {
        return LINKS.contains(token.text())
                && (!LOOSE_LINKS.contains(token.text())
                        || Words.ORGANISATION.contains(word(tokens.get(before))));
    }

    /// Whether the word may be one of a name that began before it.
    private boolean continues(int at) {
        if (at >= tokens.size()) {
            return false;
        }
        var token = tokens.get(at);
        return isMarked(token) && !isCalendarAlone(at);
    }

    /// Where all is in capitals, capitals say nothing.
    private boolean isShouted() {
        var words = tokens.stream().filter(NameSpans::hasLetter).toList();
        var loud =
                words.stream()
                        .filter(each -> each.text().length() > 1)
                        .filter(each -> each.text().equals(each.text().toUpperCase(Locale.ROOT)))
                        .count();
        return words.size() >= 4 && loud * 2 > words.size();
    }

    private static boolean isCapital(Token token) {
        return token.text().codePoints().anyMatch(Character::isUpperCase)
                && !Words.NEVER_NAMES.contains(word(token))
                && !Words.GENERIC.contains(word(token));
    }

    private static boolean hasLetter(Token token) {
        return token.text().codePoints().anyMatch(Character::isLetter);
    }

    /// In lower case, without the full stop of an abbreviation.
    private static String word(Token token) {
        var text = Filter.foldCase(token.text());
        return text.length() > 1 && text.endsWith(".")
                ? text.substring(0, text.length() - 1)
                : text;
    }
}
