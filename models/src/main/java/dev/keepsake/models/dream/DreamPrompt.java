package dev.keepsake.models.dream;

import dev.keepsake.dream.Cluster;
import dev.keepsake.memory.Memory;
import dev.keepsake.model.ChatModel;
import dev.keepsake.model.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// Words the question for what a cluster shows. What never changes is the resource `dream-v1.txt`.
/// Pure.
final class DreamPrompt {

    /// In the name of the resource; a new wording is a new version.
    static final String VERSION = "v1";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Map<String, Object> SCHEMA = schema();

    private final String instructions = resource("dream-" + VERSION + ".txt");

    ChatModel.Ask ask(Purpose purpose, Cluster cluster) {
        return new ChatModel.Ask(purpose, instructions, user(cluster.memories()), SCHEMA);
    }

    /// Memories go by their position, which a model copies more reliably than an id.
    private static String user(List<Memory> memories) {
        return "## Memories\n"
                + IntStream.range(0, memories.size())
                        .mapToObj(at -> JSON.writeValueAsString(shown(at, memories.get(at))))
                        .collect(Collectors.joining(",\n ", "[", "]"));
    }

    private static Map<String, String> shown(int at, Memory memory) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("id", Integer.toString(at));
        shown.put("date", DATE.format(memory.times().created()));
        shown.put("text", memory.text());
        return shown;
    }

    /// Strict providers want every property required and no others allowed.
    private static Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("statement", Map.of("type", List.of("string", "null")));
        properties.put("source_ids", Map.of("type", "array", "items", Map.of("type", "string")));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("properties", properties);
        object.put("required", List.copyOf(properties.keySet()));
        object.put("additionalProperties", false);
        return object;
    }

    private static String resource(String name) {
        try (var stream =
                Objects.requireNonNull(DreamPrompt.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
