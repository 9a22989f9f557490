package dev.keepsake.quality;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransientJudgeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User is waiting for the build",
                "User is currently waiting for the CI pipeline to finish",
                "User is waiting for the assistant's response",
                "User is waiting",
                "User is typing",
                "User is typing a message",
                "The assistant is thinking",
                "User is looking at the error",
                "User is reading the log file",
                "Assistant is checking the logs",
                "Assistant is working on it",
                "Assistant will look into that",
                "I will check",
                "Let me check",
                "Let me take a quick look at that",
                "Let's move on to the others",
                "User will let you know",
                "User will be right back",
                "User is about to try it",
                "Hold on a second",
                "One moment please",
                "User is online",
                "User is back now",
                "User is ready to continue",
                "The build is running",
                "The tests are passing now",
                "The dev server is still starting",
                "User opened the settings page",
                "User clicked on the button",
                "User refreshed the browser"
            })
    void whatIsOverSoonIsRefused(String text) {
        assertThat(TransientJudge.of(text))
                .hasValueSatisfying(judgement -> {
                    assertThat(judgement.verdict()).isEqualTo(Verdict.TRANSIENT);
                    assertThat(judgement.reason()).isNotBlank();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User will be in Rome until Friday",
                "User is waiting for the results of her biopsy",
                "User is waiting for a reply from his landlord",
                "User is waiting for a job offer",
                "User is waiting for the build of his house",
                "User is waiting for the build since 2024-05-01",
                "User is reading \"Dune\" by Frank Herbert",
                "User is thinking of moving to Vienna",
                "User is thinking about a dog",
                "User is checking out universities in Graz",
                "User is looking for a flat",
                "User is looking at houses near Graz",
                "User is learning typing",
                "User is back from Rome",
                "User is ready to have children",
                "User is away every Friday",
                "User will try the new sushi place",
                "User wants to start a bakery",
                "User wants to run a marathon",
                "User wants to see the northern lights",
                "User needs to move to another city",
                "User opened a bakery",
                "User closed his restaurant",
                "The server is running on port 8080",
                "User's company runs builds on Jenkins",
                "User's marriage is done",
                "Assistant is reading to children in a library",
                "User is trying to learn the cello",
                "Agent will look after the plants"
            })
    void plansAndConditionsAreKept(String text) {
        assertThat(TransientJudge.of(text)).isEmpty();
    }
}
