package dev.keepsake.models.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.ProjectId;
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
import dev.keepsake.summary.Summarizer;
import dev.keepsake.summary.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LlmSummarizerTest {

    private static final Purpose PURPOSE = Purpose.of(ProjectId.random(), Operation.SUMMARY);

    private static final Instant NOW = Instant.parse("2026-08-22T12:00:00Z");

    @Test
    void fewMemoriesAreToldAtOnce() {
        var model = new ScriptedModel("<think>hm</think>Ines lives in Graz.");

        assertThat(summarized(model, 50, 400, "in one sentence", "lives in Graz"))
                .isEqualTo("Ines lives in Graz.");
        assertThat(model.asked().getFirst().user())
                .contains("- 2026-08-22 | active | lives in Graz")
                .contains("## Instructions\nin one sentence")
                .contains("at most 300 words");
    }

    @Test
    void manyMemoriesAreNotedInBatchesFirst() {
        var model = new ScriptedModel("note one", "note two", "note three", "The summary.");
        var texts = IntStream.range(0, 5).mapToObj(n -> "memory " + n).toArray(String[]::new);

        assertThat(summarized(model, 2, 400, "be kind", texts)).isEqualTo("The summary.");
        assertThat(model.asked()).hasSize(4);
        assertThat(model.asked()).allSatisfy(ask -> assertThat(ask.user()).contains("be kind"));
        assertThat(model.asked().get(1).user()).contains("memory 2", "memory 3");
        assertThat(model.asked().get(3).user()).contains("note one\nnote two\nnote three");
    }

    @Test
    void whatWasSupersededIsMarked() {
        var model = new ScriptedModel("Ines used to live in Bergen.");
        var memory = memory("lives in Bergen");
        var superseded =
                memory.withLineage(memory.lineage().moved(Lifecycle.SUPERSEDED, MemoryId.random()));

        new LlmSummarizer(model, _ -> {})
                .summarize(new Summarizer.Task(PURPOSE, List.of(row(superseded)), null, 50, 400));

        assertThat(model.asked().getFirst().user()).contains("| superseded | lives in Bergen");
    }

    @Test
    void aTextThatIsTooLongEndsWithItsLastSentenceThatFits() {
        var long_ = "This is a sentence. ".repeat(60) + "And the last one";

        var text = summarized(new ScriptedModel(long_), 50, 50, null, "x");

        assertThat(Tokens.in(text)).isLessThanOrEqualTo(50);
        assertThat(text).endsWith("sentence.");
        assertThat(Tokens.in(summarized(new ScriptedModel("a".repeat(999)), 50, 50, null, "x")))
                .isLessThanOrEqualTo(50);
        assertThat(Tokens.in(summarized(new ScriptedModel("日本。".repeat(99)), 50, 50, null, "x")))
                .isLessThanOrEqualTo(50);
    }

    @Test
    void anEmptyAnswerIsAFailure() {
        assertThatThrownBy(() ->
                        summarized(new ScriptedModel("<think>...</think> "), 50, 400, null, "x"))
                .isInstanceOf(Failure.ModelFailed.class);
    }

    @Test
    void failuresThatMayPassAreTriedAgain() {
        assertThat(summarized(new ScriptedModel(ScriptedModel.down(), "fine"), 50, 400, null, "x"))
                .isEqualTo("fine");
    }

    @Test
    void noMemoriesNeedNoModel() {
        assertThat(summarized(new ScriptedModel(), 50, 400, null)).isEmpty();
    }

    private static String summarized(
            ScriptedModel model,
            int batch,
            int maxTokens,
            @Nullable String instructions,
            String... texts) {
        var rows = List.of(texts).stream().map(text -> row(memory(text))).toList();
        return new LlmSummarizer(model, _ -> {})
                .summarize(new Summarizer.Task(PURPOSE, rows, instructions, batch, maxTokens));
    }

    private static Memory memory(String text) {
        return Memory.of(MemoryId.random(), text, Scope.ofUser("u"), Times.at(NOW));
    }

    private static Stored row(Memory memory) {
        return new Stored(memory, new Encoding(List.of(), "none", new float[0]));
    }
}
