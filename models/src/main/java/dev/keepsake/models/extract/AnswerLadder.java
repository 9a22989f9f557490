package dev.keepsake.models.extract;

import dev.keepsake.models.chat.AnswerText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Finds the list of memories in a model's answer, however it is wrapped (parsing ladder of engine
/// contract 1.7): thoughts, control tokens and code fences go, then the first balanced piece of
/// JSON that parses and holds such a list is taken. Pure.
final class AnswerLadder {

    /// Where the list begins: after its name, or at the start of a bare one.
    private static final Pattern LIST =
            Pattern.compile("\"(?:memory|facts)\"\\s*:\\s*\\[|^\\s*\\[");

    private AnswerLadder() {}

    /// The items as they came, strings or objects; empty when the answer cannot be read.
    static Optional<List<JsonNode>> items(String answer) {
        return AnswerText.json(answer, node -> listIn(node) != null)
                .map(node -> Objects.requireNonNull(listIn(node)));
    }

    /// The items that are whole in an answer whose end is missing; none when it holds no list.
    static List<JsonNode> wholeItems(String answer) {
        return AnswerText.elements(answer, LIST).stream()
                .filter(item -> item.isString() || item.isObject())
                .toList();
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
