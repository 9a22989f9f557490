package dev.keepsake.server.openapi;

import static dev.keepsake.server.openapi.Description.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The description by itself: sound, complete and consistent.
class OpenApiDocumentTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode DOCUMENT = JSON.valueToTree(Described.DOCUMENT);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]+)}");

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        walk(
                "",
                DOCUMENT,
                (pointer, node) -> {
                    var reference = node.path("$ref").asString("");
                    if (!reference.isEmpty()
                            && DOCUMENT.at(reference.substring(1)).isMissingNode()) {
                        broken.add(pointer + " to " + reference);
                    }
                });

        assertThat(broken).isEmpty();
    }

    @Test
    void everySharedPartIsUsed() {
        var text = DOCUMENT.toString();
        List<String> unused = new ArrayList<>();
        for (var kind : List.of("schemas", "parameters", "headers")) {
            member(member(Described.DOCUMENT, "components"), kind)
                    .keySet()
                    .forEach(name -> {
                        if (!text.contains("\"#/components/" + kind + "/" + name + "\"")) {
                            unused.add(kind + "/" + name);
                        }
                    });
        }

        assertThat(unused).isEmpty();
    }

    @Test
    void everyOperationHasAnIdOfItsOwnASummaryAndAKnownTag() {
        var tags =
                DOCUMENT.path("tags")
                        .valueStream()
                        .map(tag -> tag.path("name").asString())
                        .toList();
        var ids = new HashSet<String>();
        Described.operations()
                .forEach(operation -> {
                    var content = operation.content();
                    assertThat(ids.add(String.valueOf(content.get("operationId"))))
                            .as("operationId of %s", operation.name())
                            .isTrue();
                    assertThat(content).as(operation.name()).containsKeys("operationId", "summary");
                    assertThat(tags)
                            .as(operation.name())
                            .containsAll(
                                    Description.list(content, "tags").stream()
                                            .map(String::valueOf)
                                            .toList());
                });
    }

    @Test
    void everyPlaceholderOfAPathIsAParameter() {
        member(Described.DOCUMENT, "paths")
                .forEach((path, item) -> {
                    JsonNode content = JSON.valueToTree(item);
                    var common = names(content.path("parameters"));
                    content.properties().stream()
                            .filter(method -> Completion.METHODS.contains(method.getKey()))
                            .forEach(method -> {
                                var all = new HashSet<>(common);
                                all.addAll(names(method.getValue().path("parameters")));
                                var placeholders =
                                        PLACEHOLDER
                                                .matcher(path)
                                                .results()
                                                .map(each -> each.group(1))
                                                .toList();
                                assertThat(all)
                                        .as("%s %s", method.getKey(), path)
                                        .containsExactlyInAnyOrderElementsOf(placeholders);
                            });
                });
    }

    /// Names of those in the path.
    private static List<String> names(JsonNode parameters) {
        return parameters
                .valueStream()
                .map(OpenApiDocumentTest::resolved)
                .filter(parameter -> parameter.path("in").asString().equals("path"))
                .map(parameter -> parameter.path("name").asString())
                .toList();
    }

    private static JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : DOCUMENT.at(reference.substring(1));
    }

    @Test
    void everySchemaIsOne() {
        walk(
                "",
                DOCUMENT,
                (pointer, node) -> {
                    if (pointer.endsWith("/schema")
                            || pointer.matches("/components/schemas/[^/]+")) {
                        assertThat(Schemas.problemsOfSchema(node)).as(pointer).isEmpty();
                    }
                });
    }

    @Test
    void everyExampleFitsItsSchema() {
        var examples = new int[1];
        walk(
                "",
                DOCUMENT,
                (pointer, node) -> {
                    if (!node.has("schema")) {
                        checkExamples(pointer, node.path("examples"), examples);
                        return;
                    }
                    var schema = pointer + "/schema";
                    if (node.has("example")) {
                        examples[0]++;
                        assertThat(Schemas.problems(schema, node.path("example")))
                                .as(pointer)
                                .isEmpty();
                    }
                    node.path("examples")
                            .forEach(example -> {
                                examples[0]++;
                                assertThat(Schemas.problems(schema, example.path("value")))
                                        .as(pointer)
                                        .isEmpty();
                            });
                });
        assertThat(examples[0]).isGreaterThan(30);
    }

    /// Those of a schema itself.
    private static void checkExamples(String pointer, JsonNode examples, int[] count) {
        if (examples.isArray()) {
            examples.forEach(example -> {
                count[0]++;
                assertThat(Schemas.problems(pointer, example)).as(pointer).isEmpty();
            });
        }
    }

    private static void walk(String pointer, JsonNode node, BiConsumer<String, JsonNode> visit) {
        if (node.isObject()) {
            visit.accept(pointer, node);
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                var isData = pointer.endsWith("/examples") || member.getKey().equals("example");
                if (!isData) {
                    walk(pointer + Schemas.step(member.getKey()), member.getValue(), visit);
                }
            }
        } else if (node.isArray() && !pointer.endsWith("/examples")) {
            for (var at = 0; at < node.size(); at++) {
                walk(pointer + "/" + at, node.get(at), visit);
            }
        }
    }

    @Test
    void repliesThatDoNotFitAreFound() {
        var ok =
                "{\"status\":\"ok\",\"org_id\":\"7f0c5f0e-3f0b-4c52-9a3c-2f6f0f5d1aa1\","
                        + "\"project_id\":\"7f0c5f0e-3f0b-4c52-9a3c-2f6f0f5d1aa1\",\"user_email\":null}";
        check("GET", "/v1/ping/", 200, ok);
        check("GET", "/v1/ping?org_id=x", 401, "{\"detail\":\"no\"}");
        check(
                "GET",
                "/v1/memories/user/history/",
                200,
                "{\"count\":0,\"next\":null,\"previous\":null,\"results\":[]}");
        check("GET", "/v1/memories/0b4f0a0e-6a35-4a0c-9d0a-2f1f0b8c7e11/history/", 200, "[]");

        assertRefused("GET", "/v1/ping/", 200, ok.replace("\"ok\"", "\"fine\""));
        assertRefused("GET", "/v1/ping/", 200, ok.replace("}", ",\"more\":1}"));
        assertRefused("GET", "/v1/ping/", 403, "{\"detail\":\"no\"}");
        assertRefused("POST", "/v1/ping/", 200, "{}");
        assertRefused("GET", "/v1/pong/", 200, "{}");
        assertRefused("GET", "/v1/pong/", 404, "{\"message\":\"no\"}");
        assertRefused("GET", "/v1/memories/user/history/", 200, "[]");
    }

    private static void check(String method, String target, int status, String body) {
        DescribedReplies.check(method, target, status, "application/json", body);
    }

    private static void assertRefused(String method, String target, int status, String body) {
        assertThatThrownBy(() -> check(method, target, status, body))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(target);
    }
}
