package dev.keepsake.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Words and what stands between them. Apostrophes, hyphens and decimal points stay inside a word.
final class Tokens {

    /// The possessive repeat keeps very long words from exhausting the stack.
    private static final Pattern WORD =
            Pattern.compile("[\\p{L}\\p{N}]++(?:['.&@:/-][\\p{L}\\p{N}]++)*+");

    private Tokens() {}

    /// Words and gaps in turn, so that joining them gives the text back.
    static List<String> split(String text) {
        List<String> tokens = new ArrayList<>();
        var words = WORD.matcher(text);
        int end = 0;
        while (words.find()) {
            if (words.start() > end) {
                tokens.add(text.substring(end, words.start()));
            }
            tokens.add(words.group());
            end = words.end();
        }
        if (end < text.length()) {
            tokens.add(text.substring(end));
        }
        return tokens;
    }

    /// The words as written.
    static List<String> words(String text) {
        return WORD.matcher(text).results().map(match -> match.group()).toList();
    }

    /// The words in lower case.
    static List<String> lowerWords(String text) {
        return words(text.toLowerCase(Locale.ROOT));
    }

    static boolean isWord(String token) {
        return !token.isEmpty() && Character.isLetterOrDigit(token.codePointAt(0));
    }

    static boolean isCapitalised(String token) {
        return !token.isEmpty() && Character.isUpperCase(token.codePointAt(0));
    }

    static String withFirstUpper(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.codePointAt(0);
        return Character.toString(Character.toUpperCase(first))
                + text.substring(Character.charCount(first));
    }
}
