package dev.keepsake.models.text;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules for a piece of text, told by its script alone. Where several languages share a script,
/// the one with most speakers stands for all: Russian for Cyrillic, English for Latin.
enum Language {
    ENGLISH,
    RUSSIAN,
    ARABIC,
    GREEK,
    HINDI,
    THAI,
    /// Chinese, Japanese and Korean: pairs of characters.
    EAST_ASIAN,
    /// Any other: words as they are, lower case.
    PLAIN;

    /// A stretch of text under the rules of one language.
    record Run(Language language, String text) {}

    /// Cuts a text where its script changes. A word in a foreign script so gives the same terms
    /// whatever surrounds it, in a memory and in a question about it. What has no script (digits,
    /// punctuation, spaces) goes with the text before it.
    static List<Run> runs(String text) {
        var runs = new ArrayList<Run>();
        @Nullable Language current = null;
        int start = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            var next = of(point);
            if (next != null && current != null && next != current) {
                runs.add(new Run(current, text.substring(start, at)));
                start = at;
            }
            current = next == null ? current : next;
            at += Character.charCount(point);
        }
        runs.add(new Run(current == null ? ENGLISH : current, text.substring(start)));
        return runs;
    }

    private static @Nullable Language of(int point) {
        if (point < 128) {
            return Character.isLetter(point) ? ENGLISH : null;
        }
        return switch (UnicodeScript.of(point)) {
            case COMMON, INHERITED, UNKNOWN -> null;
            case LATIN -> ENGLISH;
            case CYRILLIC -> RUSSIAN;
            case ARABIC -> ARABIC;
            case GREEK -> GREEK;
            case DEVANAGARI -> HINDI;
            case THAI -> THAI;
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> EAST_ASIAN;
            default -> PLAIN;
        };
    }
}
