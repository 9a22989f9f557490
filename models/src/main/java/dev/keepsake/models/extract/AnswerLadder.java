package dev.keepsake.models.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Finds the list of memories in a model's answer, however it is wrapped (parsing ladder of engine
/// contract 1.7): thoughts, control tokens and code fences go, then the first balanced piece of
/// JSON that parses and holds such a list is taken. Pure.
final class AnswerLadder {

    private static final Pattern THOUGHT =
            Pattern.compile("(?is)<think(?:ing)?>.*?</think(?:ing)?>");

    /// Some templates give the opening tag to the model, so that only the closing one comes back.
    private static final Pattern THOUGHT_END = Pattern.compile("(?is)^.*</think(?:ing)?>");

    private static final Pattern UNFINISHED_THOUGHT = Pattern.compile("(?is)<think(?:ing)?>.*$");
    private static final Pattern CONTROL =
            Pattern.compile("<\\|[^|<>]{1,60}\\|>|</?s>|\\[/?INST]|<(?:start|end)_of_turn>");
    private static final Pattern FENCE = Pattern.compile("```[\\w-]*");
    private static final JsonMapper JSON = JsonMapper.shared();

    private AnswerLadder() {}

    /// The items as they came, strings or objects; empty when the answer cannot be read.
    static Optional<List<JsonNode>> items(String answer) {
        var text = bare(answer);
        int at = 0;
        while (at < text.length()) {
            int end = isOpening(text.charAt(at)) ? balancedEnd(text, at) : -1;
            var node = end < 0 ? null : parsed(text.substring(at, end));
            var items = node == null ? null : listIn(node);
            if (items != null) {
                return Optional.of(items);
            }
            // what parsed but held no list is skipped as a whole
            at = node == null ? at + 1 : end;
        }
        return Optional.empty();
    }

    private static String bare(String answer) {
        var text = THOUGHT.matcher(answer).replaceAll("");
        text = THOUGHT_END.matcher(text).replaceFirst("");
        text = UNFINISHED_THOUGHT.matcher(text).replaceFirst("");
        text = CONTROL.matcher(text).replaceAll("");
        return FENCE.matcher(text).replaceAll("");
    }

    private static boolean isOpening(char mark) {
        return mark == '{' || mark == '[';
    }

    /// The position after the bracket that closes the one at `start`; -1 when there is none.
    private static int balancedEnd(String text, int start) {
        int depth = 0;
        boolean inString = false;
        for (int at = start; at < text.length(); at++) {
            char mark = text.charAt(at);
            if (inString) {
                if (mark == '\\') {
                    at++;
                } else if (mark == '"') {
                    inString = false;
                }
            } else if (mark == '"') {
                inString = true;
            } else if (isOpening(mark)) {
                depth++;
            } else if ((mark == '}' || mark == ']') && --depth == 0) {
                return at + 1;
            }
        }
        return -1;
    }

    private static @Nullable JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException noJson) {
            return null;
        }
    }

    private static @Nullable List<JsonNode> listIn(JsonNode node) {
        if (node.isArray()) {
            return isListOfItems(node) ? itemsOf(node) : null;
        }
        for (var name : List.of("memory", "facts")) {
            if (node.has(name)) {
                return itemsOf(node.path(name));
            }
        }
        return null;
    }

    private static boolean isListOfItems(JsonNode array) {
        return array.values().stream().allMatch(item -> item.isString() || item.isObject());
    }

    /// A single item in place of a list counts as a list of one.
    private static List<JsonNode> itemsOf(JsonNode value) {
        var items = value.isArray() ? value.values() : List.of(value);
        List<JsonNode> usable = new ArrayList<>();
        for (var item : items) {
            if (item.isString() || item.isObject()) {
                usable.add(item);
            }
        }
        return List.copyOf(usable);
    }
}
