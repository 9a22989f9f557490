package dev.keepsake.models.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The English rules of engine contract 16.2: stop words go, irregular forms are looked up, the
/// rest is stemmed, and a word in -ing is also kept as it is written ("painting" is a thing as well
/// as an activity). Apostrophes: the possessive 's and endings such as 'll go, negations such as
/// don't go as a whole, O'Brien is two words. For one thread at a time.
final class EnglishTerms {

    private static final Set<String> STOP_WORDS = WordLists.set("english-stop-words.txt");
    private static final Set<String> QUESTION_WORDS = WordLists.set("english-question-words.txt");
    private static final Map<String, String> IRREGULAR =
            WordLists.forms("english-irregular-forms.txt");
    private static final Map<String, String> FURTHER = WordLists.forms("english-further-forms.txt");
    private static final Set<String> ENDINGS = Set.of("s", "ll", "re", "ve", "d", "m");

    private final KStem stem = new KStem();

    void add(String text, boolean question, List<String> terms) {
        for (var word : words(text)) {
            if (!STOP_WORDS.contains(word) && !(question && QUESTION_WORDS.contains(word))) {
                addForms(word, terms);
            }
        }
    }

    private void addForms(String word, List<String> terms) {
        var lemma = lemma(word);
        terms.add(lemma);
        if (word.endsWith("ing") && !word.equals(lemma)) {
            terms.add(word);
        }
    }

    private String lemma(String word) {
        var irregular = IRREGULAR.get(word);
        if (irregular != null) {
            return irregular;
        }
        var stemmed = stem.of(word);
        return FURTHER.getOrDefault(stemmed, stemmed);
    }

    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        for (var written : Words.of(text)) {
            var word = Words.folded(written);
            int apostrophe = word.lastIndexOf('\'');
            if (apostrophe < 0) {
                words.add(word);
            } else {
                addParts(word, apostrophe, words);
            }
        }
        return words;
    }

    private static void addParts(String word, int apostrophe, List<String> words) {
        var ending = word.substring(apostrophe + 1);
        if (ending.equals("t") && word.charAt(apostrophe - 1) == 'n') {
            return;
        }
        var rest = ENDINGS.contains(ending) ? word.substring(0, apostrophe) : word;
        words.addAll(List.of(rest.split("'")));
    }
}
