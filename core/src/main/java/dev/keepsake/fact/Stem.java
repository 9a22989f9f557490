package dev.keepsake.fact;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Cuts the endings off English words, so that forms of one word become equal: `climbs`, `climbing`
/// and `climbed` are `climb`, `moved` and `moving` are `mov`. What comes out is for comparing, not
/// for reading.
final class Stem {

    private static final Map<String, String> IRREGULAR = new HashMap<>();

    static {
        irregular(
                """
                am be, is be, are be, was be, were be, been be, being be, has have, had have,
                having have, going go, laid lay, does do, did do, done do, went go, gone go, ate eat, eaten eat,
                drove drive, driven drive, bought buy, sold sell, left leave, gave give, given give,
                got get, gotten get, took take, taken take, made make, met meet, ran run, saw see,
                seen see, said say, spoke speak, spoken speak, taught teach, thought think, told tell,
                wrote write, written write, won win, wore wear, worn wear, began begin, begun begin,
                became become, broke break, broken break, built build, came come, chose choose,
                chosen choose, drank drink, drunk drink, felt feel, found find, flew fly, flown fly,
                grew grow, grown grow, kept keep, knew know, known know, lost lose, paid pay,
                rode ride, ridden ride, sang sing, sung sing, sat sit, slept sleep, spent spend,
                stood stand, swam swim, swum swim, threw throw, thrown throw, woke wake, wed marry,
                lent lend, sent send, held hold, led lead, fell fall, fallen fall, fought fight,
                caught catch, brought bring, hung hang, forgot forget, forgotten forget, drew draw,
                drawn draw, born birth, children child, kids child, men man, women woman,
                people person, feet foot, mice mouse, teeth tooth, wives wife, knives knife,
                lives live, leaves leave, shoes shoe, goes go, tomatoes tomato, potatoes potato,
                series series, species species, news news, physics physics, mathematics math,
                maths math, economics economics, jeans jeans, glasses glasses, tennis tennis,
                chess chess, yoga yoga, always always, sometimes sometimes, bus bus, gas gas,
                christmas christmas, paris paris, texas texas, morning morning, evening evening,
                wedding wedding, during during, nothing nothing, something something,
                anything anything, everything everything, red red, bed bed, dress dress,
                business business, does do, dying die, died die, lying lie, tied tie, used use,
                using use, lenses lens, houses house, hours hour, movies movie, cookies cookie,
                pies pie, ties tie, zombies zombie, selfies selfie, smoothies smoothie\
                """);
    }

    private static final Set<String> NO_VERBS =
            Set.of(
                    "men",
                    "women",
                    "people",
                    "feet",
                    "mice",
                    "teeth",
                    "children",
                    "math",
                    "am",
                    "yoga",
                    "red",
                    "bed",
                    "born",
                    "have");

    private static final Set<String> SIBILANT_ENDS = Set.of("sses", "xes", "ches", "shes", "zzes");

    private Stem() {}

    private static void irregular(String pairs) {
        for (var pair : pairs.split(",")) {
            var words = pair.strip().split("\\s+");
            IRREGULAR.put(words[0], words[1]);
        }
    }

    /// @param word in lower case
    static String of(String word) {
        if (word.isEmpty() || !Character.isLetter(word.charAt(0))) {
            return word;
        }
        var known = IRREGULAR.get(word);
        return withoutFinalVowel(known == null ? withoutEnding(word) : known);
    }

    /// `left` and `drove`, but not `lives`.
    static boolean isIrregularPast(String word) {
        return IRREGULAR.containsKey(word)
                && !word.endsWith("s")
                && !word.endsWith("ing")
                && !NO_VERBS.contains(word);
    }

    private static String withoutEnding(String word) {
        var length = word.length();
        if (length > 4 && word.endsWith("ies")) {
            return word.substring(0, length - 3) + "y";
        }
        if (length > 4 && SIBILANT_ENDS.stream().anyMatch(word::endsWith)) {
            return word.substring(0, length - 2);
        }
        if (length > 3
                && word.endsWith("s")
                && !word.endsWith("ss")
                && !word.endsWith("us")
                && !word.endsWith("is")) {
            return word.substring(0, length - 1);
        }
        if (length > 5 && word.endsWith("ing") && hasVowel(word, length - 3)) {
            return undoubled(word.substring(0, length - 3));
        }
        if (length > 4 && word.endsWith("ied")) {
            return word.substring(0, length - 3) + "y";
        }
        if (length > 4 && word.endsWith("ed") && hasVowel(word, length - 2)) {
            return undoubled(word.substring(0, length - 2));
        }
        return word;
    }

    private static boolean hasVowel(String word, int end) {
        return word.chars().limit(end).anyMatch(letter -> "aeiouy".indexOf(letter) >= 0);
    }

    private static String undoubled(String stem) {
        var last = stem.length() - 1;
        var isDouble = last > 1 && stem.charAt(last) == stem.charAt(last - 1);
        return isDouble && "lsz".indexOf(stem.charAt(last)) < 0 ? stem.substring(0, last) : stem;
    }

    /// `move` and `moving` have to meet, and so have `cancel` and `cancelled`.
    private static String withoutFinalVowel(String word) {
        var isLong =
                word.length() > 3 && word.endsWith("e") || word.length() > 4 && word.endsWith("ll");
        return isLong ? word.substring(0, word.length() - 1) : word;
    }
}
