package dev.keepsake.ingest;

import static dev.keepsake.ingest.Tasks.assistant;
import static dev.keepsake.ingest.Tasks.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Scope;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What needs more than one sentence: pronouns, joining, questions with their answers, photos,
/// material, lists. The rows named N.. and A.. are those of the engine contract, sections 16.3 and
/// 1.17.
class ConversationTest {

    @Test
    void N06_aPronounThatGoesOnAboutTheSubjectJoinsIt() {
        assertThat(Tasks.of(user("My cat's name is Nimbus. She's a Maine Coon.")).texts())
                .containsExactly("User's cat is named Nimbus and is a Maine Coon");
    }

    @Test
    void N07_aPronounIsToldByTheWindow() {
        var texts =
                Tasks.of(
                                user(
                                        "She turned 3 today, and I'm taking her to the groomer on"
                                                + " Friday."))
                        .after(user("My cat's name is Nimbus. She's a Maine Coon."))
                        .texts();

        assertThat(texts)
                .containsExactly(
                        "User's cat Nimbus turned 3 on August 22, 2026",
                        "User is taking Nimbus to the groomer on August 28, 2026");
    }

    @Test
    void A05_aPronounIsToldByAStoredMemory() {
        var texts =
                Tasks.of(user("She had her check-up today"))
                        .knowing("User's cat is named Nimbus")
                        .texts();

        assertThat(texts)
                .containsExactly("User's cat Nimbus had her check-up on August 22, 2026");
    }

    @Test
    void theMessageThatNamedTheAntecedentIsASource() {
        var kept =
                Tasks.of(
                                user("My brother Milan moved to Oslo."),
                                assistant("How nice!"),
                                user("He works at the harbour."))
                        .extracted()
                        .candidates();

        assertThat(kept)
                .extracting(Extraction.Candidate::text)
                .containsExactly(
                        "User's brother Milan moved to Oslo",
                        "User's brother Milan works at the harbour");
        assertThat(kept)
                .extracting(Extraction.Candidate::sources)
                .containsExactly(List.of(0), List.of(0, 2));
    }

    @Test
    void kinNounsDecideBetweenHeAndSheAndNamesDecideNothing() {
        var texts =
                Tasks.of(
                                user("My sister Ana lives in Oslo."),
                                user("My husband Ben lives in Cork."),
                                user("She plays the cello."))
                        .texts();

        assertThat(texts).last().isEqualTo("User's sister Ana plays the cello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"She loves it", "It was great", "They said so", "He did it again"})
    void aPronounThatNothingExplainsLeavesNothing(String said) {
        assertThat(Tasks.of(user(said)).texts()).isEmpty();
    }

    @Test
    void neighbouringTurnsOfOneSpeakerOnOneTopicAreOneMemoryOfBoth() {
        var kept =
                Tasks.of(
                                user("Ana", "I signed up for a pottery class yesterday."),
                                user("Ben", "That sounds awesome!"),
                                user("Ana", "The pottery class helps me to relax."))
                        .extracted()
                        .candidates();

        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().text())
                .isEqualTo(
                        "Ana signed up for a pottery class on August 21, 2026. The pottery class"
                                + " helps Ana to relax");
        assertThat(kept.getFirst().sources()).containsExactly(0, 2);
        assertThat(kept.getFirst().speaker()).isEqualTo("Ana");
    }

    @Test
    void joinedMemoriesHaveAtMostFortyWords() {
        var said =
                IntStream.range(0, 12)
                        .mapToObj(at -> "I baked a rye loaf with seeds for my bakery.")
                        .map(sentence -> sentence.replace("rye", "rye" + (char) ('a' + sentence.length() % 5)))
                        .toList();

        var texts =
                Tasks.of(user("Ana", String.join(" ", numbered(said))), user("Ben", "Wow!"))
                        .texts();

        assertThat(texts).hasSizeGreaterThan(1);
        assertThat(texts).allSatisfy(text -> assertThat(Tokens.words(text)).hasSizeLessThan(41));
    }

    private static List<String> numbered(List<String> sentences) {
        return IntStream.range(0, sentences.size())
                .mapToObj(at -> sentences.get(at).replace("loaf", "loaf" + (char) ('a' + at)))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Where do you live? | In Graz. | Ben lives in Graz",
                "Where do you work? | Siemens | Ben works in Siemens",
                "Which car do you drive? | A red Honda Jazz. | Ben drives a red Honda Jazz",
                "How many kids do you have? | Two | Ben has two kids",
                "How long have you been married? | 5 years already! | Ben has been married 5 years already",
                "Which team did you sign with? | The Minnesota Wolves! | Ben signed with the Minnesota Wolves",
                "What did you paint? | A sunset over the lake. | Ben painted a sunset over the lake",
                "What inspired that painting? | The lake at night. | Asked what inspired that painting, Ben said the lake at night",
                "What were they so stoked about? | They loved the dinosaur exhibit! | Asked what they were so stoked about, Ben said they loved the dinosaur exhibit",
            })
    void anAnswerIsToldWithItsQuestion(String asked, String answered, String told) {
        var kept =
                Tasks.of(user("Ana", asked), user("Ben", answered)).extracted().candidates();

        assertThat(kept).extracting(Extraction.Candidate::text).containsExactly(told);
        assertThat(kept.getFirst().sources()).containsExactly(0, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Wow, that's great!",
                "I'm so proud of you!",
                "Thanks, Ana! That means a lot to me.",
                "You're an awesome mom!",
                "I can't wait to hear all about it!",
                "I totally agree with you.",
                "Good luck, I'm rooting for you!",
                "Your kind words really mean a lot.",
                "Glad to hear that, keep it up!",
                "Long time no see!",
                "Let me know how it goes!"
            })
    void whatPeopleOnlySayToEachOtherLeavesNothing(String said) {
        assertThat(Tasks.of(user("Ana", "Did it rain?"), user("Ben", said)).texts()).isEmpty();
    }

    @Test
    void oneWhoIsSpokenToIsNamed() {
        var texts =
                Tasks.of(user("Ana", "I bought your old bike in 2019."), user("Ben", "Right!"))
                        .texts();

        assertThat(texts).containsExactly("Ana bought Ben's old bike in 2019");
    }

    @Test
    void sharedPhotosAreToldWithTheirCaptions() {
        var texts =
                Tasks.of(
                                user(
                                        "Ana",
                                        "I made this bowl in my class. [shares a photo: a photo of"
                                                + " a bowl with a flower design]"),
                                user("Ben", "Wow! [Shared photo: two dogs on a beach]"))
                        .texts();

        assertThat(texts)
                .containsExactly(
                        "Ana made this bowl in their class. Ana shared a photo of a bowl with a"
                                + " flower design",
                        "Ben shared a photo of two dogs on a beach");
    }

    @Test
    void N19_pastedMaterialKeepsItsFigures() {
        var texts =
                Tasks.of(
                                user(
                                        "here are the specs:\n- Pump P2: 3.2 kW, 40 m head\n"
                                                + "- Pump P3: 5 kW\n- Colour as delivered"))
                        .texts();

        assertThat(texts).containsExactly("Pump P2: 3.2 kW, 40 m head. Pump P3: 5 kW");
    }

    @Test
    void aPastedDocumentIsKeptTwoSentencesAtATime() {
        var texts =
                Tasks.of(
                                user(
                                        "Acme GmbH was founded in 1987. It has 40 workers. The P2 has"
                                                + " 3.2 kW. It weighs 40 kg. Service is every 2,000"
                                                + " hours. Seals are of rubber. The contact is Mrs."
                                                + " Novak."))
                        .texts();

        assertThat(texts)
                .containsExactly(
                        "Acme GmbH was founded in 1987. It has 40 workers",
                        "The P2 has 3.2 kW. It weighs 40 kg",
                        "Service is every 2,000 hours. The contact is Mrs. Novak");
    }

    @Test
    void aPlanOfTheAssistantIsOneMemory() {
        var kept =
                Tasks.of(
                                user("Can you plan my running?"),
                                assistant(
                                        """
                                        Sure! Here's a 2-week training plan for your half marathon:

                                        1. **Week 1**: 3 runs of 5 km
                                        2. **Week 2**: rest and race

                                        Good luck!\
                                        """))
                        .extracted()
                        .candidates();

        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().text())
                .isEqualTo(
                        "User's 2-week training plan for User's half marathon: 1) Week 1: 3 runs of"
                                + " 5 km; 2) Week 2: rest and race");
        assertThat(kept.getFirst().attributedTo()).isEqualTo(Attribution.ASSISTANT);
    }

    @Test
    void recommendedListItemsAreNamed() {
        var texts =
                Tasks.of(
                                user("Any books for a train trip?"),
                                assistant(
                                        """
                                        I'd recommend these books:
                                        - **Dune** by Frank Herbert: epic
                                        - **The Hobbit**: light and fun\
                                        """))
                        .texts();

        assertThat(texts).containsExactly("User was recommended Dune and The Hobbit");
    }

    @Test
    void aListOfAdviceWithoutNamesIsNoMemory() {
        var texts =
                Tasks.of(assistant("Here are some ideas:\n- sleep more\n- eat well")).texts();

        assertThat(texts).isEmpty();
    }

    @Test
    void N17_excludedTopicsAreLeftOut() {
        var texts =
                Tasks.of(user("I like ramen. I work at Novo Foods."))
                        .instructed("Exclude: food")
                        .texts();

        assertThat(texts).containsExactly("User works at Novo Foods");
    }

    @Test
    void withIncludedTopicsOnlyTheyAreKept() {
        var extraction =
                Tasks.of(user("I'm flying to Rome in May. I work at a bank."))
                        .instructed("Only remember travel plans.")
                        .extracted();

        assertThat(extraction.candidates())
                .extracting(Extraction.Candidate::text)
                .containsExactly("User is flying to Rome in May 2027");
        assertThat(extraction.warnings()).isEmpty();
    }

    @Test
    void instructionsThatAreNoTopicsAreWarnedOf() {
        var extraction =
                Tasks.of(user("I play the cello."))
                        .instructed("Write in a formal tone. Translate names if needed.")
                        .extracted();

        assertThat(extraction.candidates()).hasSize(1);
        assertThat(extraction.warnings())
                .containsExactly("custom_instructions partially applied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ich heiße Jonas und wohne in Köln.",
                "Je m'appelle Claire et j'habite à Lyon.",
                "Me llamo Ana y vivo en Madrid.",
                "Mi chiamo Luca e lavoro come cuoco.",
                "Meu nome é João e moro em Lisboa.",
                "Ik ben Sanne en woon in Utrecht."
            })
    void N18_otherLanguagesAreKeptWordForWord(String said) {
        assertThat(Tasks.of(user(said)).texts()).containsExactly(said);
    }

    @Test
    void longCallsKeepAsManyAsTheyHaveMessages() {
        var messages =
                IntStream.range(0, 40)
                        .mapToObj(at -> user("I saw Zor" + (char) (0x61 + at % 26) + at / 26))
                        .toArray(Message[]::new);

        assertThat(Tasks.of(messages).texts()).hasSizeGreaterThan(25);
    }

    @Test
    void theSameTaskGivesTheSameCandidates() {
        var tasks =
                Tasks.of(
                                user("Ana", "My dog Rex is ill. He eats nothing, I took him to Dr. Kern."),
                                user("Ben", "Oh no! How long has he been ill?"),
                                user("Ana", "Three days."))
                        .in(Scope.ofUser("team"));

        assertThat(tasks.extracted()).isEqualTo(tasks.extracted());
    }
}
