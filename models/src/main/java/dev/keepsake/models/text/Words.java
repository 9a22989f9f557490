package dev.keepsake.models.text;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;

/// Cuts a text into lower-case words: runs of letters and digits with the marks on them. An
/// apostrophe between two of them stays in, as `'`; whoever reads the words decides about it.
final class Words {

    private Words() {}

    static List<String> of(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (isPartOfWord(point)) {
                word.appendCodePoint(Character.toLowerCase(point));
            } else if (isApostrophe(point) && !word.isEmpty() && isPartOfWordAt(text, at)) {
                word.append('\'');
            } else {
                flush(word, words);
            }
        }
        flush(word, words);
        return words;
    }

    /// Latin letters without accents, so that Málaga and Malaga are one word.
    static String folded(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) >= 128) {
                // A character becomes four at most
                var output = new char[4 * word.length()];
                int length =
                        ASCIIFoldingFilter.foldToASCII(
                                word.toCharArray(), 0, output, 0, word.length());
                return new String(output, 0, length);
            }
        }
        return word;
    }

    private static void flush(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isPartOfWordAt(String text, int at) {
        return at < text.length() && isPartOfWord(text.codePointAt(at));
    }

    private static boolean isPartOfWord(int point) {
        return Character.isLetterOrDigit(point)
                || switch (Character.getType(point)) {
                    case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
                    default -> false;
                };
    }

    private static boolean isApostrophe(int point) {
        return point == '\'' || point == '\u2019' || point == '\uFF07';
    }
}
