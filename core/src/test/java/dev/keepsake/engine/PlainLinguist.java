package dev.keepsake.engine;

import dev.keepsake.model.Linguist;
import dev.keepsake.model.Token;
import dev.keepsake.model.Token.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Takes every word with a capital for a name and every other one for a verb.
public final class PlainLinguist implements Linguist {

    private static final Pattern WORD =
            Pattern.compile("'s|[\\p{L}\\p{N}.-]*[\\p{L}\\p{N}]|[^\\s]");

    @Override
    public List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        var words = WORD.matcher(text);
        while (words.find()) {
            var word = words.group();
            tokens.add(
                    new Token(
                            word,
                            word.toLowerCase(Locale.ROOT),
                            tag(word),
                            words.start(),
                            words.end()));
        }
        return tokens;
    }

    private static Tag tag(String word) {
        var first = word.codePointAt(0);
        if (Character.isUpperCase(first)) {
            return Tag.PROPN;
        }
        if (Character.isDigit(first)) {
            return Tag.NUM;
        }
        return Character.isLetter(first) ? Tag.VERB : Tag.PUNCT;
    }
}
