package dev.keepsake.ingest;

import dev.keepsake.model.Token.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Takes off what only opens, closes or pads a sentence: greetings, interjections, fillers, and the
/// name of whom it is said to.
final class Opening {

    /// Go when a mark, another opener or a statement of its own follows.
    private static final Set<String> OPENERS =
            English.words(
                    """
                    hi hello hey hiya heya greetings oh ah aw aww ooh wow whoa woah yeah yes yep yup
                    yea ya no nope nah ok okay well so also and but sure right cool nice great
                    awesome anyway anyways plus totally absolutely definitely exactly haha hahaha
                    lol hmm um uh btw actually honestly basically frankly like man dude gosh thanks
                    congrats congratulations sorry speaking indeed true agreed same anyhow seriously
                    perfect amazing wonderful\
                    """);

    /// Go in front of any statement, even without a mark.
    private static final Set<String> JOINTS =
            English.words(
                    "oh ah yeah yes yep yup well so also and but plus anyway btw hey hi hello no");

    private static final List<List<String>> FRAMES =
            List.of(
                    List.of("by", "the", "way"),
                    List.of("you", "know"),
                    List.of("to", "be", "honest"),
                    List.of("in", "fact"),
                    List.of("of", "course"),
                    List.of("for", "sure"),
                    List.of("i", "mean"),
                    List.of("i", "think", "that"),
                    List.of("good", "morning"),
                    List.of("good", "evening"),
                    List.of("good", "afternoon"),
                    List.of("thank", "you"),
                    List.of("no", "worries"),
                    List.of("guess", "what"),
                    List.of("oh", "my", "god"),
                    List.of("first", "of", "all"),
                    List.of("as", "for", "me"),
                    List.of("speaking", "of", "which"),
                    List.of("no", "doubt"),
                    List.of("long", "time", "no", "see"));

    private static final Set<String> CLOSERS =
            English.words("right lol haha btw though tho indeed anyway please thanks");

    /// Small talk about how long it has been, and what stands before it.
    private static final Pattern SINCE_LAST_TIME =
            Pattern.compile(
                    "(?i)^[^.!?]{0,80}?\\bsince (?:(?:we|i|you) (?:last )?(?:spoke|chatted|talked|met up|met"
                            + "|saw|caught|hung)|(?:our|the) last (?:chat|talk|convo|conversation|time we"
                            + " \\p{L}+))[^,.!?–—-]{0,20}(?:[,–—-]+\\s*|[.!?]*$)");

    private final Set<String> names;

    /// @param names of those who speak; their beginnings count too
    Opening(Set<String> names) {
        this.names = names;
    }

    /// Without how long ago one spoke last.
    static String withoutSmallTalk(String sentence) {
        return Tokens.withFirstUpper(SINCE_LAST_TIME.matcher(sentence).replaceFirst(""));
    }

    Phrase trimmed(Phrase sentence) {
        int from = 0;
        int to = sentence.size();
        for (int next = past(sentence, from); next > from; next = past(sentence, from)) {
            from = next;
        }
        for (int last = before(sentence, from, to); last < to; last = before(sentence, from, to)) {
            to = last;
        }
        return from == 0 && to == sentence.size() ? sentence : sentence.part(from, to);
    }

    private int past(Phrase sentence, int from) {
        if (from >= sentence.size()) {
            return from;
        }
        if (sentence.is(from, Tag.PUNCT, Tag.SYM) && !isQuote(sentence.lower(from))) {
            return from + 1;
        }
        if (isName(sentence, from)
                && (isMark(sentence, from + 1)
                        || from > 0 && startsStatement(sentence, from + 1))) {
            return from + 1;
        }
        for (var frame : FRAMES) {
            int end = from + frame.size();
            if (matches(sentence, from, frame)
                    && (isMark(sentence, end) || isName(sentence, end))) {
                return end;
            }
        }
        var word = sentence.lower(from);
        boolean opens =
                OPENERS.contains(word)
                        && (isMark(sentence, from + 1)
                                || isName(sentence, from + 1) && isMark(sentence, from + 2)
                                || OPENERS.contains(sentence.lower(from + 1))
                                        && isMark(sentence, from + 2)
                                || JOINTS.contains(word) && startsStatement(sentence, from + 1));
        return opens ? from + 1 : from;
    }

    private int before(Phrase sentence, int from, int to) {
        int end = to;
        while (end > from && sentence.is(end - 1, Tag.PUNCT) && isEnd(sentence.lower(end - 1))) {
            end--;
        }
        var last = sentence.lower(end - 1);
        boolean closes =
                end - 2 > from
                        && sentence.lower(end - 2).equals(",")
                        && (isName(sentence, end - 1) || CLOSERS.contains(last));
        if (closes) {
            return end - 2;
        }
        // `too` says that somebody else does it as well, which is not known here
        boolean isToo = end - 2 > from && last.equals("too") && sentence.lower(end - 2).equals(",");
        return isToo ? end - 2 : to;
    }

    private static boolean matches(Phrase sentence, int from, List<String> words) {
        for (int at = 0; at < words.size(); at++) {
            if (!sentence.lower(from + at).equals(words.get(at))) {
                return false;
            }
        }
        return true;
    }

    private boolean isName(Phrase sentence, int at) {
        if (at < 0 || at >= sentence.size()) {
            return false;
        }
        var text = sentence.at(at).text();
        return text.length() > 1
                && Tokens.isCapitalised(text)
                && names.stream()
                        .anyMatch(name ->
                                name.toLowerCase(Locale.ROOT)
                                        .startsWith(text.toLowerCase(Locale.ROOT)));
    }

    private static boolean isMark(Phrase sentence, int at) {
        return at >= sentence.size()
                || sentence.is(at, Tag.PUNCT, Tag.SYM) && !isQuote(sentence.lower(at));
    }

    private static boolean startsStatement(Phrase sentence, int at) {
        var word = sentence.lower(at);
        return sentence.is(at, Tag.PRON, Tag.PROPN, Tag.DET)
                || English.SUBORDINATORS.contains(word)
                || sentence.is(at, Tag.AUX, Tag.VERB)
                || English.CALENDAR.contains(word)
                || word.equals("last");
    }

    private static boolean isQuote(String mark) {
        return mark.equals("\"") || mark.equals("'") || mark.equals("``") || mark.equals("(");
    }

    private static boolean isEnd(String mark) {
        return !mark.equals(")") && !isQuote(mark) && !mark.equals("''");
    }
}
