package dev.keepsake.server.openapi;

import static dev.keepsake.server.openapi.Description.member;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Describes what an area serves with a key once more for the dashboard: under `/console/api`, with
/// a session, and refusing with a code like everything there. An operation that is not served twice
/// says `x-mirrored: false`.
final class Mirrored {

    private static final String ROOT = "/console/api";

    private Mirrored() {}

    static Map<String, Object> of(Map<String, Object> area) {
        Map<String, Object> mirrored = new LinkedHashMap<>();
        mirrored.put("x-credential", "session");
        mirrored.put("x-errors", "code");
        var paths = member(mirrored, "paths");
        member(area, "paths")
                .forEach((path, _) -> {
                    var item = item(area, member(member(area, "paths"), path));
                    if (item.keySet().stream().anyMatch(Completion.METHODS::contains)) {
                        paths.put(ROOT + path, item);
                    }
                });
        return mirrored;
    }

    private static Map<String, Object> item(Map<String, Object> area, Map<String, Object> item) {
        Map<String, Object> copy = new LinkedHashMap<>();
        for (var key : item.keySet()) {
            if (!Completion.METHODS.contains(key)) {
                copy.put(key, item.get(key));
            } else if (isMirrored(area, member(item, key))) {
                copy.put(key, operation(member(item, key)));
            }
        }
        return copy;
    }

    private static boolean isMirrored(Map<String, Object> area, Map<String, Object> operation) {
        var credential = operation.getOrDefault("x-credential", area.get("x-credential"));
        return "key".equals(credential) && !Boolean.FALSE.equals(operation.get("x-mirrored"));
    }

    private static Map<String, Object> operation(Map<String, Object> operation) {
        Map<String, Object> copy = new LinkedHashMap<>(operation);
        copy.remove("x-credential");
        copy.remove("x-errors");
        copy.put("operationId", operation.get("operationId") + "InConsole");
        copy.put("tags", List.of("Console data"));
        Map<String, Object> responses = new LinkedHashMap<>();
        member(operation, "responses")
                .forEach((status, response) ->
                        responses.put(
                                status,
                                status.compareTo("400") < 0 ? response : refusal(response)));
        copy.put("responses", responses);
        return copy;
    }

    /// The same in the console's form.
    private static Map<String, Object> refusal(Object response) {
        var known = Description.object(response);
        var text = known == null ? null : known.get("description");
        Map<String, Object> refusal = new LinkedHashMap<>();
        refusal.put("description", text == null ? "Refused." : text);
        refusal.put(
                "content",
                Map.of(
                        "application/json",
                        Map.of("schema", Map.of("$ref", "#/components/schemas/CodeBody"))));
        return refusal;
    }
}
