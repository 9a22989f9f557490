package dev.keepsake.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.bench.quality.Fixtures.Conversation;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgementTest {

    private static final Conversation CHAT =
            new Conversation(
                    "c1",
                    "2026-03-14T10:00:00Z",
                    List.of(),
                    List.of("User is allergic to shellfish", "User works at Novo Foods"),
                    List.of("User gets home around seven"));

    private static Judgement judge(String... memories) {
        return Judgement.of(CHAT, List.of(memories));
    }

    @Test
    void whatIsAllThereHasNothingMissingAndNothingWrong() {
        var judgement = judge("User is allergic to shellfish", "User works at Novo Foods");

        assertThat(judgement.missing()).isEmpty();
        assertThat(judgement.wrong()).isEmpty();
    }

    @Test
    void optionalFactsAreNeitherMissedNorWrong() {
        var judgement = judge("User gets home around seven");

        assertThat(judgement.missing()).hasSize(2);
        assertThat(judgement.wrong()).isEmpty();
    }

    @Test
    void aMemoryOfSomethingElseIsWrong() {
        assertThat(judge("User could use some help with dinner").wrong()).hasSize(1);
        assertThat(judge("User").wrong()).hasSize(1);
    }

    @Test
    void aMemoryThatCannotBeUnderstoodAloneIsWrongThoughItsWordsFit() {
        assertThat(judge("She is allergic to shellfish").wrong())
                .containsExactly("She is allergic to shellfish");
    }

    @Test
    void twoFactsInOneMemoryAreRight() {
        var judgement = judge("User is allergic to shellfish and works at Novo Foods");

        assertThat(judgement.missing()).isEmpty();
        assertThat(judgement.wrong()).isEmpty();
    }
}
