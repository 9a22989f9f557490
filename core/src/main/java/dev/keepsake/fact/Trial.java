package dev.keepsake.fact;

import dev.keepsake.fact.Clause.Tense;
import java.util.List;
import java.util.Set;

/// Knows what is done for a while only, to see.
final class Trial {

    private static final Set<String> SPANS =
            Lexicon.words("day days week weeks month months weekend semester term while bit");
    private static final Set<String> FOLLOWERS =
            Lexicon.words("now the a an one two three four six few couple several some next");

    private Trial() {}

    static boolean isTrial(Clause clause) {
        return clause.mentions(Lexicon.TRIAL)
                || isForNow(clause.words())
                || clause.tense() != Tense.PERFECT && isForAWhile(clause.words());
    }

    private static boolean isForNow(List<Word> words) {
        for (var at = 0; at + 1 < words.size(); at++) {
            var next = words.get(at + 1);
            if (words.get(at).is("for") && next.is("now")
                    || words.get(at).is("this") && next.isIn(Set.of("week", "weekend", "month"))) {
                return true;
            }
        }
        return false;
    }

    /// `for a month`, `for two weeks`, `for the time being`; `has been … for a month` is no trial.
    private static boolean isForAWhile(List<Word> words) {
        for (var at = 0; at + 2 < words.size(); at++) {
            var isSpan =
                    words.get(at).is("for")
                            && (words.get(at + 1).isIn(FOLLOWERS) || words.get(at + 1).isNumber())
                            && words.subList(at + 2, Math.min(words.size(), at + 5)).stream()
                                    .anyMatch(word -> word.isIn(SPANS) || word.is("time"));
            if (isSpan) {
                return true;
            }
        }
        return false;
    }
}
