package dev.keepsake.graph;

import dev.keepsake.ingest.Language;
import dev.keepsake.memory.Filter;
import dev.keepsake.model.Linguist;
import dev.keepsake.model.Token;
import dev.keepsake.model.Token.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds the names, identifiers, titles and topics of a text (engine contract 4.4 with the rules of
/// 16.6). Pure: the same text gives the same mentions. Safe for many threads if its linguist is.
///
/// English is read word by word. Other languages have no tagger here; of them quotations,
/// identifiers, katakana, and names of two or more capitals are found.
public final class EntityExtraction {

    /// What is behind it is not read; no memory is that long but a pasted one.
    private static final int LONGEST_TEXT = 20_000;

    private static final Pattern FOREIGN_NAME =
            Pattern.compile(
                    "(?<![\\p{L}\\p{N}])\\p{Lu}[\\p{L}\\p{M}'-]+"
                            + "(?: (?:(?:de|da|di|van|von|der|la|le|del) )?\\p{Lu}[\\p{L}\\p{M}'-]+)+");
    private static final Pattern LATIN_NAME =
            Pattern.compile(
                    "(?<!\\p{IsLatin})\\p{IsLatin}*\\p{Lu}[\\p{IsLatin}\\d'-]*"
                            + "(?: \\p{IsLatin}*\\p{Lu}[\\p{IsLatin}\\d'-]*)*");

    /// Tells an English sentence with a foreign word in it from a foreign one with English names.
    private static final Pattern ENGLISH_WORD =
            Pattern.compile("\\b(?:the|a|is|in|to|and|of|my|was|for|I|User)\\b");

    private final Linguist linguist;

    public EntityExtraction(Linguist linguist) {
        this.linguist = linguist;
    }

    /// The mentions in order of appearance, each name once.
    ///
    /// @param isNode whether the owner has a node of this [normal form][Mention#norm]; such a name
    ///   is found in lower case too
    public List<Mention> mentions(String text, Predicate<String> isNode) {
        var cut = text.substring(0, Math.min(text.length(), LONGEST_TEXT));
        Map<String, Mention> best = new LinkedHashMap<>();
        for (var span : isTagged(cut) ? english(cut, isNode) : foreign(cut)) {
            best.merge(span.mention().norm(), span.mention(), EntityExtraction::better);
        }
        return List.copyOf(best.values());
    }

    private static boolean isTagged(String text) {
        return Language.isEnglish(text)
                && (!Language.isUnspaced(text) || ENGLISH_WORD.matcher(text).find());
    }

    private static Mention better(Mention one, Mention other) {
        return other.type().compareTo(one.type()) < 0 ? other : one;
    }

    private List<Span> english(String text, Predicate<String> isNode) {
        var sentences = Sentence.of(text, linguist);
        var common = commonWords(sentences);
        List<Span> spans = new ArrayList<>();
        for (var sentence : sentences) {
            List<Span> candidates = new ArrayList<>(MarkedSpans.in(sentence.text()));
            candidates.addAll(new KnownSpans(sentence, isNode).spans());
            candidates.addAll(new NameSpans(sentence, common).spans());
            candidates.addAll(TopicSpans.in(sentence));
            spans.addAll(Span.resolved(candidates));
        }
        return spans;
    }

    private static Set<String> commonWords(List<Sentence> sentences) {
        return sentences.stream()
                .flatMap(sentence -> sentence.tokens().stream())
                .filter(token -> !token.is(Tag.PROPN))
                .map(Token::text)
                .filter(word -> word.equals(Filter.foldCase(word)))
                .collect(Collectors.toSet());
    }

    private static List<Span> foreign(String text) {
        List<Span> spans = new ArrayList<>();
        for (var sentence : Sentence.of(text, null)) {
            List<Span> candidates = new ArrayList<>(MarkedSpans.in(sentence.text()));
            var pattern =
                    Language.isUnspaced(text) || !Language.isLatin(text)
                            ? LATIN_NAME
                            : FOREIGN_NAME;
            var names = pattern.matcher(sentence.text());
            while (names.find()) {
                candidates.add(Span.proper(names.start(), names.end(), names.group()));
            }
            spans.addAll(Span.resolved(candidates));
        }
        return spans;
    }
}
