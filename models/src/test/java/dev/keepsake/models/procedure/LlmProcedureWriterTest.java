package dev.keepsake.models.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.failure.Failure;
import dev.keepsake.ingest.ProcedureWriter.Run;
import dev.keepsake.memory.Message;
import dev.keepsake.model.Purpose;
import dev.keepsake.models.extract.ScriptedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LlmProcedureWriterTest {

    @Test
    void theQuestionIsTheOneOfItsVersion() throws IOException {
        var ask = writer(new ScriptedModel()).ask(run(null));

        assertThat(LlmProcedureWriter.VERSION).isEqualTo("v1");
        assertThat(ask.system() + "\n----\n" + ask.user() + "\n")
                .isEqualTo(golden("procedure-v1.golden.txt"));
        assertThat(ask.schema()).isNull();
    }

    @Test
    void instructionsOfTheCallerTakeThePlaceOfOurs() {
        assertThat(writer(new ScriptedModel()).ask(run("Only prices.")).system())
                .isEqualTo("Only prices.");
    }

    @Test
    void theAnswerIsKeptAsItIsButForThoughts() {
        var model = new ScriptedModel("<think>well</think>\n1. Searched:\n```\nOS1 120\n```\n");

        var procedure = writer(model).write(run(null));

        assertThat(procedure.text()).isEqualTo("1. Searched:\n```\nOS1 120\n```");
        assertThat(procedure.writer()).isEqualTo("llm");
    }

    @Test
    void anEmptyAnswerFails() {
        assertThatThrownBy(() -> writer(new ScriptedModel("<think>…</think> ")).write(run(null)))
                .isInstanceOf(Failure.ModelFailed.class)
                .hasMessage("the LLM wrote no procedural memory");
    }

    @Test
    void aModelThatDoesNotAnswerFailsAfterItsRetries() {
        var down = ScriptedModel.down();

        assertThatThrownBy(() -> writer(new ScriptedModel(down, down, down, down)).write(run(null)))
                .hasMessage("procedural memory failed: the chat endpoint answered 503");
    }

    private static LlmProcedureWriter writer(ScriptedModel model) {
        return new LlmProcedureWriter(model, _ -> {});
    }

    private static Run run(@Nullable String instructions) {
        return new Run(
                Purpose.trial(),
                List.of(
                        new Message("user", "Ana", "Find the cheapest flight"),
                        new Message("assistant", null, "I search."),
                        new Message("tool", "search", "OS1 120\nOS2 95")),
                instructions);
    }

    private static String golden(String name) throws IOException {
        try (var file = LlmProcedureWriterTest.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
