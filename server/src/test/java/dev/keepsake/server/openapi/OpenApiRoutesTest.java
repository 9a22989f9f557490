package dev.keepsake.server.openapi;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.Routes;
import dev.keepsake.server.http.Endpoint;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The description against the routes: nothing missing, nothing more.
class OpenApiRoutesTest {

    /// Described and not served yet.
    private static final Set<String> COMING =
            Set.of(
                    "GET /v1/entities",
                    "DELETE /v1/entities",
                    "GET /v1/entities/filters",
                    "GET /v2/entities/{entity_type}/{entity_id}",
                    "DELETE /v2/entities/{entity_type}/{entity_id}",
                    "DELETE /v1/entities/{entity_type}/{entity_id}",
                    "POST /v1/users",
                    "POST /v1/agents",
                    "POST /v1/apps",
                    "POST /v1/runs",
                    "POST /v1/exports",
                    "GET /v1/exports",
                    "POST /v1/exports/get",
                    "POST /v1/summary",
                    "POST /v1/feedback");

    @TempDir private static Path folder;
    private static Map<String, Endpoint> served;
    private static Map<String, Described.Operation> described;

    @BeforeAll
    static void read() {
        served =
                Routes.all(folder).stream()
                        .collect(
                                toMap(
                                        endpoint -> endpoint.method() + " " + endpoint.path(),
                                        endpoint -> endpoint));
        described =
                Described.operations().stream()
                        .collect(toMap(Described.Operation::name, operation -> operation));
    }

    @Test
    void everyRouteIsDescribed() {
        var missing = new HashSet<>(served.keySet());
        missing.removeAll(described.keySet());

        assertThat(missing).isEmpty();
    }

    @Test
    void nothingElseIsDescribed() {
        var more = new HashSet<>(described.keySet());
        more.removeAll(served.keySet());

        // what is to come will be served to the dashboard too
        assertThat(COMING)
                .containsAll(
                        more.stream()
                                .map(name -> name.replaceFirst(" /console/api(?=/)", " "))
                                .toList());
    }

    @Test
    void everyOperationNamesThePermissionThatItsRouteNeeds() {
        assertThat(eachDescribed("x-permission"))
                .isEqualTo(eachServed(endpoint -> endpoint.permission().name()));
    }

    @Test
    void everyOperationNamesTheCredentialThatItsRouteTakes() {
        assertThat(eachDescribed("x-credential"))
                .isEqualTo(
                        eachServed(
                                endpoint -> endpoint.credential().name().toLowerCase(Locale.ROOT)));
    }

    @Test
    void everyOperationNamesTheStyleInWhichItsRouteRefuses() {
        assertThat(eachDescribed("x-errors"))
                .isEqualTo(
                        eachServed(endpoint ->
                                endpoint.errors()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-')));
    }

    @Test
    void theSecurityOfAnOperationIsThatOfItsCredential() {
        described.forEach((name, operation) ->
                assertThat(operation.security())
                        .as(name)
                        .isEqualTo(
                                switch (String.valueOf(operation.content().get("x-credential"))) {
                                    case "key" ->
                                            List.of(
                                                    Set.of("token"),
                                                    Set.of("bearer"),
                                                    Set.of("apiKey"));
                                    case "session" ->
                                            List.of(
                                                    name.startsWith("GET ")
                                                            ? Set.of("session")
                                                            : Set.of("session", "csrf"));
                                    default -> List.of();
                                }));
    }

    private static Map<String, String> eachServed(
            java.util.function.Function<Endpoint, String> property) {
        Map<String, String> each = new TreeMap<>();
        served.forEach((name, endpoint) -> each.put(name, property.apply(endpoint)));
        return each;
    }

    private static Map<String, String> eachDescribed(String key) {
        Map<String, String> each = new TreeMap<>();
        described.forEach((name, operation) -> {
            if (served.containsKey(name)) {
                each.put(name, String.valueOf(operation.content().get(key)));
            }
        });
        return each;
    }
}
