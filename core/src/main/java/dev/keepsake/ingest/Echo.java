package dev.keepsake.ingest;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Tells whether the assistant only says again what a user has said (engine contract 16.3, step 5).
/// Requests are not listened to: an action that answers one repeats its words and yet is news.
final class Echo {

    private static final double SAME = 0.7;

    private final List<Set<String>> said;

    /// @param clauses what users said, as clauses
    Echo(List<Phrase> clauses) {
        this.said =
                clauses.stream()
                        .filter(clause -> Mood.of(clause) == Mood.STATEMENT)
                        .map(Echo::content)
                        .filter(words -> !words.isEmpty())
                        .toList();
    }

    boolean repeats(Phrase clause) {
        var words = content(clause);
        return !words.isEmpty()
                && said.stream()
                        .anyMatch(other ->
                                words.stream().filter(other::contains).count()
                                        >= SAME * words.size());
    }

    private static Set<String> content(Phrase clause) {
        return content(clause.text());
    }

    /// The words that carry what a text is about, without their endings.
    static Set<String> content(String clause) {
        return Tokens.lowerWords(clause).stream()
                .filter(word -> !English.STOP_WORDS.contains(word))
                .map(word -> Verbs.base(word.replaceFirst("'s$", "")))
                .map(word -> word.length() > 3 ? word.replaceFirst("s$", "") : word)
                .collect(Collectors.toSet());
    }
}
