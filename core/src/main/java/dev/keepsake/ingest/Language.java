package dev.keepsake.ingest;

import java.util.List;
import java.util.Set;

/// Whether the English rules may read a text. Script first, then function words; a text that gives
/// no sign either way counts as English.
public final class Language {

    private static final Set<String> ENGLISH =
            English.words(
                    """
                    the and is are was were my i i'm you of to for with that this it have has had
                    do does not on at be but from we they he she what how can will would an\
                    """);

    /// Function words of German, French, Spanish, Italian, Portuguese and Dutch that are not
    /// English words too.
    private static final Set<String> OTHER =
            English.words(
                    """
                    ich und der das ist nicht ein eine mein meine wir sie mit für auf von zu habe
                    bin auch sehr wohne heiße
                    je le les est et une mon ma mes nous vous avec pour dans sur pas suis j'ai
                    j'aime du au aux ce cette très aussi
                    el los las es y una mi mis nosotros con por para muy soy tengo está yo pero
                    vivo gusta que
                    il lo gli è e ho mio mia sono della di per molto anche ma non
                    o os uma meu minha não sou com em eu tenho moro gosto
                    ik het een mijn niet en van wij met voor ben heb ook naar\
                    """);

    private Language() {}

    public static boolean isEnglish(String text) {
        if (!isLatin(text)) {
            return false;
        }
        List<String> words = Tokens.lowerWords(text.replace('’', '\''));
        long english = words.stream().filter(ENGLISH::contains).count();
        long other = words.stream().filter(OTHER::contains).count();
        return other < 2 || other <= english;
    }

    /// Whether at least half of its letters are Latin.
    public static boolean isLatin(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        long latin = text.codePoints().filter(Language::isLatin).count();
        return latin * 2 >= letters;
    }

    /// Whether words of the text stand without spaces between them, so that counting them means
    /// counting letters.
    public static boolean isUnspaced(String text) {
        return text.codePoints().anyMatch(Language::isUnspacedScript);
    }

    private static boolean isLatin(int point) {
        return Character.isLetter(point)
                && Character.UnicodeScript.of(point) == Character.UnicodeScript.LATIN;
    }

    private static boolean isUnspacedScript(int point) {
        return switch (Character.UnicodeScript.of(point)) {
            case HAN, HIRAGANA, KATAKANA, THAI -> true;
            default -> false;
        };
    }
}
