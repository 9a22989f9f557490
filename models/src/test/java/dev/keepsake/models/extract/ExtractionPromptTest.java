package dev.keepsake.models.extract;

import static dev.keepsake.models.extract.Asks.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.category.Catalog;
import dev.keepsake.ingest.ExtractionTask.Context;
import dev.keepsake.ingest.ExtractionTask.Guidance;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExtractionPromptTest {

    private final ExtractionPrompt prompt = new ExtractionPrompt();

    @Test
    void everySectionStandsInTheOrderOfTheContract() throws IOException {
        var context =
                new Context(
                        "Ana is a nurse in Graz.",
                        List.of(
                                user("x".repeat(301)),
                                new Message("assistant", "Bot", "Noted \"it\".")),
                        List.of("Ana likes figs"),
                        List.of(
                                Asks.memory("Ana has a cat named \"Nimbus\""),
                                Asks.memory("Ana lives in Graz")));
        var guidance =
                new Guidance(
                        "Keep hobbies.",
                        "Keep bookings.",
                        "sport",
                        "food",
                        true,
                        List.of("Use case: care"),
                        List.of("too vague: likes things"),
                        Catalog.STANDARD);

        var ask =
                prompt.first(
                        Asks.with(
                                new Scope("u", "a", null, null),
                                context,
                                guidance,
                                new Message("user", "Ana", "She turned 3 today"),
                                new Message("assistant", null, "How nice!")));

        assertThat(ask.user()).isEqualTo(golden("extraction-v1.golden.txt"));
    }

    @Test
    void aBareTaskLeavesOptionalSectionsOut() throws IOException {
        var ask = prompt.first(Asks.of(user("I ski")));

        assertThat(ask.user()).isEqualTo(golden("extraction-v1-bare.golden.txt"));
    }

    @Test
    void anAgentAloneChangesTheFraming() {
        var agentOnly = new Scope(null, "a", null, null);
        var guidance =
                new Guidance(
                        "Keep hobbies.",
                        "Keep bookings.",
                        null,
                        null,
                        false,
                        List.of(),
                        List.of(),
                        Catalog.STANDARD);

        var ask = prompt.first(Asks.with(agentOnly, Context.NONE, guidance, user("I ski")));

        assertThat(ask.system()).contains("Agent recommended");
        assertThat(ask.user())
                .contains("## Custom instructions\nKeep bookings.")
                .doesNotContain("Keep hobbies.");
        assertThat(prompt.first(Asks.of(user("I ski"))).system())
                .doesNotContain("Agent recommended");
    }

    @Test
    void withoutAnAgentItsInstructionsDoNotApply() {
        var guidance =
                new Guidance(
                        "Keep hobbies.",
                        "Keep bookings.",
                        null,
                        null,
                        false,
                        List.of(),
                        List.of(),
                        Catalog.STANDARD);

        var ask = prompt.first(Asks.with(Scope.ofUser("u"), Context.NONE, guidance, user("I ski")));

        assertThat(ask.user())
                .contains("## Custom instructions\nKeep hobbies.")
                .doesNotContain("Keep bookings.");
    }

    private static String golden(String name) throws IOException {
        try (var stream =
                Objects.requireNonNull(
                        ExtractionPromptTest.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        }
    }
}
