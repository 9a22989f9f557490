package dev.keepsake.server.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// The description of the API: an OpenAPI 3.1 document, put together from the file of each area.
/// The files are plain OpenAPI but for what would stand at every operation, which [Completion]
/// adds.
///
/// Immutable.
public final class Description {

    private static final List<String> AREAS =
            List.of(
                    "memories",
                    "events",
                    "entities",
                    "exports",
                    "graph",
                    "organizations",
                    "webhooks",
                    "accounts",
                    "console",
                    "dreams",
                    "operations");
    private static final YAMLMapper YAML =
            YAMLMapper.builder()
                    .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER, YAMLWriteFeature.SPLIT_LINES)
                    .enable(
                            YAMLWriteFeature.MINIMIZE_QUOTES,
                            YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS,
                            YAMLWriteFeature.LITERAL_BLOCK_STYLE)
                    .build();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, Object> document;

    private Description(Map<String, Object> document) {
        this.document = document;
    }

    /// Reads the files that are part of the program.
    ///
    /// @param version of the server
    /// @throws IllegalStateException when two areas describe the same thing
    public static Description read(String version) {
        var document = file("openapi");
        member(document, "info").put("version", version);
        var completion = new Completion(document);
        completion.addRefusals();
        for (var name : AREAS) {
            var area = file(name);
            var mirrored = Mirrored.of(area);
            completion.complete(area);
            completion.complete(mirrored);
            add(document, area, name);
            add(document, mirrored, name);
        }
        document.keySet().removeIf(key -> key.startsWith("x-"));
        return new Description(document);
    }

    private static void add(Map<String, Object> document, Map<String, Object> area, String name) {
        list(document, "tags").addAll(list(area, "tags"));
        putAll(member(document, "paths"), member(area, "paths"), name);
        var components = member(document, "components");
        member(area, "components")
                .forEach((kind, _) ->
                        putAll(
                                member(components, kind),
                                member(member(area, "components"), kind),
                                name));
    }

    private static void putAll(Map<String, Object> all, Map<String, Object> more, String area) {
        more.forEach((key, value) -> {
            if (all.putIfAbsent(key, value) != null) {
                throw new IllegalStateException(area + ".yaml describes again: " + key);
            }
        });
    }

    /// The document, for a server that is reached at this address.
    public Map<String, Object> document(String baseUrl) {
        Map<String, Object> served = new LinkedHashMap<>();
        document.forEach((key, value) -> {
            served.put(key, value);
            if (key.equals("info")) {
                served.put("servers", List.of(Map.of("url", baseUrl)));
            }
        });
        return served;
    }

    public byte[] json(String baseUrl) {
        return JSON.writeValueAsBytes(document(baseUrl));
    }

    public byte[] yaml(String baseUrl) {
        return YAML.writeValueAsBytes(document(baseUrl));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> file(String name) {
        try (var content = Description.class.getResourceAsStream(name + ".yaml")) {
            return YAML.readValue(Objects.requireNonNull(content, name), LinkedHashMap.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The object under a key, made when there is none.
    @SuppressWarnings("unchecked")
    static Map<String, Object> member(Map<String, Object> object, String key) {
        return (Map<String, Object>) object.computeIfAbsent(key, _ -> new LinkedHashMap<>());
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Map<String, Object> object, String key) {
        return (List<Object>) object.computeIfAbsent(key, _ -> new ArrayList<>());
    }

    @SuppressWarnings("unchecked")
    static @Nullable Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : null;
    }
}
