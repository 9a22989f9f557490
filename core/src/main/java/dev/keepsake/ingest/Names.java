package dev.keepsake.ingest;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The proper names that a conversation is known to hold. A capital in the middle of a sentence
/// makes a name; one at its beginning only when the word is a name elsewhere or what follows says
/// that it is someone.
final class Names {

    private static final Pattern QUOTED =
            Pattern.compile("\"[^\"]{2,}\"|(?<![\\p{L}\\p{N}])'\\p{Lu}[^']+'(?![\\p{L}\\p{N}])");

    /// What a person, and hardly anything else, does.
    private static final Set<String> PERSON_VERBS =
            English.words(
                    """
                    likes loves hates prefers wants lives works moved said says told thinks bought
                    sold went got married studies plays teaches speaks eats drinks visited met
                    joined graduated enjoys owns drives wrote gave called invited asked adopted
                    recommended suggested broke started quit turned became\
                    """);

    private static final Set<String> NOT_NAMES = capitalisedNonNames();

    private final Set<String> known;

    private Names(Set<String> known) {
        this.known = known;
    }

    /// The names that stand in the middle of a sentence of these texts, and the speakers.
    static Names in(List<String> texts, Set<String> speakers) {
        Set<String> known = new HashSet<>(speakers);
        texts.stream()
                .flatMap(text -> Sentences.of(text).stream())
                .forEach(sentence -> known.addAll(inside(sentence)));
        return new Names(known);
    }

    /// Whether a clause names anything: a known name, a capital inside, a quoted title.
    boolean occurIn(String clause) {
        return QUOTED.matcher(clause).find() || !inside(clause).isEmpty() || beginsIn(clause);
    }

    /// Whether a clause begins with a name, which then is its subject.
    boolean beginsIn(String clause) {
        var words = Tokens.words(clause);
        if (words.isEmpty() || !Tokens.isCapitalised(words.getFirst())) {
            return false;
        }
        var first = words.getFirst().replaceFirst("'s$", "");
        if (NOT_NAMES.contains(first.toLowerCase(Locale.ROOT))) {
            return false;
        }
        return known.contains(first) || isPersonal(words);
    }

    static boolean hasQuotedTitle(String clause) {
        return QUOTED.matcher(clause).find();
    }

    /// Capitalised words after the first, the pronoun I and calendar words aside.
    static List<String> inside(String clause) {
        return Tokens.words(clause).stream()
                .skip(1)
                .filter(Tokens::isCapitalised)
                .map(word -> word.replaceFirst("'s$", ""))
                .filter(word -> !NOT_NAMES.contains(word.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /// Whether a capitalised word may be what somebody is called, rather than where they come from
    /// or what they believe.
    static boolean canBePersonal(String word) {
        return Tokens.isCapitalised(word)
                && word.codePoints().skip(1).anyMatch(Character::isLowerCase)
                && !NOT_NAMES.contains(word.toLowerCase(Locale.ROOT))
                && !Origins.DEMONYMS.contains(word.toLowerCase(Locale.ROOT));
    }

    private static boolean isPersonal(List<String> words) {
        if (words.size() < 2) {
            return false;
        }
        var next = words.get(1).toLowerCase(Locale.ROOT);
        boolean isContinuous =
                words.size() > 2
                        && Set.of("is", "was").contains(next)
                        && (words.get(2).endsWith("ing") || words.get(2).equals("my"));
        boolean isKin =
                words.getFirst().endsWith("'s") && !English.DANGLING.contains(words.getFirst());
        return PERSON_VERBS.contains(next) || isContinuous || isKin;
    }

    private static Set<String> capitalisedNonNames() {
        Set<String> words = new HashSet<>(English.SPEAKER);
        words.addAll(English.STOP_WORDS);
        words.addAll(English.CALENDAR);
        words.addAll(English.DANGLING);
        words.addAll(English.SUBORDINATORS);
        words.addAll(English.words("am pm ok lol omg btw everyone somebody someone people nobody"));
        return words;
    }

    /// Adjectives of origin and belief, from the locale data of the JDK: `Italian`, `Dutch`.
    private static final class Origins {
        static final Set<String> DEMONYMS = demonyms();

        private static Set<String> demonyms() {
            Set<String> words =
                    new HashSet<>(
                            English.words(
                                    """
                                    american british english scottish welsh irish swiss belgian
                                    austrian christian catholic muslim jewish hindu buddhist sikh
                                    atheist protestant orthodox european african asian latino
                                    latina hispanic mexican single married vegan\
                                    """));
            for (var code : Locale.getISOLanguages()) {
                words.add(
                        Locale.of(code)
                                .getDisplayLanguage(Locale.ENGLISH)
                                .toLowerCase(Locale.ROOT));
            }
            for (var code : Locale.getISOCountries()) {
                var country =
                        Locale.of("", code)
                                .getDisplayCountry(Locale.ENGLISH)
                                .toLowerCase(Locale.ROOT);
                var stem = country.replaceFirst("[aeiouy]+$", "");
                for (var ending : List.of("ian", "an", "ese", "i", "ish")) {
                    words.add(stem + ending);
                }
            }
            return words;
        }
    }
}
