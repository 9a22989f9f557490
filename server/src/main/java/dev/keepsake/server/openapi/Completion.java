package dev.keepsake.server.openapi;

import static dev.keepsake.server.openapi.Description.list;
import static dev.keepsake.server.openapi.Description.member;

import dev.keepsake.account.Permission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Adds to each operation what its area, its permission and its credential say already: a sentence
/// on the permission, the ways to prove who asks, and the refusals that any such operation may
/// answer. What an operation says itself stays.
final class Completion {

    static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final Map<String, Object> frame;
    private final Map<String, Object> refusals;
    private final Map<String, Object> styles;

    Completion(Map<String, Object> frame) {
        this.frame = frame;
        this.refusals = member(frame, "x-refusals");
        this.styles = member(frame, "x-error-bodies");
    }

    /// One response component for each refusal and body of an error.
    void addRefusals() {
        var responses = member(member(frame, "components"), "responses");
        for (var body : new java.util.TreeSet<>(styles.values())) {
            refusals.forEach((status, _) ->
                    responses.put(
                            body + status,
                            response(member(refusals, status), String.valueOf(body))));
        }
    }

    private static Map<String, Object> response(Map<String, Object> refusal, String body) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("description", refusal.get("description"));
        if (refusal.containsKey("headers")) {
            response.put("headers", refusal.get("headers"));
        }
        var plain = refusal.containsKey("plain") && !body.equals("CodeBody");
        var schema = reference("schemas", plain ? "Detail" : body);
        response.put("content", Map.of("application/json", Map.of("schema", schema)));
        return response;
    }

    private static Map<String, Object> reference(String kind, String name) {
        return Map.of("$ref", "#/components/" + kind + "/" + name);
    }

    void complete(Map<String, Object> area) {
        var paths = member(area, "paths");
        for (var path : paths.keySet()) {
            var item = member(paths, path);
            for (var method : item.keySet()) {
                if (METHODS.contains(method)) {
                    complete(area, path, method, member(item, method));
                }
            }
        }
    }

    private void complete(
            Map<String, Object> area, String path, String method, Map<String, Object> operation) {
        var permission = Permission.valueOf(String.valueOf(operation.get("x-permission")));
        operation.putIfAbsent("x-errors", area.get("x-errors"));
        operation.putIfAbsent("x-credential", area.get("x-credential"));
        operation.put("description", described(operation, permission));
        addSecurity(operation, method);
        addResponses(operation, path, permission);
    }

    private String described(Map<String, Object> operation, Permission permission) {
        var text = String.valueOf(operation.getOrDefault("description", "")).strip();
        var needs = member(frame, "x-permissions").get(permission.name());
        return (text + "\n\nNeeds `" + permission + "`: " + needs + ".").strip();
    }

    private static void addSecurity(Map<String, Object> operation, String method) {
        switch (String.valueOf(operation.get("x-credential"))) {
            // any of the three, as the document says at its top
            case "key" -> {}
            case "session" -> {
                Map<String, Object> both = new LinkedHashMap<>();
                both.put("session", List.of());
                if (!method.equals("get")) {
                    both.put("csrf", List.of());
                }
                list(operation, "security").add(both);
            }
            default -> operation.put("security", List.of());
        }
    }

    private void addResponses(Map<String, Object> operation, String path, Permission permission) {
        var responses = member(operation, "responses");
        var style = String.valueOf(operation.get("x-errors"));
        for (var status : refusals.keySet()) {
            var when = String.valueOf(member(refusals, status).get("when"));
            if (applies(when, path, permission) && !isNever(style, status)) {
                responses.putIfAbsent(status, reference("responses", styles.get(style) + status));
            }
        }
        var sorted = new TreeMap<>(responses);
        operation.remove("responses");
        operation.put("responses", sorted);
    }

    private static boolean applies(String when, String path, Permission permission) {
        return switch (when) {
            case "credential" -> permission != Permission.PUBLIC;
            case "place" ->
                    path.contains("{")
                            || permission.place() == Permission.Place.PROJECT
                            || permission.place() == Permission.Place.ORGANIZATION;
            default -> true;
        };
    }

    private static boolean isNever(String style, String status) {
        return style.toLowerCase(Locale.ROOT).equals("never-forbidden") && status.equals("403");
    }
}
