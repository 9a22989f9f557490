package dev.keepsake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.engine.BagOfWords;
import dev.keepsake.ingest.Extraction.Candidate;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Message;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Which messages a statement rests on when its extractor does not say.
class ProvenanceTest {

    private static final List<Message> CHAT =
            List.of(
                    user("Good morning! My sister Ines moved to Bergen last month."),
                    assistant("How exciting. Does she like it there?"),
                    user("She does. By the way, I bought a second-hand Steinway piano for 9000."),
                    assistant("I booked the tuner Mr. Holm for Friday at 3 pm."),
                    user("Great, and please no nuts in anything, I am allergic."));

    private final BagOfWords embedder = new BagOfWords();
    private final Provenance provenance = new Provenance(embedder);

    @Test
    void whoKnowsTheSourcesIsBelieved() {
        assertThat(sources("User plays chess", Attribution.USER, List.of(1, 4)))
                .containsExactly(1, 4);
        assertThat(embedder.embedded()).isZero();
    }

    @Test
    void sharedWordsTellTheMessage() {
        assertThat(sources("User's sister Ines moved to Bergen in July 2026", Attribution.USER))
                .containsExactly(0);
        assertThat(sources("User bought a used Steinway piano for 9000", Attribution.USER))
                .containsExactly(2);
        assertThat(sources("User is allergic to nuts", Attribution.USER)).containsExactly(4);
        assertThat(
                        sources(
                                "The tuner Mr. Holm is booked for Friday at 3 pm",
                                Attribution.ASSISTANT))
                .containsExactly(3);
        assertThat(embedder.embedded()).isZero();
    }

    @Test
    void aStatementThatJoinsMessagesRestsOnAllOfThem() {
        assertThat(
                        sources(
                                "User bought a Steinway piano, and tuner Mr. Holm comes on Friday",
                                Attribution.USER))
                .containsExactly(2, 3);
    }

    @Test
    void positionsThatDoNotExistAreNoSources() {
        assertThat(sources("User is allergic to nuts", Attribution.USER, List.of(17, -1)))
                .containsExactly(4);
    }

    @Test
    void whoNamesNearlyEverythingIsTakenToHaveNamedNothing() {
        var messages =
                IntStream.range(0, 8)
                        .mapToObj(n -> user(n == 6 ? "I keep three goats" : "Fine weather " + n))
                        .toList();
        var all = IntStream.range(0, 8).boxed().toList();
        var candidate = Candidate.of("User keeps three goats", Attribution.USER, all);

        assertThat(provenance.traced(List.of(candidate), messages).getFirst().sources())
                .containsExactly(6);
    }

    @Test
    void withoutSharedWordsTheMeaningDecides() {
        // the words of this embedder's meaning: stop words count for it, and not for the overlap
        var messages = List.of(user("we will not be there then"), user("Blue!"));

        assertThat(
                        provenance
                                .traced(
                                        List.of(
                                                Candidate.of(
                                                        "they will not be there then",
                                                        Attribution.USER,
                                                        List.of())),
                                        messages)
                                .getFirst()
                                .sources())
                .containsExactly(0);
        assertThat(embedder.embedded()).isPositive();
    }

    @Test
    void whenNothingIsAlikeEverythingThatWasSaidIsTheSource() {
        var messages = List.of(user("Blau"), new Message("system", null, "x"), assistant("Grün"));
        var candidate = Candidate.of("Zwölf Boxkämpfer", Attribution.USER, List.of());

        assertThat(provenance.traced(List.of(candidate), messages).getFirst().sources())
                .containsExactly(0, 2);
    }

    @Test
    void systemAndToolMessagesAreNoSources() {
        var messages =
                List.of(
                        new Message("system", null, "The user keeps goats"),
                        new Message("tool", null, "goats: 3"),
                        user("I keep goats"));
        var candidate = Candidate.of("User keeps goats", Attribution.USER, List.of());

        assertThat(provenance.traced(List.of(candidate), messages).getFirst().sources())
                .containsExactly(2);
    }

    @Test
    void aNamedSpeakersFactComesFromTheirMessages() {
        var messages = List.of(user("Ana", "I love Kotlin"), user("Ben", "I love Kotlin too"));
        var candidate =
                new Candidate(
                        "Ben loves Kotlin",
                        Attribution.USER,
                        "Ben",
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        List.of(),
                        null,
                        null);

        assertThat(provenance.traced(List.of(candidate), messages).getFirst().sources())
                .containsExactly(1);
    }

    @Test
    void whoIsAddressedByNameIsNotTheSourceOfEveryFactAboutThem() {
        var messages =
                List.of(
                        user("Ana", "Hey Ben! Good to see you, Ben."),
                        user("Ben", "I went to the museum on Sunday."));
        var candidate = Candidate.of("Ben saw the museum", Attribution.USER, List.of());

        assertThat(provenance.traced(List.of(candidate), messages).getFirst().sources())
                .containsExactly(1);
    }

    @Test
    void noMessagesAreNoSources() {
        var candidate = Candidate.of("X", Attribution.USER, List.of());

        assertThat(provenance.traced(List.of(candidate), List.of()).getFirst().sources()).isEmpty();
    }

    private List<Integer> sources(String text, Attribution by) {
        return sources(text, by, List.of());
    }

    private List<Integer> sources(String text, Attribution by, List<Integer> named) {
        return provenance.traced(List.of(Candidate.of(text, by, named)), CHAT).getFirst().sources();
    }

    private static Message user(String content) {
        return new Message("user", null, content);
    }

    private static Message user(String name, String content) {
        return new Message("user", name, content);
    }

    private static Message assistant(String content) {
        return new Message("assistant", null, content);
    }
}
