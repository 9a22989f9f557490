package dev.keepsake.dream;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The names in a statement, told by their capitals: words that have one inside a sentence, or more
/// than one, or a digit. Pure.
public final class ProperNames {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’-]*");
    private static final Pattern MARKED = Pattern.compile(".*(\\p{Lu}.*\\p{Lu}|\\p{L}.*\\p{N}).*");

    /// Whose memories these are, and words that English writes with a capital for other reasons.
    private static final Set<String> NO_NAMES =
            Set.of(
                    "user",
                    "assistant",
                    "agent",
                    "i",
                    "i'm",
                    "i've",
                    "i'd",
                    "i'll",
                    "january",
                    "february",
                    "march",
                    "april",
                    "may",
                    "june",
                    "july",
                    "august",
                    "september",
                    "october",
                    "november",
                    "december",
                    "monday",
                    "tuesday",
                    "wednesday",
                    "thursday",
                    "friday",
                    "saturday",
                    "sunday");

    private ProperNames() {}

    /// In lower case, without a possessive ending.
    public static Set<String> in(String text) {
        Set<String> names = new HashSet<>();
        var words = WORD.matcher(text);
        while (words.find()) {
            var word = words.group().replaceFirst("['’]s?$", "");
            var name = word.toLowerCase(Locale.ROOT);
            var isName =
                    MARKED.matcher(word).matches()
                            || Character.isUpperCase(word.codePointAt(0))
                                    && !isSentenceStart(text, words.start());
            if (isName && !NO_NAMES.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private static boolean isSentenceStart(String text, int at) {
        var before = at - 1;
        while (before >= 0 && !Character.isLetterOrDigit(text.charAt(before))) {
            if (".!?:\n".indexOf(text.charAt(before)) >= 0) {
                return true;
            }
            before--;
        }
        return before < 0;
    }
}
