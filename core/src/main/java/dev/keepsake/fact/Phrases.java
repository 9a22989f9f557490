package dev.keepsake.fact;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What can be told of a few words in a row.
final class Phrases {

    private static final Set<String> DATE_WORDS =
            Lexicon.words(
                    """
                    week day month year morning evening night afternoon today yesterday tomorrow
                    of the a last next this early late mid beginning end on in years months days
                    weeks ago weekend spring summer autumn winter century decade tonight\
                    """);

    /// A member of the choir is about the choir.
    private static final Set<String> TRANSPARENT =
            Lexicon.stems("member part fan cup glass bottle copy kind lot pair");

    private static final Set<String> RELATIVE =
            Lexicon.words("last next today yesterday tomorrow ago");

    private Phrases() {}

    /// The folded words that say something, in order.
    static Set<String> content(List<Word> words) {
        return words.stream()
                .filter(Word::isContent)
                .map(Word::stem)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// The last word of the name or noun that the words begin with; empty when there is none.
    static String head(List<Word> words) {
        var head = "";
        for (var word : words) {
            if (word.is("of") && TRANSPARENT.contains(head)) {
                continue;
            }
            if (word.is("of") || word.is(",") || word.is("named") || word.is("called")) {
                break;
            }
            if (word.isContent()) {
                head = word.stem();
            }
        }
        return head;
    }

    /// Words written as names.
    static List<Word> names(List<Word> words) {
        return words.stream().filter(Phrases::isName).toList();
    }

    static boolean isName(Word word) {
        return word.isCapitalised()
                && !Lexicon.STOP_WORDS.contains(word.lower())
                && !Lexicon.MONTHS.contains(word.stem())
                && !Lexicon.DAYS.contains(word.stem());
    }

    static boolean isDate(List<Word> words) {
        var isDated = false;
        for (var word : words) {
            var tells =
                    word.isNumber()
                            || Lexicon.MONTHS.contains(word.stem())
                            || Lexicon.DAYS.contains(word.stem());
            if (!tells && !word.isIn(DATE_WORDS) && !word.isPunctuation()) {
                return false;
            }
            isDated |= tells || word.isIn(DATE_WORDS) && word.isContent();
        }
        return isDated;
    }

    /// Words of dates, days and hours only.
    static boolean isTimed(List<Word> words) {
        return words.stream()
                .allMatch(word ->
                        word.isNumber()
                                || word.isPunctuation()
                                || word.isIn(DATE_WORDS)
                                || word.isIn(Set.of("at", "every", "pm", "am"))
                                || Lexicon.MONTHS.contains(word.stem())
                                || Lexicon.DAYS.contains(word.stem()));
    }

    /// A date of the calendar, or a time before or after today: it tells when, once.
    static boolean isOnce(List<Word> words) {
        return isDate(words)
                && words.stream()
                        .anyMatch(word ->
                                word.isNumber()
                                        || Lexicon.MONTHS.contains(word.stem())
                                        || word.isIn(RELATIVE));
    }

    static boolean startsWith(List<Word> words, Set<String> lower) {
        return !words.isEmpty() && words.getFirst().isIn(lower);
    }

    static List<Word> withoutDeterminer(List<Word> words) {
        var from = 0;
        while (from < words.size()
                && (words.get(from).isIn(Lexicon.DETERMINERS) || words.get(from).isPossessive())) {
            from++;
        }
        return words.subList(from, words.size());
    }

    /// Up to the first comma, bracket or conjunction.
    static List<Word> first(List<Word> words) {
        List<Word> first = new ArrayList<>();
        for (var word : words) {
            if (word.isPunctuation() || word.is("and") || word.is("or") || word.is("but")) {
                break;
            }
            first.add(word);
        }
        return first;
    }

    /// Whether the words name more than one thing.
    static boolean isList(List<Word> words) {
        return words.stream().anyMatch(word -> word.is("and") || word.is("or") || word.is(","));
    }

    static String text(List<Word> words) {
        return words.stream().map(Word::lower).collect(Collectors.joining(" "));
    }
}
