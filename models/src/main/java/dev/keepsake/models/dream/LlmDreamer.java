package dev.keepsake.models.dream;

import dev.keepsake.dream.Cluster;
import dev.keepsake.dream.Dreamer;
import dev.keepsake.dream.Grounding;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.model.ChatModel;
import dev.keepsake.model.Purpose;
import dev.keepsake.models.chat.AnswerText;
import dev.keepsake.models.chat.PatientModel;
import dev.keepsake.models.chat.Pause;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Patterns in the words of a language model, one question for each cluster. A statement is
/// believed only if it rests on at least three of the memories, is short, and has no name and no
/// number that they do not have (engine contract 7.5, step 3). Safe for many threads.
public final class LlmDreamer implements Dreamer {

    /// As runs tell it.
    public static final String NAME = "llm";

    private static final int MOST_WORDS = 80;

    private final ChatModel model;
    private final DreamPrompt prompt = new DreamPrompt();

    public LlmDreamer(ChatModel model) {
        this(model, Pause.SLEEPING);
    }

    LlmDreamer(ChatModel model, Pause pause) {
        this.model = new PatientModel(model, pause);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Statement> statement(Purpose purpose, Cluster cluster) {
        var answer = model.ask(prompt.ask(purpose, cluster)).text();
        return AnswerText.json(answer, node -> node.has("statement"))
                .flatMap(node -> believed(node, cluster.memories()));
    }

    private static Optional<Statement> believed(JsonNode node, List<Memory> memories) {
        var told = node.path("statement");
        if (!told.isString() || told.stringValue().isBlank()) {
            return Optional.empty();
        }
        var text = told.stringValue().strip().replaceAll("\\s+", " ");
        var cited = cited(node.path("source_ids"), memories);
        var isBorneOut =
                cited.size() >= LEAST_SOURCES
                        && text.split(" ").length <= MOST_WORDS
                        && Grounding.holds(text, cited.stream().map(Memory::text).toList());
        return isBorneOut
                ? Optional.of(new Statement(text, cited.stream().map(LlmDreamer::id).toList()))
                : Optional.empty();
    }

    private static MemoryId id(Memory memory) {
        return memory.id();
    }

    /// Unknown ids are passed over.
    private static Set<Memory> cited(JsonNode ids, List<Memory> memories) {
        Set<Memory> cited = new LinkedHashSet<>();
        if (ids.isArray()) {
            for (var id : ids.values()) {
                var at = position(id);
                if (at >= 0 && at < memories.size()) {
                    cited.add(memories.get(at));
                }
            }
        }
        return cited;
    }

    /// The number that an integer or a string of digits stands for; -1 for anything else.
    private static int position(JsonNode value) {
        if (value.isInt()) {
            return value.intValue();
        }
        var isDigits = value.isString() && value.stringValue().matches("\\d{1,4}");
        return isDigits ? Integer.parseInt(value.stringValue()) : -1;
    }
}
