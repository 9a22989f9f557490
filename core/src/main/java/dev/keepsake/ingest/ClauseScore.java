package dev.keepsake.ingest;

import dev.keepsake.model.Token.Tag;
import java.util.List;
import java.util.Set;

/// The points of one clause; two or more make it worth keeping (table of engine contract 16.3).
///
/// It departs from the table in one place: a speaker who is mentioned anywhere in a statement
/// counts like a speaker who is its subject ("The doctor told me to avoid salt").
final class ClauseScore {

    static final int KEEP = 2;

    private static final Set<String> SUBJECT_WORDS = English.words("i we my our");

    private static final Set<String> EVERYBODY = English.words("us ourselves our ours");

    private final Names names;

    ClauseScore(Names names) {
        this.names = names;
    }

    /// @param asked whether the speaker asked to remember it
    /// @param resolved whether its subject is a pronoun, and what it stands for is known
    int of(Phrase clause, boolean asked, boolean resolved) {
        var mood = Mood.of(clause);
        var words = Tokens.lowerWords(clause.text());
        boolean hasName = names.occurIn(clause.text());
        boolean hasNumber = hasNumber(words);
        boolean aboutSpeaker = isAboutSpeaker(clause, mood, words);
        boolean isTelling = hasName || hasNumber;
        if (words.size() < 2
                || mood == Mood.STATEMENT && !hasNumber && Talk.is(clause.text())
                || !isTelling && !resolved && isVague(clause)) {
            return 0;
        }
        int points = asked ? 3 : 0;
        points += aboutSpeaker ? 2 : 0;
        points += resolved || beginsWithName(clause) ? 2 : 0;
        points += words.stream().anyMatch(Verbs::isTelling) ? 1 : 0;
        points += hasName ? 1 : 0;
        points += hasNumber ? 1 : 0;
        points += ofMood(mood);
        points -= !aboutSpeaker && !hasName && !resolved ? 2 : 0;
        points -= !Clauses.hasVerb(clause) && !isTelling ? 2 : 0;
        points -= words.size() < 3 ? 1 : 0;
        return points;
    }

    private boolean beginsWithName(Phrase clause) {
        return clause.is(0, Tag.PROPN) && names.beginsIn(clause.text());
    }

    /// Whether it names or counts something.
    boolean isSpecific(Phrase clause) {
        return names.occurIn(clause.text()) || hasNumber(Tokens.lowerWords(clause.text()));
    }

    /// Whether a noun may be somebody.
    boolean canBePerson(Phrase clause, int at) {
        return clause.is(at, Tag.PROPN) || References.isPerson(clause.lower(at));
    }

    /// `I love it`: what it is about is said nowhere.
    private static boolean isVague(Phrase clause) {
        return Tokens.lowerWords(clause.text()).stream().anyMatch(English.DANGLING::contains)
                && clause.topic().size() < 2;
    }

    private static int ofMood(Mood mood) {
        return switch (mood) {
            case STATEMENT -> 0;
            case QUESTION, HYPOTHETICAL -> -3;
            case REQUEST -> -2;
            case PHATIC -> -4;
        };
    }

    private static boolean isAboutSpeaker(Phrase clause, Mood mood, List<String> words) {
        return switch (mood) {
            case STATEMENT ->
                    words.stream().anyMatch(ClauseScore::isSpeaker) || Mood.lacksSubject(clause);
            case REQUEST -> false;
            case QUESTION, HYPOTHETICAL, PHATIC -> SUBJECT_WORDS.contains(clause.lower(0));
        };
    }

    /// `Ourselves` and `us` alone are everybody.
    private static boolean isSpeaker(String word) {
        return English.SPEAKER.contains(word) && !EVERYBODY.contains(word);
    }

    static boolean hasNumber(List<String> words) {
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
