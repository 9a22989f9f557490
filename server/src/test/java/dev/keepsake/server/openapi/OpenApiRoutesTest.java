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
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The description against the routes: nothing missing, nothing more.
class OpenApiRoutesTest {

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

        assertThat(more).isEmpty();
    }

    @Test
    void everyOperationNamesThePermissionThatItsRouteNeeds() {
        assertThat(disagreements("x-permission", endpoint -> endpoint.permission().name()))
                .isEmpty();
    }

    @Test
    void everyOperationNamesTheCredentialThatItsRouteTakes() {
        assertThat(disagreements("x-credential", endpoint -> spelled(endpoint.credential())))
                .isEmpty();
    }

    @Test
    void everyOperationNamesTheStyleInWhichItsRouteRefuses() {
        assertThat(disagreements("x-errors", endpoint -> spelled(endpoint.errors()))).isEmpty();
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

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What a description says otherwise than its route.
    private static List<String> disagreements(String key, Function<Endpoint, String> property) {
        return described.entrySet().stream()
                .filter(each -> served.containsKey(each.getKey()))
                .map(each -> {
                    var said = String.valueOf(each.getValue().content().get(key));
                    var done = property.apply(served.get(each.getKey()));
                    return said.equals(done)
                            ? ""
                            : "%s: %s is %s, not %s".formatted(each.getKey(), key, done, said);
                })
                .filter(each -> !each.isEmpty())
                .sorted()
                .toList();
    }
}
