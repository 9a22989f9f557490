package dev.keepsake.models.dream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.dream.Cluster;
import dev.keepsake.dream.Dreamer.Statement;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Times;
import dev.keepsake.model.Purpose;
import dev.keepsake.models.extract.ScriptedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LlmDreamerTest {

    private static final Instant NOW = Instant.parse("2026-08-22T12:00:00Z");

    private final Cluster cluster =
            cluster(
                    "User has a weekly Spanish tutor",
                    "User does Spanish \"flashcards\" every day",
                    "User plans to take the DELE exam in June",
                    "User watches 2 Spanish series");

    @Test
    void thePromptShowsTheMemories() throws IOException {
        var ask = new DreamPrompt().ask(Purpose.trial(), cluster);

        assertThat(ask.user()).isEqualTo(golden("dream-v1.golden.txt"));
        assertThat(ask.schema()).isNotNull();
    }

    @Test
    void aStatementThatIsBorneOutIsBelieved() {
        var told =
                told(
                        """
                        ```json
                        {"statement":"User is learning Spanish towards the DELE exam in June, with a tutor \
                        and flashcards.","source_ids":["0",1,"2","99","x"]}
                        ```\
                        """);

        assertThat(told)
                .contains(
                        new Statement(
                                "User is learning Spanish towards the DELE exam in June, with a tutor and flashcards.",
                                ids(0, 1, 2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no idea",
                "{\"statement\":null,\"source_ids\":[]}",
                "{\"statement\":\" \",\"source_ids\":[\"0\",\"1\",\"2\"]}",
                "{\"statement\":7,\"source_ids\":[\"0\",\"1\",\"2\"]}",
                "{\"statement\":\"User learns Spanish\"}",
                "{\"statement\":\"User learns Spanish\",\"source_ids\":\"0\"}",
                "{\"statement\":\"User learns Spanish\",\"source_ids\":[\"0\",\"1\"]}",
                "{\"statement\":\"User learns Spanish\",\"source_ids\":[\"0\",\"0\",\"1\"]}",
                "{\"statement\":\"User learns Spanish in Madrid\",\"source_ids\":[\"0\",\"1\",\"2\"]}",
                "{\"statement\":\"User has 3 tutors\",\"source_ids\":[\"0\",\"1\",\"2\"]}",
                "{\"statement\":\"User watches 2 series\",\"source_ids\":[\"0\",\"1\",\"2\"]}"
            })
    void whatIsNotBorneOutIsNot(String answer) {
        assertThat(told(answer)).isEmpty();
    }

    @Test
    void aLongStatementIsNotBelieved() {
        var text = "User learns " + "a ".repeat(80) + "language";

        assertThat(told("{\"statement\":\"" + text + "\",\"source_ids\":[\"0\",\"1\",\"2\"]}"))
                .isEmpty();
    }

    @Test
    void aModelThatRefusesFailsTheRun() {
        var dreamer = new LlmDreamer(new ScriptedModel(ScriptedModel.refused()));

        assertThatThrownBy(() -> dreamer.statement(Purpose.trial(), cluster))
                .isInstanceOf(Failure.ModelFailed.class);
    }

    private Optional<Statement> told(String answer) {
        return new LlmDreamer(new ScriptedModel(answer)).statement(Purpose.trial(), cluster);
    }

    private List<MemoryId> ids(int... positions) {
        return java.util.Arrays.stream(positions)
                .mapToObj(at -> cluster.memories().get(at).id())
                .toList();
    }

    private static Cluster cluster(String... texts) {
        return new Cluster(
                List.of(texts).stream()
                        .map(text ->
                                Memory.of(
                                        MemoryId.random(), text, Scope.ofUser("u"), Times.at(NOW)))
                        .map(memory ->
                                new Stored(memory, new Encoding(List.of(), "none", new float[0])))
                        .toList(),
                0.6);
    }

    private static String golden(String name) throws IOException {
        try (var stream =
                Objects.requireNonNull(LlmDreamerTest.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        }
    }
}
