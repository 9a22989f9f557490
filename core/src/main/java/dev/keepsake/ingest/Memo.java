package dev.keepsake.ingest;

import dev.keepsake.ingest.Extraction.Candidate;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Temporal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A memory in the making: sentences about one thing, and the messages that they rest on. For one
/// thread.
final class Memo {

    /// Longer ones are not joined (engine contract 16.3, step 8).
    private static final int LONGEST = 40;

    private static final int LONGEST_WITH_PHOTO = 52;

    private final Attribution by;
    private final @Nullable String speaker;
    private final StringBuilder text;
    private final Set<Integer> sources = new TreeSet<>();
    private final Set<String> topic = new HashSet<>();
    private Dated.@Nullable Span span;
    private int score;
    private int lastAt;

    /// @param speaker the name of the one who said it, if there is one
    Memo(
            Attribution by,
            @Nullable String speaker,
            int score,
            int at,
            Dated told,
            Set<String> topic) {
        this.by = by;
        this.speaker = speaker;
        this.text = new StringBuilder(Tokens.withFirstUpper(told.text().strip()));
        this.span = told.span();
        this.score = score;
        this.lastAt = at;
        this.sources.add(at);
        this.topic.addAll(topic);
    }

    boolean hasRoomFor(String more) {
        return words() + Tokens.words(more).size() <= LONGEST;
    }

    boolean hasRoomForPhoto(String more) {
        return words() + Tokens.words(more).size() <= LONGEST_WITH_PHOTO;
    }

    int words() {
        return Tokens.words(text.toString()).size();
    }

    String text() {
        return text.toString();
    }

    boolean isByHuman() {
        return by == Attribution.USER || speaker != null;
    }

    int score() {
        return score;
    }

    /// The message that it was last added to from.
    int lastAt() {
        return lastAt;
    }

    long sharedWith(Set<String> other) {
        return other.stream().filter(topic::contains).count();
    }

    boolean says(String sentence) {
        return text.indexOf(sentence) >= 0;
    }

    /// One more sentence.
    void add(int at, Dated told, Set<String> more) {
        join(". ", at, new Dated(Tokens.withFirstUpper(told.text().strip()), told.span()), more);
    }

    /// More of the last sentence.
    void join(String joint, int at, Dated told, Set<String> more) {
        text.append(joint).append(told.text().strip());
        span = span == null ? told.span() : span;
        topic.addAll(more);
        sources.add(at);
        lastAt = at;
        score++;
    }

    /// Another message that it rests on; negative positions are earlier messages, which are none.
    void restsOn(int at) {
        if (at >= 0) {
            sources.add(at);
        }
    }

    /// @param prefix before the text: who was told it
    Candidate candidate(String prefix, Dating dating) {
        var told = prefix + text;
        return new Candidate(
                told,
                by,
                speaker,
                List.copyOf(sources),
                List.of(),
                List.of(),
                null,
                List.of(),
                temporal(dating),
                null);
    }

    private @Nullable Temporal temporal(Dating dating) {
        return Language.isEnglish(text.toString())
                ? dating.of(new Dated(text.toString(), span))
                : null;
    }
}
