package dev.keepsake.ingest;

import static dev.keepsake.ingest.Tasks.assistant;
import static dev.keepsake.ingest.Tasks.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Temporal;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rows named N.. and A.. are those of the engine contract, sections 16.3 and 1.17.
class RulesExtractorTest {

    static Stream<Arguments> acceptanceRows() {
        return Stream.of(
                row(
                        "N01, A01",
                        "I take my tea without sugar",
                        "User takes their tea without sugar"),
                row("N02", "Hi!"),
                row("N02", "Sounds good, thanks"),
                row("N03", "What does entropy mean?"),
                row(
                        "N04",
                        "Yesterday I gave a talk on soil acidity",
                        "User gave a talk on soil acidity on August 21, 2026"),
                row(
                        "N05",
                        "My son Emil plays chess — which clubs take beginners?",
                        "User's son Emil plays chess"),
                row("N08", "I used to collect stamps", "User used to collect stamps"),
                row("N09", "If I won the lottery I'd buy a boat"),
                row("N10", "Rivers flow into the sea."),
                row(
                        "N11",
                        "I'm Dariusz. I just became head nurse at St. Olav's!",
                        "User's name is Dariusz",
                        "User became head nurse at St. Olav's around August 22, 2026"),
                row(
                        "N18",
                        "Ich heiße Jonas und wohne in Köln.",
                        "Ich heiße Jonas und wohne in Köln."),
                row("N20", "Write me a poem about the sea"),
                row("A04", "What does osmosis mean?"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("acceptanceRows")
    void oneUserTurnGivesTheMemoriesOfTheContract(String row, String said, List<String> memories) {
        assertThat(Tasks.of(user(said)).texts()).as(row).isEqualTo(memories);
    }

    static Stream<Arguments> statements() {
        return Stream.of(
                row("my cat's name", "My cat's name is Nimbus.", "User's cat is named Nimbus"),
                row(
                        "no subject",
                        "Can't stop eating chocolate",
                        "User can't stop eating chocolate"),
                row("gonna", "Gonna try a tango class", "User is going to try a tango class"),
                row(
                        "reason",
                        "I swapped the car for a folding bike because parking is impossible",
                        "User swapped the car for a folding bike because parking is impossible"),
                row(
                        "fact in a question",
                        "I'm vegan, what can I cook for my parents?",
                        "User is vegan"),
                row(
                        "remember that",
                        "Remember that the gate code is 4411.",
                        "The gate code is 4411"),
                row(
                        "greeting first",
                        "Hi, I live in Graz and work at a bank.",
                        "User lives in Graz and works at a bank"),
                row(
                        "bullets",
                        "About me:\n- I play the cello\n- I have two kids",
                        "User plays the cello",
                        "User has two kids"),
                row("code", "I like Java\n```\nI am code\n```", "User likes Java"),
                row(
                        "told by others",
                        "The doctor told me to avoid salt",
                        "The doctor told User to avoid salt"),
                row("dangling pronoun, nothing else", "She loves it"),
                row("definition", "Photosynthesis is how plants feed."),
                row("request", "I want you to summarise this"),
                row("duration", "I'm back in Oslo for 18 days", "User is back in Oslo for 18 days"),
                row("japanese", "私は東京に住んでいます。元気？", "私は東京に住んでいます。"),
                row("once", "I like tea. I like tea.", "User likes tea"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("statements")
    void statementsAreKeptAndTalkIsDropped(String what, String said, List<String> memories) {
        assertThat(Tasks.of(user(said)).texts()).as(what).isEqualTo(memories);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ok",
                "Thank you so much for your help!",
                "Got it, thanks.",
                "I see",
                "Tell me about Rome",
                "Please explain this in 3 sentences.",
                "Can you tell me what the best phone under $500 is?",
                "I wonder if it will rain",
                "Let me know",
                "I was wondering about the weather in Oslo",
                "Here's my code so far:",
                "Bonjour, ça va?",
                "Danke"
            })
    void talkLeavesNothing(String said) {
        assertThat(Tasks.of(user(said)).texts()).isEmpty();
    }

    @Test
    void aFormerHabitIsACompletedState() {
        var temporal = extract(Tasks.of(user("I used to collect stamps"))).getFirst().temporal();

        assertThat(temporal).isNotNull();
        assertThat(temporal.type()).isEqualTo(Temporal.Type.STATE);
        assertThat(temporal.status()).isEqualTo(Temporal.Status.COMPLETED);
    }

    @Test
    void greetingsOnBothSidesLeaveNothing_A03() {
        assertThat(Tasks.of(user("Hi!"), assistant("Hello!")).texts()).isEmpty();
    }

    @Test
    void theAssistantRepeatingAFactAddsNothing_N12_A10() {
        var texts =
                Tasks.of(
                                user("I want a stretch reminder at 4 PM, I like short breaks"),
                                assistant("I've set up your stretch reminder at 4 PM"))
                        .texts();

        assertThat(texts)
                .containsExactly(
                        "User wants a stretch reminder at 4 PM", "User likes short breaks");
    }

    @Test
    void anEchoOfTheWindowIsDroppedToo() {
        var texts =
                Tasks.of(assistant("I found your keys in the blue jacket"))
                        .after(user("My keys were found in the blue jacket"))
                        .texts();

        assertThat(texts).isEmpty();
    }

    @Test
    void anActionThatAnswersARequestIsNoEcho() {
        var texts =
                Tasks.of(
                                user("Please book a flight to Oslo for March 3rd"),
                                assistant("Done! I booked your flight to Oslo for March 3rd."))
                        .texts();

        assertThat(texts)
                .containsExactly("Assistant booked User's flight to Oslo for March 3, 2027");
    }

    @Test
    void aCompletedActionIsTheAssistants_N14() {
        var kept = extract(Tasks.of(assistant("I booked your flight to Oslo for March 3rd")));

        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().text())
                .isEqualTo("Assistant booked User's flight to Oslo for March 3, 2027");
        assertThat(kept.getFirst().attributedTo()).isEqualTo(Attribution.ASSISTANT);
    }

    @Test
    void aReservationIsTheAssistants_A08() {
        var kept = extract(Tasks.of(assistant("I reserved table 9 for you on March 3")));

        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().text())
                .isEqualTo("Assistant reserved table 9 for User on March 3, 2027");
        assertThat(kept.getFirst().attributedTo()).isEqualTo(Attribution.ASSISTANT);
    }

    @Test
    void aNamedRecommendationIsKept_N13() {
        var texts =
                Tasks.of(
                                user("Which board games do you know?"),
                                assistant("Try 'Cascadia' and 'Azul'. They are fun!"))
                        .texts();

        assertThat(texts).containsExactly("User was recommended 'Cascadia' and 'Azul'");
    }

    @Test
    void assistantTalkIsDropped() {
        var texts =
                Tasks.of(
                                assistant(
                                        "I'm an AI model. I've noted that. I found that"
                                                + " interesting. You probably love Rome."
                                                + " Shall I book it?"))
                        .texts();

        assertThat(texts).isEmpty();
    }

    @Test
    void namedSpeakersAreNamed_N16_A09() {
        var kept =
                extract(
                        Tasks.of(
                                        user("Ana", "I strongly prefer Kotlin"),
                                        user("Ben", "I strongly prefer Rust"))
                                .in(Scope.ofUser("team")));

        assertThat(kept)
                .extracting(Extraction.Candidate::text)
                .containsExactly("Ana strongly prefers Kotlin", "Ben strongly prefers Rust");
        assertThat(kept).extracting(Extraction.Candidate::speaker).containsExactly("Ana", "Ben");
        assertThat(kept)
                .extracting(Extraction.Candidate::sources)
                .containsExactly(List.of(0), List.of(1));
    }

    @Test
    void aNamedPersonInTheAssistantsPlaceSpeaksForThemselves() {
        var kept =
                extract(
                        Tasks.of(
                                new Message("assistant", "Melanie", "I adopted a dog named Rex.")));

        assertThat(kept.getFirst().text()).isEqualTo("Melanie adopted a dog named Rex");
        assertThat(kept.getFirst().attributedTo()).isEqualTo(Attribution.ASSISTANT);
    }

    @Test
    void relativeDaysCountFromTheObservation_A17() {
        var texts =
                Tasks.of(user("I met Bo yesterday"))
                        .observed("2023-05-24T12:00:00Z", "UTC")
                        .texts();

        assertThat(texts).containsExactly("User met Bo on May 23, 2023");
    }

    @Test
    void daysAreCountedInTheZoneOfTheTask() {
        var texts =
                Tasks.of(user("I met Bo today"))
                        .observed("2026-08-22T23:30:00Z", "Asia/Tokyo")
                        .texts();

        assertThat(texts).containsExactly("User met Bo on August 23, 2026");
    }

    @Test
    void anAgentAloneIsInformed() {
        var texts =
                Tasks.of(
                                user("I coach the under-12 swim team"),
                                assistant("I drafted a 4-week training plan for you"))
                        .in(new Scope(null, "coach", null, null))
                        .texts();

        assertThat(texts)
                .containsExactly(
                        "Agent was informed that User coaches the under-12 swim team",
                        "Agent drafted a 4-week training plan for User");
    }

    @Test
    void systemAndToolMessagesAreNeverSources() {
        var kept =
                extract(
                        Tasks.of(
                                new Message("system", null, "I like system prompts"),
                                new Message("tool", null, "I booked your flight to Oslo"),
                                new Message("observer", null, "I have two dogs"),
                                user("I like figs")));

        assertThat(kept).extracting(Extraction.Candidate::text).containsExactly("User likes figs");
        assertThat(kept.getFirst().sources()).containsExactly(3);
    }

    @Test
    void whomItIsSaidToIsNotPartOfIt() {
        var texts =
                Tasks.of(
                                user("Ana", "Ben, I moved to Oslo!"),
                                user("Ben", "Wow, Ana, that sounds awesome! I love fjords, Ana."))
                        .texts();

        assertThat(texts).containsExactly("Ana moved to Oslo", "Ben loves fjords");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.",
                "I ",
                "ok ",
                "(",
                "'",
                "if I ",
                ", and I like ",
                "yesterday ",
                "\"",
                "1-"
            })
    void anyTextIsSurvived(String piece) {
        var text = piece.repeat(100_000 / piece.length());

        assertThat(Tasks.of(user(text), assistant(text)).texts()).isEmpty();
    }

    @Test
    void theWindowIsNeverASource() {
        assertThat(Tasks.of(user("ok")).after(user("I have two dogs")).texts()).isEmpty();
    }

    @Test
    void atMostTwentyFiveAreKeptTheBestOnesInTextOrder() {
        var weak = IntStream.range(0, 30).mapToObj(at -> "I saw thing number" + letters(at));
        var strong = Stream.of("I moved to Oslo in March 2025");
        var said = String.join("\n", Stream.concat(weak, strong).toList());

        var texts = Tasks.of(user(said)).texts();

        assertThat(texts).hasSize(25);
        assertThat(texts.getFirst()).isEqualTo("User saw thing numbera");
        assertThat(texts.getLast()).isEqualTo("User moved to Oslo in March 2025");
    }

    @Test
    void theSameTaskGivesTheSameTexts() {
        var tasks = Tasks.of(user("I moved to Oslo last week. My sister Ana loves figs."));

        assertThat(tasks.texts()).isEqualTo(tasks.texts()).hasSize(2);
    }

    private static String letters(int number) {
        return Character.toString('a' + number / 26).repeat(number / 26)
                + Character.toString('a' + number % 26);
    }

    private static List<Extraction.Candidate> extract(Tasks tasks) {
        return tasks.extracted().candidates();
    }

    private static Arguments row(String name, String said, String... memories) {
        return Arguments.of(name, said, List.of(memories));
    }
}
