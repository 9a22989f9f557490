package dev.keepsake.ingest;

import static dev.keepsake.engine.ScriptedExtractor.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.ingest.Extraction.Candidate;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From candidates to drafts (engine contract 1.3, and stages 5 and 6 of 1.4).
class DistillationTest {

    private static final List<Message> MESSAGES =
            List.of(new Message("user", "Ana", "one"), new Message("assistant", null, "two"));

    private final Distillation distillation = new Distillation(40);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "u, -, -, r, USER,      u, -",
                "u, -, -, r, ASSISTANT, u, -",
                "-, a, p, -, USER,      -, a",
                "-, a, p, -, ASSISTANT, -, a",
                "u, a, p, r, USER,      u, -",
                "u, a, p, r, ASSISTANT, -, a",
                "-, -, p, r, ASSISTANT, -, -",
            })
    void aFactIsOfWhoeverStatedItAmongTheIdsOfTheCall(
            String user,
            String agent,
            String app,
            String run,
            Attribution by,
            String toUser,
            String toAgent) {
        var scope = new Scope(user, agent, app, run);

        assertThat(Distillation.scopeOf(by, scope)).isEqualTo(new Scope(toUser, toAgent, app, run));
    }

    @Test
    void candidatesAreTrimmedAndEmptyOnesDropped() {
        assertThat(texts(" likes tea\n", " \t", "")).containsExactly("likes tea");
    }

    @Test
    void aLongTextEndsWithTheLastSentenceThatFits() {
        assertThat(texts("Likes green tea. Likes rum. And much more besides that."))
                .containsExactly("Likes green tea. Likes rum.");
        var exactly = "x".repeat(39) + ".";
        assertThat(texts(exactly)).containsExactly(exactly);
    }

    @Test
    void aLongSentenceEndsWithTheLastWordThatFits() {
        assertThat(texts("a sentence that goes on and on and never stops"))
                .containsExactly("a sentence that goes on and on and");
    }

    @Test
    void aLongWordIsCutButNeverThroughACharacter() {
        assertThat(texts("x".repeat(50))).containsExactly("x".repeat(40));
        // the 40th char is the first half of a pair
        assertThat(texts("x".repeat(39) + "🐈🐈")).containsExactly("x".repeat(39));
    }

    @Test
    void aNamedSpeakerWithOneSourceGivesTheRoleToo() {
        var draft =
                draft(
                        new Candidate(
                                "Ana likes tea",
                                Attribution.USER,
                                "Ana",
                                List.of(0),
                                List.of(),
                                List.of(),
                                null,
                                List.of(),
                                null,
                                null));

        assertThat(draft.origin().actor()).isEqualTo("Ana");
        assertThat(draft.origin().role()).isEqualTo("user");
        assertThat(draft.input()).containsExactly(MESSAGES.getFirst());
    }

    @Test
    void sourcesThatDoNotExistAreLeftOut() {
        var draft = draft(Candidate.of("x", Attribution.USER, List.of(-1, 1, 7)));

        assertThat(draft.input()).containsExactly(MESSAGES.get(1));
    }

    private Draft draft(Candidate candidate) {
        return distillation.drafts(List.of(candidate), Scope.ofUser("u"), MESSAGES).getFirst();
    }

    private List<String> texts(String... texts) {
        var candidates = java.util.Arrays.stream(texts).map(text -> said(text)).toList();
        return distillation.drafts(candidates, Scope.ofUser("u"), MESSAGES).stream()
                .map(Draft::text)
                .toList();
    }
}
