package dev.keepsake.dream;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether a statement claims names or numbers that what it rests on does not have. Pure.
public final class Grounding {

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:]\\d+)*");

    private Grounding() {}

    /// Whether every number and every proper name of a statement stands in one of its sources.
    public static boolean holds(String statement, Collection<String> sources) {
        Set<String> names = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        for (var source : sources) {
            names.addAll(words(source));
            numbers.addAll(numbers(source));
        }
        return names.containsAll(ProperNames.in(statement))
                && numbers.containsAll(numbers(statement));
    }

    /// All words, because a name may begin a source, where nothing tells it from other words.
    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>(ProperNames.in(text));
        for (var word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}'’-]+")) {
            words.add(word.replaceFirst("['’]s?$", ""));
        }
        return words;
    }

    private static Set<String> numbers(String text) {
        Set<String> numbers = new HashSet<>();
        var found = NUMBER.matcher(text);
        while (found.find()) {
            numbers.add(found.group());
        }
        return numbers;
    }
}
