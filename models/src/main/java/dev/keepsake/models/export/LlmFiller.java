package dev.keepsake.models.export;

import dev.keepsake.export.ExportFiller;
import dev.keepsake.export.SchemaCheck;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Stored;
import dev.keepsake.model.ChatModel;
import dev.keepsake.models.chat.AnswerText;
import dev.keepsake.models.chat.PatientModel;
import dev.keepsake.models.chat.Pause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Fills exports by a language model (engine contract 12.2): a question for each 200 memories, the
/// answers put together, and one more question when the schema does not accept the whole. Safe for
/// many threads.
public final class LlmFiller implements ExportFiller {

    private static final int CHUNK = 200;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private final ChatModel model;
    private final SchemaCheck check;
    private final ExportPrompt prompt = new ExportPrompt();

    public LlmFiller(ChatModel model, SchemaCheck check) {
        this(model, check, Pause.SLEEPING);
    }

    LlmFiller(ChatModel model, SchemaCheck check, Pause pause) {
        this.model = new PatientModel(model, pause);
        this.check = check;
    }

    @Override
    public Map<String, @Nullable Object> fill(Task task) {
        List<Map<String, @Nullable Object>> parts = new ArrayList<>();
        for (var from = 0; from < task.rows().size(); from += CHUNK) {
            var to = Math.min(from + CHUNK, task.rows().size());
            parts.add(part(task, task.rows().subList(from, to)));
        }
        var filled = PartialObjects.together(parts);
        return parts.isEmpty() ? filled : repaired(task, filled);
    }

    private Map<String, @Nullable Object> part(Task task, List<Stored> rows) {
        return answer(prompt.first(task, rows))
                .or(() -> answer(prompt.again(task, rows)))
                .orElseThrow(
                        () -> new Failure.ModelFailed("the LLM's answer could not be read", false));
    }

    /// What is missing is no fault of the answer; blanks are put there later.
    private Map<String, @Nullable Object> repaired(
            Task task, Map<String, @Nullable Object> filled) {
        var violations =
                check.violations(task.schema(), PartialObjects.told(filled)).stream()
                        .filter(violation -> !violation.rule().equals("required"))
                        .toList();
        return violations.isEmpty()
                ? filled
                : answer(prompt.repair(task, filled, violations)).orElse(filled);
    }

    private Optional<Map<String, @Nullable Object>> answer(ChatModel.Ask ask) {
        return AnswerText.json(model.ask(ask).text(), JsonNode::isObject).map(LlmFiller::object);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(JsonNode node) {
        return JSON.treeToValue(node, LinkedHashMap.class);
    }
}
