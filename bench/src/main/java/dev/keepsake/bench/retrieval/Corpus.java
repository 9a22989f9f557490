package dev.keepsake.bench.retrieval;

import dev.keepsake.bench.BadUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Conversations, and questions about them with the turns that hold the answer. The file is
///
///     {"name", "stores": [{"id",
///         "messages":  [{"id", "speaker", "role", "time" (ISO 8601, equal within a session), "text"}],
///         "questions": [{"id", "category", "question", "evidence": [message id, …]}]}]}
record Corpus(String name, List<Store> stores) {

    /// Everything of one person.
    record Store(String id, List<Turn> turns, List<Question> questions) {}

    record Turn(String id, String speaker, String role, String time, String text) {
        boolean isBlank() {
            return text.isBlank();
        }
    }

    /// @param evidence ids of the turns to be found
    record Question(String id, String category, String text, Set<String> evidence) {}

    /// @throws BadUsage when the file is missing or is something else
    static Corpus read(Path file) {
        if (!Files.isReadable(file)) {
            throw new BadUsage("there is no bench file " + file + "; give one with --data FILE");
        }
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(file.toFile());
        } catch (JacksonException notJson) {
            throw new BadUsage(file + " is not JSON: " + notJson.getOriginalMessage());
        }
        if (!root.path("stores").isArray()) {
            throw new BadUsage(file + " is no bench file: it has no list of stores");
        }
        return new Corpus(text(root, "name"), each(root, "stores", Corpus::store));
    }

    private static Store store(JsonNode node) {
        return new Store(
                text(node, "id"),
                each(node, "messages", Corpus::turn),
                each(node, "questions", Corpus::question));
    }

    private static Turn turn(JsonNode node) {
        return new Turn(
                text(node, "id"),
                text(node, "speaker"),
                text(node, "role"),
                text(node, "time"),
                text(node, "text"));
    }

    private static Question question(JsonNode node) {
        var evidence = new LinkedHashSet<String>();
        node.path("evidence").forEach(id -> evidence.add(id.asString()));
        return new Question(
                text(node, "id"), text(node, "category"), text(node, "question"), evidence);
    }

    private static String text(JsonNode node, String name) {
        var value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            throw new BadUsage("the bench file has an object without " + name + ": " + node);
        }
        return value.asString();
    }

    private static <T> List<T> each(JsonNode node, String name, Function<JsonNode, T> item) {
        List<T> items = new ArrayList<>();
        node.path(name).forEach(element -> items.add(item.apply(element)));
        return items;
    }
}
