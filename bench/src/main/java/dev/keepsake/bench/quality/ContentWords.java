package dev.keepsake.bench.quality;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The words of a text that carry what it says, each cut to its stem. The stems are our own and
/// rougher than the product's, so that it is not measured with its own yardstick. Pure.
final class ContentWords {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private static final Set<String> STOP_WORDS =
            Set.of(
                    ("a an the and or but so then also too as at by for from in into of on onto to with"
                                    + " about around during than while because since until if that"
                                    + " this these those there here it its he him his she her they"
                                    + " them their theirs themselves i me my mine we us our you your"
                                    + " who which what is are was were be been being am has have had"
                                    + " having do does did done will would shall should can could"
                                    + " may might must user users assistant s ll ve re d t m very"
                                    + " just really quite already others other")
                            .split(" "));

    private ContentWords() {}

    /// In the order of the text.
    static Set<String> of(String text) {
        Set<String> words = new LinkedHashSet<>();
        var matcher = WORD.matcher(negationsSpelledOut(text));
        while (matcher.find()) {
            var word = matcher.group().toLowerCase(Locale.ROOT);
            if (!STOP_WORDS.contains(word)) {
                words.add(stem(word));
            }
        }
        return words;
    }

    /// Whether losing the word would make it another fact: it holds a digit or is a name.
    static boolean isSpecific(String word) {
        return word.chars().anyMatch(Character::isDigit) || Character.isUpperCase(word.charAt(0));
    }

    private static String negationsSpelledOut(String text) {
        return text.replace('’', '\'')
                .replace("won't", "will not")
                .replace("can't", "can not")
                .replace("cannot", "can not")
                .replace("n't", " not");
    }

    /// Without its ending: plural or third person first, then what is left of a verb form, so that
    /// `dumplings` and `dumpling`, `stories` and `story`, `stopped` and `stop` are the same.
    static String stem(String word) {
        var stem = word.endsWith("ss") ? word : without(word, "s");
        var verb = without(stem, "ing");
        verb = verb.equals(stem) ? without(stem, "ed") : verb;
        verb = without(without(without(verb, "e"), "i"), "y");
        int last = verb.length() - 1;
        var isDoubled = last > 2 && verb.charAt(last) == verb.charAt(last - 1);
        return isDoubled ? verb.substring(0, last) : verb;
    }

    private static String without(String word, String ending) {
        return word.endsWith(ending) && word.length() > ending.length() + 2
                ? word.substring(0, word.length() - ending.length())
                : word;
    }
}
