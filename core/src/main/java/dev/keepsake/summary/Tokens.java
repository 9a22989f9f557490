package dev.keepsake.summary;

/// A guess at how many tokens a model would count: four letters each in alphabets, one for each
/// character of scripts without spaces.
public final class Tokens {

    private static final int CHARS_PER_TOKEN = 4;

    private Tokens() {}

    public static int in(String text) {
        var dense = text.codePoints().filter(Tokens::isDense).count();
        return (int) (dense + (text.length() - dense + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN);
    }

    /// Whether a character is a token of its own.
    public static boolean isDense(int point) {
        return switch (Character.UnicodeScript.of(point)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, THAI -> true;
            default -> false;
        };
    }
}
