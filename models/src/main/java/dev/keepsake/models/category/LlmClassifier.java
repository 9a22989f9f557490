package dev.keepsake.models.category;

import dev.keepsake.category.Catalog;
import dev.keepsake.category.Classifier;
import dev.keepsake.failure.Failure;
import dev.keepsake.model.ChatModel;
import dev.keepsake.model.Purpose;
import dev.keepsake.models.chat.AnswerText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Labels by a language model, some statements to a question (engine contract 9). Labels are worth
/// no waiting: the model is asked once, and whatever it leaves open the rules decide. Safe for many
/// threads.
public final class LlmClassifier implements Classifier {

    /// Statements in one question.
    static final int AT_ONCE = 20;

    private static final System.Logger LOG = System.getLogger(LlmClassifier.class.getName());

    private final ChatModel model;
    private final Classifier rules;
    private final CategoryPrompt prompt = new CategoryPrompt();

    /// @param rules decide what the model does not
    public LlmClassifier(ChatModel model, Classifier rules) {
        this.model = model;
        this.rules = rules;
    }

    @Override
    public List<List<String>> labels(Purpose purpose, Catalog catalog, List<Statement> statements) {
        List<List<String>> labels = new ArrayList<>();
        for (var from = 0; from < statements.size(); from += AT_ONCE) {
            var to = Math.min(from + AT_ONCE, statements.size());
            labels.addAll(labelsOfSome(purpose, catalog, statements.subList(from, to)));
        }
        return labels;
    }

    private List<List<String>> labelsOfSome(
            Purpose purpose, Catalog catalog, List<Statement> statements) {
        var answered = answered(purpose, catalog, statements);
        List<Statement> open = new ArrayList<>();
        for (var at = 0; at < statements.size(); at++) {
            if (!answered.containsKey(at)) {
                open.add(statements.get(at));
            }
        }
        var byRules = rules.labels(purpose, catalog, open).iterator();
        List<List<String>> labels = new ArrayList<>();
        for (var at = 0; at < statements.size(); at++) {
            var answer = answered.get(at);
            labels.add(answer == null ? byRules.next() : answer);
        }
        return labels;
    }

    /// What the model says, by position; nothing when it does not answer.
    private Map<Integer, List<String>> answered(
            Purpose purpose, Catalog catalog, List<Statement> statements) {
        try {
            var answer = model.ask(prompt.ask(purpose, catalog, statements)).text();
            return AnswerText.json(answer, node -> entries(node).isArray())
                    .map(node -> read(catalog, entries(node), statements.size()))
                    .orElse(Map.of());
        } catch (Failure.ModelFailed failed) {
            LOG.log(System.Logger.Level.DEBUG, "labels by rules: {0}", failed.reason());
            return Map.of();
        }
    }

    private static JsonNode entries(JsonNode node) {
        return node.isArray() ? node : node.path("labels");
    }

    private static Map<Integer, List<String>> read(Catalog catalog, JsonNode entries, int count) {
        Map<Integer, List<String>> labels = new HashMap<>();
        for (var entry : entries.values()) {
            var at = position(entry.path("id"));
            var names = entry.path("categories");
            if (at >= 0 && at < count && names.isArray() && isAnswer(catalog, names)) {
                labels.putIfAbsent(at, catalog.kept(texts(names)));
            }
        }
        return labels;
    }

    /// An empty list says that nothing fits; one of unknown names alone says nothing.
    private static boolean isAnswer(Catalog catalog, JsonNode names) {
        return names.isEmpty()
                || texts(names).stream().anyMatch(each -> catalog.category(each).isPresent());
    }

    private static List<String> texts(JsonNode names) {
        return names.values().stream()
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .toList();
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
