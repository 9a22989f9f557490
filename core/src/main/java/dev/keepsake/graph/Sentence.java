package dev.keepsake.graph;

import dev.keepsake.model.Linguist;
import dev.keepsake.model.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One sentence with its words. Markdown marks are taken out, typographic quotes straightened.
///
/// @param tokens empty where the language has no tagger
record Sentence(String text, List<Token> tokens) {

    private static final Pattern BULLET =
            Pattern.compile("^\\s*(?:[-*•–>]+|\\d{1,3}[.)]|#{1,6})\\s+");
    private static final Pattern MARKS =
            Pattern.compile("\\*{1,3}|(?<!\\w)_{1,2}|_{1,2}(?!\\w)|`+");

    /// A full stop after a single letter or one of these ends nothing.
    private static final Pattern END =
            Pattern.compile(
                    "(?<!\\b(?:Mr|Mrs|Ms|Dr|St|Prof|vs|Mt|Ft|No|\\p{L}))"
                            + "[.!?…]+[\"')\\]]*\\s+(?=[\\p{Lu}\"'(\\[])|[。！？]+");

    /// @param linguist null where the language has no tagger
    static List<Sentence> of(String text, @Nullable Linguist linguist) {
        List<Sentence> sentences = new ArrayList<>();
        straightened(text)
                .lines()
                .map(line -> MARKS.matcher(BULLET.matcher(line).replaceFirst("")).replaceAll(""))
                .forEach(line -> split(line, linguist, sentences));
        return sentences;
    }

    private static void split(String line, @Nullable Linguist linguist, List<Sentence> sentences) {
        var ends = END.matcher(line);
        var start = 0;
        while (ends.find()) {
            add(line.substring(start, ends.end()), linguist, sentences);
            start = ends.end();
        }
        add(line.substring(start), linguist, sentences);
    }

    private static void add(
            String sentence, @Nullable Linguist linguist, List<Sentence> sentences) {
        var trimmed = sentence.strip();
        if (trimmed.codePoints().anyMatch(Character::isLetter)) {
            sentences.add(
                    new Sentence(trimmed, linguist == null ? List.of() : linguist.tokens(trimmed)));
        }
    }

    private static String straightened(String text) {
        return text.replace('’', '\'').replace('‘', '\'').replace('“', '"').replace('”', '"');
    }

    /// The text from one token to another, both included.
    String between(int first, int last) {
        return text.substring(tokens.get(first).start(), tokens.get(last).end());
    }

    /// Whether nothing, or one space, lies between a token and the next one.
    boolean adjoins(int token) {
        return token + 1 < tokens.size() && gap(token) <= 1;
    }

    int gap(int token) {
        return tokens.get(token + 1).start() - tokens.get(token).end();
    }
}
