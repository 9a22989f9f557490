package dev.keepsake.server.openapi;

import static dev.keepsake.server.openapi.Description.member;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/// Holds replies of a running server against the description: the status must be described for the
/// operation, and the body must fit its schema.
public final class DescribedReplies {

    private static final JsonMapper JSON = JsonMapper.shared();

    private DescribedReplies() {}

    /// @param target path and query as they were sent
    /// @throws AssertionError that says what does not fit
    public static void check(
            String method, String target, int status, String contentType, String body) {
        var problems = problems(method, target, status, contentType, body);
        if (!problems.isEmpty()) {
            throw new AssertionError(
                    "%s %s answered %d, which is not as openapi/*.yaml describes it:%n%s%n%s"
                            .formatted(method, target, status, String.join("\n", problems), body));
        }
    }

    private static List<String> problems(
            String method, String target, int status, String contentType, String body) {
        var segments = segments(target.split("\\?", 2)[0]);
        var type = contentType.split(";", 2)[0];
        var path =
                member(Described.DOCUMENT, "paths").keySet().stream()
                        .filter(template -> fits(template, segments))
                        .max(
                                Comparator.comparingInt(
                                                (String template) -> fit(template, segments))
                                        .thenComparing(template -> -placeholders(template)));
        if (path.isEmpty()) {
            return status == 404 ? ofDetail(body) : List.of("the path is not described");
        }
        var item = member(member(Described.DOCUMENT, "paths"), path.get());
        var operation = Description.object(item.get(method.toLowerCase(java.util.Locale.ROOT)));
        if (operation == null) {
            var isExpected = status == 405 || method.equals("OPTIONS") || method.equals("HEAD");
            return isExpected ? List.of() : List.of("the method is not described");
        }
        return replyProblems(path.get(), method, operation, status, type, body);
    }

    private static List<String> ofDetail(String body) {
        return Schemas.problems("/components/schemas/Detail", JSON.readTree(body));
    }

    private static List<String> replyProblems(
            String path,
            String method,
            Map<String, Object> operation,
            int status,
            String type,
            String body) {
        var responses = member(operation, "responses");
        if (!responses.containsKey(String.valueOf(status))) {
            return List.of("the status is not described");
        }
        var pointer =
                "/paths"
                        + Schemas.step(path)
                        + Schemas.step(method.toLowerCase(java.util.Locale.ROOT))
                        + "/responses/"
                        + status;
        var response = member(responses, String.valueOf(status));
        if (response.get("$ref") instanceof String reference) {
            pointer = reference.substring(1);
            var name = reference.substring(reference.lastIndexOf('/') + 1);
            response = member(member(member(Described.DOCUMENT, "components"), "responses"), name);
        }
        if (!member(response, "content").containsKey(type)) {
            return List.of("the content type is not described: " + type);
        }
        return type.equals("application/json")
                ? Schemas.problems(
                        pointer + "/content" + Schemas.step(type) + "/schema", JSON.readTree(body))
                : List.of();
    }

    private static List<String> segments(String path) {
        return List.of(path.replaceAll("/+", "/").replaceFirst("(?<=.)/$", "").split("/", -1));
    }

    private static boolean fits(String template, List<String> segments) {
        var steps = segments(template);
        if (steps.size() != segments.size()) {
            return false;
        }
        for (var at = 0; at < steps.size(); at++) {
            if (!isPlaceholder(steps.get(at)) && !steps.get(at).equals(segments.get(at))) {
                return false;
            }
        }
        return true;
    }

    /// How many segments are what the template says: "user" is a type of entity and no id.
    private static int fit(String template, List<String> segments) {
        var steps = segments(template);
        var fitting = 0;
        for (var at = 0; at < steps.size(); at++) {
            if (!isPlaceholder(steps.get(at))
                    || isValue(template, steps.get(at), segments.get(at))) {
                fitting++;
            }
        }
        return fitting;
    }

    private static boolean isValue(String template, String step, String segment) {
        var name = step.substring(1, step.length() - 1);
        var value = StringNode.valueOf(URLDecoder.decode(segment, StandardCharsets.UTF_8));
        return parameter(template, name)
                .map(schema -> Schemas.problems(schema, value).isEmpty())
                .orElse(true);
    }

    /// Where the schema of a path parameter stands.
    private static Optional<String> parameter(String template, String name) {
        JsonNode item = JSON.valueToTree(member(member(Described.DOCUMENT, "paths"), template));
        for (var parameter :
                item.findValues("parameters").stream().flatMap(JsonNode::valueStream).toList()) {
            var reference = parameter.path("$ref").asString("");
            var resolved =
                    reference.isEmpty()
                            ? parameter
                            : JSON.<JsonNode>valueToTree(Described.DOCUMENT)
                                    .at(reference.substring(1));
            if (resolved.path("name").asString("").equals(name)
                    && resolved.path("in").asString("").equals("path")
                    && !reference.isEmpty()) {
                return Optional.of(reference.substring(1) + "/schema");
            }
        }
        return Optional.empty();
    }

    private static int placeholders(String template) {
        return (int) segments(template).stream().filter(DescribedReplies::isPlaceholder).count();
    }

    private static boolean isPlaceholder(String step) {
        return step.startsWith("{");
    }
}
