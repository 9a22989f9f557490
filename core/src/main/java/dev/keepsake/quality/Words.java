package dev.keepsake.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The words of a text, and those of them that say something: without those that every sentence
/// has, in one form for one and many and for person. Tenses and negations stay apart, because they
/// change what is said. Immutable.
final class Words {

    private static final Pattern WORD =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:[.,:/'’-][\\p{L}\\p{M}\\p{N}]+)*");

    private static final Set<String> EMPTY =
            Set.of(
                    """
                    a an the this that these those there here it its itself i me my mine myself we us our
                    ours you your yours yourself he him his she her hers they them their theirs themselves
                    user users assistant agent who whom which is are am be been being have has having do
                    does and or also too as of to in on at by with for so then than just really very i'm
                    you're i've you've he's she's it's we're they're that's there's what's user's\
                    """
                            .strip()
                            .split("\\s+"));

    private final List<String> content;
    private final String all;
    private final String telling;

    private Words(List<String> all, List<String> content) {
        this.content = List.copyOf(content);
        this.all = line(all);
        this.telling = line(content);
    }

    static Words of(String text) {
        List<String> all = new ArrayList<>();
        List<String> content = new ArrayList<>();
        var words = WORD.matcher(text.toLowerCase(Locale.ROOT).replace('’', '\''));
        while (words.find()) {
            var word = words.group();
            all.add(word);
            if (!EMPTY.contains(word)) {
                content.add(form(word));
            }
        }
        return new Words(all, content);
    }

    private static String form(String word) {
        var plain = word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
        var length = plain.length();
        if (length > 4 && plain.endsWith("ies")) {
            return plain.substring(0, length - 3) + "y";
        }
        return length > 3 && plain.endsWith("s") && !plain.endsWith("ss")
                ? plain.substring(0, length - 1)
                : plain;
    }

    private static String line(List<String> words) {
        return " " + String.join(" ", words) + " ";
    }

    /// The words that say something, in order.
    List<String> content() {
        return content;
    }

    /// Without the words of a set that it begins with, as long as some words are left.
    ///
    /// @param least how many must be left
    Words from(int least, Set<String> openings) {
        var at = 0;
        while (content.size() - at > least && openings.contains(content.get(at))) {
            at++;
        }
        return at == 0 ? this : new Words(List.of(), content.subList(at, content.size()));
    }

    /// Whether the other's words all occur here one after the other.
    boolean quotes(Words other) {
        return other.content.size() >= 2 && all.contains(other.all);
    }

    /// As [#quotes], of the words that say something, whoever is meant by the others.
    boolean tells(Words other) {
        return other.content.size() >= 2 && telling.contains(other.telling);
    }

    /// Whether the other says what this says in the same order, perhaps with more between.
    boolean isWithin(Words other) {
        var at = 0;
        for (var word : other.content) {
            if (at < content.size() && content.get(at).equals(word)) {
                at++;
            }
        }
        return at == content.size();
    }
}
