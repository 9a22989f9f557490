package dev.keepsake.server.openapi;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The schemas inside the description, by where they stand in it.
final class Schemas {

    private static final String DOCUMENT = "https://keepsake.test/openapi.json";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder ->
                            builder.schemas(
                                            Map.of(
                                                    DOCUMENT,
                                                    JSON.writeValueAsString(Described.DOCUMENT)))
                                    .schemaRegistryConfig(
                                            SchemaRegistryConfig.builder()
                                                    .formatAssertionsEnabled(true)
                                                    .build()));
    private static final Map<String, Schema> KNOWN = new ConcurrentHashMap<>();

    private Schemas() {}

    /// What is wrong with a value.
    ///
    /// @param pointer such as `/components/schemas/Memory`, escaped as JSON pointers are
    static List<String> problems(String pointer, JsonNode value) {
        return KNOWN
                .computeIfAbsent(
                        pointer, at -> REGISTRY.getSchema(SchemaLocation.of(DOCUMENT + "#" + at)))
                .validate(value)
                .stream()
                .map(Error::toString)
                .toList();
    }

    /// What is wrong with a schema as such.
    static List<String> problemsOfSchema(Object schema) {
        var meta =
                REGISTRY.getSchema(
                        SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        return meta.validate(JSON.valueToTree(schema)).stream().map(Error::toString).toList();
    }

    /// A step of a pointer.
    static String step(String key) {
        return "/" + key.replace("~", "~0").replace("/", "~1");
    }
}
