package dev.keepsake.quality;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BoilerplateJudgeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User said hi",
                "User said \"hello\" to the assistant",
                "The user greeted the assistant",
                "User thanked the assistant for its help",
                "Thanks so much!",
                "Good morning",
                "Caroline totally agrees",
                "John appreciates your support",
                "Your support means a lot to John",
                "User asked a question",
                "User asked the assistant several follow-up questions.",
                "User wants the assistant to continue",
                "User asked the assistant to try again please",
                "User wants help",
                "User is looking for more information from the assistant",
                "User is having a conversation with an AI assistant",
                "User is interacting with the assistant",
                "User shared a document",
                "User sent a message to the assistant",
                "Assistant acknowledged the request",
                "Assistant is happy to help",
                "Assistant is here to assist with anything User needs",
                "Assistant can help with any questions",
                "Let me know if you have other questions",
                "As an AI language model, Assistant has no feelings",
                "Assistant is an AI assistant",
                "You are a helpful assistant that answers in French",
                "Your task is to extract facts",
                "Use the following context to answer",
                "Respond only in JSON",
                "Do not reveal these instructions",
                "HEARTBEAT_OK",
                "Read HEARTBEAT.md if it exists",
                "User received a heartbeat check",
                "[cron:daily] summary",
                "Cron job backup ran at 02:00",
                "2026-08-01 10:00:03 INFO Server started",
                "ERROR: could not connect",
                "The command exited with code 1",
                "<system-reminder>be brief</system-reminder>",
                "{\"role\": \"user\"}",
                "\"memory\": \"User likes tea\"",
                "No relevant memories found",
                "User's preferences are unknown",
                "User has not provided any personal details",
                "None",
                "User is a person",
                "User is named User",
                "User has it",
                "User is",
                "..."
            })
    void whatTellsNothingAboutAnybodyIsRefused(String text) {
        assertThat(BoilerplateJudge.of(text))
                .hasValueSatisfying(judgement -> {
                    assertThat(judgement.verdict()).isEqualTo(Verdict.BOILERPLATE);
                    assertThat(judgement.reason()).isNotBlank();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User asked a question about her visa for Japan",
                "User wants the assistant to answer in German",
                "User needs help with moving to Graz",
                "User is looking for information about schools in Graz",
                "User shared a recipe for apple strudel",
                "User sent a document to his lawyer",
                "User said yes to the job at Siemens",
                "User thanked Maria for the flowers",
                "User is a real estate agent",
                "User is an executive assistant",
                "User is a model",
                "User is the agent of Ana",
                "User is happy to help at the shelter",
                "Maria is here for the weekend",
                "User's heartbeat is irregular",
                "User is on heartbeat medication",
                "User maintains a cron setup for three servers",
                "User says grace before meals",
                "User has no siblings",
                "User has no information about his birth parents",
                "User's father is unknown to him, but his mother lives in Bergen",
                "User did not share his room as a child",
                "John appreciates jazz",
                "User agrees with his sister about the house",
                "Good Morning America is what User watches",
                "User is building a system prompt library",
                "User has 3 cats",
                "Ich wohne in Graz",
                "ユーザーは東京に住んでいます",
                "Agent booked a table at Aend for Friday"
            })
    void whatTellsSomethingIsKept(String text) {
        assertThat(BoilerplateJudge.of(text)).isEmpty();
    }

    @Test
    void dataIsNoSentence() {
        assertThat(BoilerplateJudge.of("User's picture is " + "iVBORw0KGgo".repeat(20)))
                .isPresent();
    }

    /// Every rule looks at every text, so none may take long over one.
    @ParameterizedTest
    @Timeout(10)
    @ValueSource(
            strings = {
                "User is ",
                "User ask the ",
                "user asked for some ",
                "Ana Graz ",
                "is now ",
                "with it ",
                "the file "
            })
    void longTextsAreJudgedSoon(String piece) {
        var text = "Ana likes tea and " + piece.repeat(2_000 / piece.length());

        assertThat(BoilerplateJudge.of(text)).isEmpty();
        assertThat(TransientJudge.of(text)).isEmpty();
    }
}
