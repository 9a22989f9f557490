package dev.keepsake.fact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// One word, number or punctuation mark of a statement.
///
/// @param text as written, contractions taken apart
/// @param lower in lower case
/// @param stem the folded form by which words are compared: ending cut, synonyms and number words
///   made one
record Word(String text, String lower, String stem) {

    private static final Pattern PIECE =
            Pattern.compile(
                    "[+$€£]?[\\p{N}]++(?:[.,:/][\\p{N}]++)*+%?"
                            + "|[\\p{L}\\p{M}\\p{N}]++(?:[.&@_+]++[\\p{L}\\p{N}]++|['’][\\p{L}]++)*+"
                            + "|['’]s\\b|[.,;:!?()\"“”—–]");

    private static final Map<String, List<String>> CONTRACTED =
            Map.of(
                    "can't", List.of("can", "not"),
                    "cannot", List.of("can", "not"),
                    "won't", List.of("will", "not"),
                    "shan't", List.of("shall", "not"));

    private static final Map<String, String> ENDINGS =
            Map.of("'m", "am", "'re", "are", "'ve", "have", "'ll", "will", "'d", "would");

    private static final Set<String> PRONOUNS =
            Set.of("he", "she", "it", "that", "there", "what", "who", "where");

    private static final String MAY = "May";

    private static final String PUNCTUATION = ".,;:!?()\"“”—–";

    static Word of(String text) {
        if (text.equals(MAY)) {
            // the month, not the verb
            return new Word(text, Lexicon.MAY, Lexicon.MAY);
        }
        var lower = text.toLowerCase(Locale.ROOT);
        return new Word(text, lower, Lexicon.folded(lower));
    }

    /// The words of a text in order. Hyphenated words are several, as in `4-year-old`.
    static List<Word> all(String text) {
        List<Word> words = new ArrayList<>();
        var pieces = PIECE.matcher(text);
        while (pieces.find()) {
            addPiece(words, pieces.group().replace('’', '\''));
        }
        return words;
    }

    private static void addPiece(List<Word> words, String piece) {
        var lower = piece.toLowerCase(Locale.ROOT);
        var known = CONTRACTED.get(lower);
        if (known != null) {
            known.forEach(each -> words.add(of(each)));
            return;
        }
        if (lower.length() > 3 && lower.endsWith("n't")) {
            words.add(of(piece.substring(0, piece.length() - 3)));
            words.add(of("not"));
            return;
        }
        var apostrophe = lower.lastIndexOf('\'');
        var ending = apostrophe > 0 ? lower.substring(apostrophe) : "";
        if (ending.equals("'s")) {
            words.add(of(piece.substring(0, apostrophe)));
            words.add(of(PRONOUNS.contains(lower.substring(0, apostrophe)) ? "is" : "'s"));
        } else if (ENDINGS.containsKey(ending)) {
            words.add(of(piece.substring(0, apostrophe)));
            words.add(of(ENDINGS.getOrDefault(ending, "")));
        } else {
            words.add(of(piece));
        }
    }

    boolean is(String word) {
        return lower.equals(word);
    }

    boolean isIn(Set<String> words) {
        return words.contains(lower);
    }

    boolean isPunctuation() {
        return text.length() == 1 && PUNCTUATION.contains(text);
    }

    boolean isPossessive() {
        return lower.equals("'s");
    }

    boolean isNumber() {
        return !stem.isEmpty()
                && (Character.isDigit(stem.codePointAt(0))
                        || stem.length() > 1
                                && "+$€£".indexOf(stem.charAt(0)) >= 0
                                && Character.isDigit(stem.codePointAt(1)));
    }

    /// Written as a name. At the start of a statement that means nothing.
    boolean isCapitalised() {
        return !text.isEmpty() && Character.isUpperCase(text.codePointAt(0)) && !lower.equals("i");
    }

    /// Whether it says something: not a function word, not a mark.
    boolean isContent() {
        return !isPunctuation() && !isPossessive() && !Lexicon.STOP_WORDS.contains(lower);
    }
}
