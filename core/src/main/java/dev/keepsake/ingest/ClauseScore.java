package dev.keepsake.ingest;

import java.util.List;
import java.util.Set;

/// The points of one clause; two or more make it worth keeping (table of engine contract 16.3).
///
/// It departs from the table in one place: a speaker who is mentioned anywhere in a statement
/// counts like a speaker who is its subject ("The doctor told me to avoid salt").
final class ClauseScore {

    static final int KEEP = 2;

    private final Names names;

    ClauseScore(Names names) {
        this.names = names;
    }

    /// @param asked whether the speaker asked to remember it
    int of(String clause, boolean asked) {
        var mood = Mood.of(clause);
        var words = Tokens.lowerWords(clause);
        boolean hasName = names.occurIn(clause);
        boolean hasNumber = hasNumber(words);
        boolean aboutSpeaker = isAboutSpeaker(clause, mood, words);
        if (words.size() < 2 || isDangling(words, aboutSpeaker) && !hasName && !hasNumber) {
            return 0;
        }
        int points = asked ? 3 : 0;
        points += aboutSpeaker ? 2 : 0;
        points += names.beginsIn(clause) ? 2 : 0;
        points += words.stream().anyMatch(Verbs::isTelling) ? 1 : 0;
        points += hasName ? 1 : 0;
        points += hasNumber ? 1 : 0;
        points += ofMood(mood);
        points -= !aboutSpeaker && !hasName ? 2 : 0;
        points -= words.size() < 3 ? 1 : 0;
        return points;
    }

    private static int ofMood(Mood mood) {
        return switch (mood) {
            case STATEMENT -> 0;
            case QUESTION, HYPOTHETICAL -> -3;
            case REQUEST -> -2;
            case PHATIC -> -4;
        };
    }

    private static boolean isAboutSpeaker(String clause, Mood mood, List<String> words) {
        return switch (mood) {
            case STATEMENT ->
                    words.stream().anyMatch(English.SPEAKER::contains) || Mood.lacksSubject(clause);
            case REQUEST -> false;
            case QUESTION, HYPOTHETICAL, PHATIC ->
                    English.SPEAKER_SUBJECTS.contains(words.getFirst())
                            || words.getFirst().equals("my");
        };
    }

    /// Whether nothing tells what a pronoun stands for: it is the subject, or all that the verb
    /// has.
    private static boolean isDangling(List<String> words, boolean aboutSpeaker) {
        if (words.stream().noneMatch(English.DANGLING::contains)) {
            return false;
        }
        boolean isSubject = !aboutSpeaker && English.DANGLING.contains(words.getFirst());
        return isSubject || words.stream().filter(ClauseScore::isContent).count() < 2;
    }

    private static boolean isContent(String word) {
        return !English.STOP_WORDS.contains(word) && !English.ADVERBS.contains(word);
    }

    private static boolean hasNumber(List<String> words) {
        return words.stream()
                .anyMatch(word ->
                        word.chars().anyMatch(Character::isDigit)
                                || English.NUMBER_WORDS.contains(word)
                                || isDate(word));
    }

    /// Calendar words that are not also something else: `may` and `march` need their capital, which
    /// is gone here, so they do not count.
    private static boolean isDate(String word) {
        return English.CALENDAR.contains(word) && !Set.of("may", "march").contains(word);
    }
}
