package dev.keepsake.models.category;

import dev.keepsake.category.Catalog;
import dev.keepsake.category.Classifier.Statement;
import dev.keepsake.model.ChatModel;
import dev.keepsake.model.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// Words the question for the labels of some statements. What never changes is the resource
/// `categories-v1.txt`. Pure.
final class CategoryPrompt {

    /// In the name of the resource; a new wording is a new version.
    static final String VERSION = "v1";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String instructions = resource("categories-" + VERSION + ".txt");

    ChatModel.Ask ask(Purpose purpose, Catalog catalog, List<Statement> statements) {
        return new ChatModel.Ask(purpose, instructions, user(catalog, statements), schema());
    }

    private static String user(Catalog catalog, List<Statement> statements) {
        return "## Categories\n" + catalog.described() + "\n\n## Statements\n" + listed(statements);
    }

    /// Statements go by their position, which a model copies more reliably than an id.
    private static String listed(List<Statement> statements) {
        return IntStream.range(0, statements.size())
                .mapToObj(at -> JSON.writeValueAsString(shown(at, statements.get(at).text())))
                .collect(Collectors.joining(",\n ", "[", "]"));
    }

    private static Map<String, String> shown(int at, String text) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("id", Integer.toString(at));
        shown.put("text", text);
        return shown;
    }

    /// Strict providers want every property required and no others allowed.
    private static Map<String, Object> schema() {
        var string = Map.<String, Object>of("type", "string");
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("id", string);
        properties.put("categories", arrayOf(string));
        return object(Map.of("labels", arrayOf(object(properties))));
    }

    private static Map<String, Object> arrayOf(Map<String, Object> items) {
        return Map.of("type", "array", "items", items);
    }

    private static Map<String, Object> object(Map<String, Object> properties) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("properties", properties);
        object.put("required", List.copyOf(properties.keySet()));
        object.put("additionalProperties", false);
        return object;
    }

    private static String resource(String name) {
        try (var stream =
                Objects.requireNonNull(CategoryPrompt.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
