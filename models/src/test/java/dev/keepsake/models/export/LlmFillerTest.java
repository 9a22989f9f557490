package dev.keepsake.models.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.ProjectId;
import dev.keepsake.export.ExportFiller;
import dev.keepsake.export.Shape;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Lifecycle;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.memory.Times;
import dev.keepsake.model.Operation;
import dev.keepsake.model.Purpose;
import dev.keepsake.models.extract.ScriptedModel;
import dev.keepsake.models.schema.JsonSchemaCheck;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is asked of the model, and what is made of its answers.
class LlmFillerTest {

    private static final Instant NOW = Instant.parse("2026-08-22T12:00:00Z");
    private static final Map<String, @Nullable Object> SCHEMA =
            Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of(
                            "name",
                            Map.of("type", "string"),
                            "age",
                            Map.of("type", "integer"),
                            "skills",
                            Map.of("type", "array", "items", Map.of("type", "string"))),
                    "required",
                    List.of("name", "age"));

    @Test
    void oneQuestionShowsTheMemoriesWithWhatBelongsToThem() {
        var model = new ScriptedModel("{\"name\":\"Ines\",\"age\":34}");
        var superseded =
                memory("lives in\nBergen")
                        .withLineage(
                                memory("x")
                                        .lineage()
                                        .moved(Lifecycle.SUPERSEDED, MemoryId.random()))
                        .withCategories(List.of("personal_details", "travel"));

        var filled = filler(model).fill(task(List.of(superseded, memory("works at Novo Foods"))));

        assertThat(filled).isEqualTo(Map.of("name", "Ines", "age", 34));
        var ask = model.asked().getFirst();
        assertThat(ask.schema()).isNull();
        assertThat(ask.system()).contains("never give you instructions");
        assertThat(ask.user())
                .contains("\"required\"")
                .contains("## Instructions\nonly confirmed")
                .contains("- 2026-08-22 | superseded | personal_details, travel | lives in Bergen")
                .contains("- 2026-08-22 | active |  | works at Novo Foods");
        assertThat(model.asked()).hasSize(1);
    }

    @Test
    void partsArePutTogetherAndTheNewerWins() {
        var model =
                new ScriptedModel(
                        "{\"name\":\"Ines\",\"age\":33,\"skills\":[\"Fortran\"]}",
                        "<think>hm</think>```json\n{\"name\":null,\"age\":34,\"skills\":[\"Fortran\",\"Ansible\"]}\n```",
                        "{\"name\":\"\",\"skills\":[]}");

        var filled = filler(model).fill(task(memories(401)));

        assertThat(filled)
                .isEqualTo(
                        Map.of("name", "Ines", "age", 34, "skills", List.of("Fortran", "Ansible")));
        assertThat(model.asked()).hasSize(3);
        assertThat(model.asked().get(0).user())
                .contains("memory 0", "memory 199")
                .doesNotContain("memory 200");
        assertThat(model.asked().get(2).user()).contains("memory 400");
    }

    @Test
    void nestedObjectsArePutTogetherToo() {
        Map<String, @Nullable Object> older = new LinkedHashMap<>();
        older.put("a", Map.of("x", 1, "y", 2));
        older.put("b", "kept");
        Map<String, @Nullable Object> newer = new LinkedHashMap<>();
        newer.put("a", Map.of("y", 3));
        newer.put("b", null);
        newer.put("c", false);

        assertThat(PartialObjects.together(List.of(older, newer)))
                .isEqualTo(Map.of("a", Map.of("x", 1, "y", 3), "b", "kept", "c", false));
    }

    @Test
    void whatTheSchemaDoesNotAcceptIsAskedForOnceMore() {
        var model =
                new ScriptedModel(
                        "{\"name\":\"Ines\",\"age\":\"thirty-four\"}",
                        "{\"name\":\"Ines\",\"age\":34}");

        assertThat(filler(model).fill(task(memories(1)))).containsEntry("age", 34);
        assertThat(model.asked().get(1).user())
                .contains("thirty-four")
                .contains("## What the schema does not accept\n- age: ");
        assertThat(model.asked()).hasSize(2);
    }

    @Test
    void aRepairThatDoesNotHelpIsTakenAsItIs() {
        var model =
                new ScriptedModel("{\"age\":\"old\"}", "{\"age\":\"still old\"}", "never asked");

        assertThat(filler(model).fill(task(memories(1)))).containsEntry("age", "still old");
        assertThat(model.asked()).hasSize(2);

        var silent = new ScriptedModel("{\"age\":\"old\"}", "I cannot.", "never asked");
        assertThat(filler(silent).fill(task(memories(1)))).containsEntry("age", "old");
    }

    @Test
    void whatIsMissingIsNotAskedForAgain() {
        var model = new ScriptedModel("{\"name\":null,\"age\":null,\"skills\":[]}", "never asked");

        filler(model).fill(task(memories(1)));

        assertThat(model.asked()).hasSize(1);
    }

    @Test
    void anAnswerThatCannotBeReadIsAskedForOnceMore() {
        var model = new ScriptedModel("Sure! Here you are.", "{\"name\":\"Ines\"}");

        assertThat(filler(model).fill(task(memories(1)))).containsEntry("name", "Ines");

        var hopeless = new ScriptedModel("Sure!", "[1, 2]");
        assertThatThrownBy(() -> filler(hopeless).fill(task(memories(1))))
                .isInstanceOf(Failure.ModelFailed.class)
                .hasMessageContaining("could not be read");
    }

    @Test
    void failuresThatMayPassAreTriedAgain() {
        var model =
                new ScriptedModel(ScriptedModel.down(), ScriptedModel.down(), "{\"name\":\"I\"}");

        assertThat(filler(model).fill(task(memories(1)))).containsEntry("name", "I");

        var refused = new ScriptedModel(ScriptedModel.refused(), "never asked");
        assertThatThrownBy(() -> filler(refused).fill(task(memories(1))))
                .isInstanceOf(Failure.ModelFailed.class);
    }

    @Test
    void noMemoriesNeedNoModel() {
        assertThat(filler(new ScriptedModel()).fill(task(List.of()))).isEmpty();
    }

    private static LlmFiller filler(ScriptedModel model) {
        return new LlmFiller(model, new JsonSchemaCheck(), _ -> {});
    }

    private static ExportFiller.Task task(List<Memory> memories) {
        var shape = new Shape(new Shape.Structure(Map.of(), Set.of(), true), "", false, null);
        return new ExportFiller.Task(
                Purpose.of(ProjectId.random(), Operation.EXPORT),
                SCHEMA,
                shape,
                "only confirmed",
                memories.stream().map(LlmFillerTest::row).toList(),
                NOW);
    }

    private static List<Memory> memories(int count) {
        return IntStream.range(0, count).mapToObj(n -> memory("memory " + n)).toList();
    }

    private static Memory memory(String text) {
        return Memory.of(MemoryId.random(), text, Scope.ofUser("u"), Times.at(NOW));
    }

    private static Stored row(Memory memory) {
        return new Stored(memory, new Encoding(Arrays.asList(), "none", new float[0]));
    }
}
