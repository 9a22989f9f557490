package dev.keepsake.models.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.keepsake.export.SchemaCheck;
import dev.keepsake.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The check by a validator of draft 2020-12, whatever draft a schema names. Safe for many threads.
public final class JsonSchemaCheck implements SchemaCheck {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String DRAFTS = "https://json-schema.org/draft/2020-12/";
    private static final int MOST_CHARS = 200;

    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder ->
                            builder.schemaCacheEnabled(false)
                                    .schemaLoader(loader ->
                                            loader.allow(iri -> iri.toString().startsWith(DRAFTS)))
                                    .schemaRegistryConfig(
                                            SchemaRegistryConfig.builder()
                                                    .formatAssertionsEnabled(true)
                                                    .locale(Locale.ENGLISH)
                                                    .regularExpressionFactory(BoundedPattern::new)
                                                    .build()));
    private final Schema drafts = registry.getSchema(SchemaLocation.of(DRAFTS + "schema"));

    @Override
    public void require(Map<String, @Nullable Object> schema) {
        var problems = drafts.validate(JSON.<tools.jackson.databind.JsonNode>valueToTree(schema));
        if (!problems.isEmpty()) {
            throw new Failure.Invalid("schema: " + told(problems.getFirst()));
        }
        compiled(schema);
    }

    @Override
    public List<Violation> violations(
            Map<String, @Nullable Object> schema, Map<String, @Nullable Object> value) {
        var problems =
                compiled(schema).validate(JSON.<tools.jackson.databind.JsonNode>valueToTree(value));
        return problems.stream()
                .map(problem -> new Violation(path(problem), problem.getKeyword(), told(problem)))
                .toList();
    }

    private Schema compiled(Map<String, @Nullable Object> schema) {
        try {
            var compiled = registry.getSchema(JSON.valueToTree(anonymous(schema)));
            compiled.initializeValidators();
            return compiled;
        } catch (RuntimeException | StackOverflowError unusable) {
            throw new Failure.Invalid("schema: cannot be used: " + cut(unusable.getMessage()));
        }
    }

    /// Without the names by which a schema could pretend to be another one, or of another draft. A
    /// property of such a name is an object and stays.
    private static @Nullable Object anonymous(@Nullable Object node) {
        return switch (node) {
            case Map<?, ?> members -> {
                Map<String, @Nullable Object> kept = new LinkedHashMap<>();
                members.forEach((key, value) -> {
                    var name = String.valueOf(key);
                    var isName = name.equals("$id") || name.equals("$schema");
                    if (!isName || !(value instanceof String)) {
                        kept.put(name, anonymous(value));
                    }
                });
                yield kept;
            }
            case List<?> elements -> {
                List<@Nullable Object> kept = new ArrayList<>();
                elements.forEach(element -> kept.add(anonymous(element)));
                yield kept;
            }
            case null, default -> node;
        };
    }

    private static List<String> path(Error problem) {
        var location = problem.getInstanceLocation();
        List<String> path = new ArrayList<>();
        for (var at = 0; at < location.getNameCount(); at++) {
            path.add(location.getName(at));
        }
        return path;
    }

    private static String told(Error problem) {
        var place = String.join(".", path(problem));
        return cut(place.isEmpty() ? problem.getMessage() : place + ": " + problem.getMessage());
    }

    private static String cut(@Nullable String message) {
        var text = message == null ? "no reason given" : message;
        return text.length() > MOST_CHARS ? text.substring(0, MOST_CHARS) + "…" : text;
    }
}
