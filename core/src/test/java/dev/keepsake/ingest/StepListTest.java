package dev.keepsake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.ingest.ProcedureWriter.Procedure;
import dev.keepsake.ingest.ProcedureWriter.Run;
import dev.keepsake.memory.Message;
import dev.keepsake.model.Purpose;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepListTest {

    private static final Message ASKED =
            new Message("user", null, "Find the cheapest flight to Oslo");

    private final StepList writer = new StepList();

    @Test
    void aRunIsToldAsObjectiveProgressContextAndNumberedSteps() {
        var procedure =
                written(
                        new Message("system", null, "You are a travel agent."),
                        ASKED,
                        new Message("assistant", null, "I search for flights."),
                        new Message("tool", "search", "OS1 120 EUR\nOS2 95 EUR"),
                        new Message("assistant", null, "OS2 is cheapest. I book it."),
                        new Message("tool", "book", "{\"ok\": true}"),
                        new Message("user", null, "Send me the ticket"),
                        new Message("tool", null, "sent"));

        assertThat(procedure.text())
                .isEqualTo(
                        """
                        Task objective: Find the cheapest flight to Oslo
                        Progress: 3 steps, 3 tool results
                        Current context: sent

                        1. I search for flights.
                        Result of search: OS1 120 EUR
                        OS2 95 EUR
                        2. OS2 is cheapest. I book it.
                        Result of book: {"ok": true}
                        User: Send me the ticket
                        3. Result: sent\
                        """);
        assertThat(procedure.writer()).isEqualTo("rules");
        assertThat(procedure.warnings()).isEmpty();
    }

    @Test
    void severalResultsOfOneStepStayTogether() {
        var procedure =
                written(
                        ASKED,
                        new Message("assistant", null, "I ask both airlines."),
                        new Message("tool", null, "120 EUR"),
                        new Message("tool", null, "95 EUR"));

        assertThat(procedure.text())
                .endsWith("1. I ask both airlines.\nResult: 120 EUR\nResult: 95 EUR");
    }

    @Test
    void theCurrentContextIsOneLineAndTheWholeIsBelow() {
        var page = "<html>\n" + "word ".repeat(200) + "\n</html>";

        var procedure = written(ASKED, new Message("tool", null, page));

        assertThat(procedure.text().lines().toList().get(2))
                .startsWith("Current context: <html> word")
                .hasSizeLessThan(330)
                .endsWith(" …");
        assertThat(procedure.text()).contains(page);
    }

    @Test
    void aRunWithoutStepsKeepsTheRequest() {
        assertThat(written(ASKED).text())
                .isEqualTo(
                        """
                        Task objective: Find the cheapest flight to Oslo
                        Progress: 0 steps, 0 tool results
                        Current context: Find the cheapest flight to Oslo\
                        """);
    }

    @Test
    void instructionsNeedALanguageModel() {
        var procedure = writer.write(new Run(Purpose.trial(), List.of(ASKED), "Only the prices"));

        assertThat(procedure.warnings())
                .containsExactly("custom_instructions have no effect without a language model");
    }

    @Test
    void whatAWriterLeavesOutFollowsWordForWord() {
        var run =
                run(
                        ASKED,
                        new Message("assistant", null, "I search."),
                        new Message("tool", null, "  two\n lines "));

        var whole =
                new Procedure("1. I search. Found two lines.", "llm", List.of()).holdingAllOf(run);

        assertThat(whole.text())
                .isEqualTo("1. I search. Found two lines.\n\nWord for word:\n  two\n lines ");
    }

    private Procedure written(Message... messages) {
        return writer.write(run(messages));
    }

    private static Run run(Message... messages) {
        return new Run(Purpose.trial(), List.of(messages), null);
    }
}
