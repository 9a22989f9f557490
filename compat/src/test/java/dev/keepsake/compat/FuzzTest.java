package dev.keepsake.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests made up from the description of the API, right and wrong ones, and sequences of them:
/// nothing that is sent brings the server into trouble, and every reply is as it is described.
///
/// `-Dkeepsake.fuzz=10000` sends that many at least; from so many on, every boundary of every
/// schema is tried too, which takes a quarter of an hour.
class FuzzTest {

    private static final int WANTED = Integer.getInteger("keepsake.fuzz", 1_000);
    private static final int THOROUGH = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(90);

    /// Operations after which nobody would be there any more to go on.
    private static final String LEFT_OUT = "^(logOut|deleteMe)$";

    private static PythonClients python;
    private static RunningServer server;

    @BeforeAll
    static void start() {
        python = PythonClients.install("fuzz");
        // what answers 503 when it is off would look like trouble
        server =
                RunningServer.start(
                        Map.of(
                                "KEEPSAKE_METRICS_ENABLED", "true",
                                "KEEPSAKE_AUTH_EMAIL_MODE", "log",
                                "KEEPSAKE_AGENT_MODE_ENABLED", "true",
                                "KEEPSAKE_AGENT_MODE_DAILY_LIMIT_PER_IP", "100000"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.stop();
        }
    }

    @Test
    void theDescriptionIsValidOpenApi() throws Exception {
        var file = Clients.emptyFolder("description").resolve("openapi.json");
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/openapi.json"));
            http.send(request.build(), BodyHandlers.ofFile(file));
        }
        var validator = List.of(python.program("openapi-spec-validator"), file.toString());
        var ending = new Command(validator, file.getParent()).run().orElseThrow();

        assertThat(ending.exitCode()).as(ending.output()).isZero();
    }

    @Test
    void noRequestBringsTheServerIntoTrouble() throws Exception {
        try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
            var withSlash = together.submit(() -> fuzz("on"));
            var without = together.submit(() -> fuzz("off"));

            var requests = withSlash.get().check() + without.get().check();
            System.out.printf("%n%d made-up requests answered as described%n", requests);
            assertThat(requests).isGreaterThanOrEqualTo(WANTED);
        }
    }

    /// @param tally what the hooks counted
    private record Run(Command.Ending ending, JsonNode tally) {

        long check() {
            assertThat(tally.path("wrong"))
                    .as("%s%n%s", tally.path("wrong"), server.logTail())
                    .isEmpty();
            assertThat(tally.path("key_still_works").asBoolean()).isTrue();
            assertThat(ending.exitCode()).as(ending.output()).isZero();
            return tally.path("requests").asLong();
        }
    }

    private static Run fuzz(String slash) throws IOException {
        var home = Clients.emptyFolder("fuzz");
        var tally = home.resolve("tally.json");
        Map<String, String> environment = new HashMap<>();
        environment.put("COMPAT_URL", server.baseUrl());
        environment.put("COMPAT_API_KEY", server.apiKey());
        environment.put("COMPAT_EMAIL", server.email());
        environment.put("COMPAT_PASSWORD", server.password());
        environment.put("FUZZ_SLASH", slash);
        environment.put("FUZZ_TALLY", tally.toString());
        environment.put("PYTHONPATH", Clients.scripts("fuzz").toString());
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        environment.put("SCHEMATHESIS_HOOKS", "hooks");
        var ending =
                new Command(
                                words(WANTED >= THOROUGH && slash.equals("on")),
                                home,
                                environment,
                                PATIENCE)
                        .run()
                        .orElseThrow();
        assertThat(tally).as(ending.output()).exists();
        return new Run(ending, JsonMapper.shared().readTree(Files.readString(tally)));
    }

    private static List<String> words(boolean thorough) {
        return List.of(
                python.program("schemathesis"),
                "run",
                server.baseUrl() + "/openapi.json",
                "--header=X-API-Key: " + server.apiKey(),
                "--phases=examples,fuzzing,stateful" + (thorough ? ",coverage" : ""),
                "--max-examples=" + Math.clamp(WANTED / 200, 5, 20),
                "--checks=not_a_server_error,status_code_conformance,content_type_conformance,"
                        + "response_headers_conformance,response_schema_conformance,"
                        + "unsupported_method,allow_header_conformance",
                "--exclude-operation-id-regex=" + LEFT_OUT,
                "--continue-on-failure",
                "--generation-with-security-parameters=false",
                "--generation-database=none",
                "--max-redirects=0",
                "--request-timeout=60",
                "--workers=1",
                "--seed=1",
                "--no-shrink",
                "--no-color",
                "--warnings=off");
    }
}
