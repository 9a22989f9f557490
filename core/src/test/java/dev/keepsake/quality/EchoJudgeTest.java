package dev.keepsake.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EchoJudgeTest {

    private static final Scope ANA = Scope.ofUser("ana");
    private static final Memory GRAZ = memory("User lives in Graz");
    private static final Memory NURSE = memory("User works as a nurse at the LKH");
    private static final Memory CAT = memory("User has a cat named Nimbus since 2019");
    private static final Memory BERGEN = superseded("User lives in Bergen");
    private static final List<Memory> ALL = List.of(GRAZ, NURSE, CAT, BERGEN);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User lives in Graz",
                "User works as a nurse at the LKH",
                "User works as a nurse",
                "User has a cat named Nimbus",
                "User lives in Graz and has a cat named Nimbus since 2019",
                "The user's cat is named Nimbus",
                "Assistant remembers that User lives in Graz"
            })
    void whatRecalledMemoriesSayIsAnEcho(String text) {
        assertEcho(judge(ALL, List.of(), text, user("What shall I cook?")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User no longer lives in Graz",
                "User lived in Graz",
                "User will live in Graz",
                "User is from Graz",
                "User lives in Graz with Tom",
                "User has a cat named Nimbus since 2020",
                "User has a cat named Nimbus that is ill",
                "User has two cats named Nimbus",
                "User works as a nurse and plays chess",
                "Nimbus lives in Graz",
                "User lives in Bergen"
            })
    void whoSaysMoreIsNoEcho(String text) {
        assertThat(judge(ALL, List.of(), text, user("Well."))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    user      | Relevant memories:\\n- User lives in Graz\\n- User has a cat named Nimbus since 2019\\n\\nWhat now?
                    user      | [{"memory": "User lives in Graz", "score": 0.83}, {"memory": "User has a cat named Nimbus since 2019"}]
                    user      | I remember: User lives in Graz. User has a cat named Nimbus since 2019.
                    system    | User lives in Graz; User has a cat named Nimbus since 2019
                    assistant | Here is what I remember about you: You live in Graz. You have a cat named Nimbus since 2019.
                    tool      | {"id":"x","memory":"User lives in Graz"},{"memory":"User has a cat named Nimbus since 2019"}
                    """)
    void whatTheMessagesQuoteIsAnEchoWithoutAnySearch(String role, String content) {
        var message = new Message(role, null, content.replace("\\n", "\n"));

        assertEcho(judge(List.of(), ALL, "User lives in Graz", message));
        assertEcho(judge(List.of(), ALL, "User lives in Graz, has cat Nimbus since 2019", message));
        assertEcho(judge(List.of(), ALL, "Memory: User lives in Graz (score 0.83)", message));
        assertThat(judge(List.of(), ALL, "User lives in Graz and plays chess", message)).isEmpty();
        assertEcho(judge(List.of(), ALL, "1. User lives in Graz", message));
        assertThat(judge(List.of(), ALL, "User has a cat named Nimbus since 20", message))
                .isEmpty();
        assertThat(judge(List.of(), ALL, "User has a cat named Nimbus since 0.5", message))
                .isEmpty();
        assertThat(judge(List.of(), ALL, "User works as a nurse", message)).isEmpty();
    }

    @Test
    void quotingAnOutdatedMemoryDoesNotMakeItTrueAgain() {
        var pasted = user("Known facts about the user:\n- User lives in Bergen");

        assertEcho(judge(List.of(), ALL, "User lives in Bergen", pasted));
        assertEcho(judge(ALL, List.of(), "User lives in Bergen", pasted));
    }

    @Test
    void whatTheContextQuotesIsAnEchoWhateverMessageIsBlamed() {
        var context = new Message("system", null, "- User lives in Graz\n- User lives in Bergen");
        var question = user("I live there. What shall I cook?");
        var judge = new EchoJudge(List.of(context, question), List.of(), ALL);

        assertEcho(judge.of(new Proposal("User lives in Graz", ANA, List.of(question))));
        assertThat(judge.of(new Proposal("User lives in Bergen", ANA, List.of(question))))
                .isEmpty();
    }

    @Test
    void sayingAgainWhatWasStoredWordForWordIsNoQuotation() {
        assertThat(judge(List.of(), ALL, "User lives in Graz", user("User lives in Graz")))
                .isEmpty();
        assertThat(judge(List.of(), ALL, "User lives in Graz", user("I live in Graz"))).isEmpty();
    }

    @Test
    void anEchoTellsOfWhat() {
        var echo =
                judge(List.of(), ALL, "User lives in Graz", user("Memories:\nUser lives in Graz"));

        assertThat(echo)
                .hasValueSatisfying(each -> assertThat(each.related()).isEqualTo(GRAZ.id()));
    }

    private static void assertEcho(Optional<Judgement> judgement) {
        assertThat(judgement)
                .hasValueSatisfying(each -> assertThat(each.verdict()).isEqualTo(Verdict.ECHO));
    }

    private static Optional<Judgement> judge(
            List<Memory> recalled, List<Memory> around, String text, Message... sources) {
        return new EchoJudge(List.of(sources), recalled, around)
                .of(new Proposal(text, ANA, List.of(sources)));
    }

    private static Message user(String content) {
        return new Message("user", null, content);
    }

    private static Memory memory(String text) {
        return Memory.of(MemoryId.random(), text, ANA, Times.at(Instant.EPOCH));
    }

    private static Memory superseded(String text) {
        var memory = memory(text);
        return memory.withLineage(memory.lineage().moved(Lifecycle.SUPERSEDED, GRAZ.id()));
    }
}
