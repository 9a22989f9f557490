package dev.keepsake.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.cli.CommandLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A project written to a file, wiped, and read back, on whole servers.
class ProjectFilesTest {

    private static final Pattern ID = Pattern.compile("\"id\" ?: ?\"([0-9a-f-]{36})\"");
    private static final List<String> QUESTIONS =
            List.of("bees and honey", "trams", "where is home?");

    @TempDir private Path folder;
    private Path file;
    private String settings = "";

    private record Told(int status, String out, String err) {}

    @BeforeEach
    void name() {
        file = folder.resolve("project.jsonl");
    }

    @Test
    void aProjectComesBackFromItsFileWithEqualMemoriesAndRankings() {
        List<String> before;
        try (var server = ServerUnderTest.start(folder.resolve("one"), Map.of())) {
            fill(server);
            before = answers(server);
            // beside the running server
            assertThat(run("one", "export", "--out", file.toString()).status()).isZero();
        }
        empty("two");

        var told = run("two", "import", "--in", file.toString());

        assertThat(told.err()).isEmpty();
        assertThat(told.status()).isZero();
        assertThat(told.out()).contains("memory            4", "feedback          1");
        try (var server = ServerUnderTest.start(folder.resolve("two"), Map.of())) {
            assertThat(answers(server)).isEqualTo(before);
            assertThat(project(server))
                    .contains("\"custom_categories\":[{\"bees\":\"Keeping bees\"}]");
        }
        var again = folder.resolve("again.jsonl");
        assertThat(run("two", "export", "--out", again.toString()).out().lines().skip(1).toList())
                .isEqualTo(told.out().lines().skip(1).toList());
    }

    @Test
    void aDamagedFileIsRefusedAndNothingOfItIsKept() throws IOException {
        try (var server = ServerUnderTest.start(folder.resolve("one"), Map.of())) {
            fill(server);
        }
        run("one", "export", "--out", file.toString());
        empty("two");
        var whole = Files.readAllLines(file);
        var broken =
                Map.of(
                        "cut short", whole.subList(0, whole.size() - 1),
                        "damaged or incomplete", without(whole, 5),
                        "is no dump", whole.subList(1, whole.size()),
                        "line 3 is no JSON object",
                                Stream.concat(
                                                whole.subList(0, 2).stream(),
                                                Stream.of("{\"kind\": \"entity"))
                                        .toList(),
                        "newer version",
                                whole.stream()
                                        .map(line ->
                                                line.replace("\"version\":1", "\"version\":99"))
                                        .toList());

        for (var each : broken.entrySet()) {
            Files.write(file, each.getValue());
            var told = run("two", "import", "--in", file.toString());
            assertThat(told.err()).contains(each.getKey());
            assertThat(told.status()).isEqualTo(2);
        }
        Files.write(file, whole);
        assertThat(run("two", "import", "--in", file.toString()).status()).isZero();
    }

    @Test
    void aProjectThatHoldsSomethingIsNotImportedInto() {
        try (var server = ServerUnderTest.start(folder.resolve("one"), Map.of())) {
            fill(server);
        }
        run("one", "export", "--out", file.toString());

        var told = run("one", "import", "--in", file.toString());

        assertThat(told.status()).isEqualTo(3);
        assertThat(told.err()).contains("is not empty");
    }

    @Test
    void vectorsOfAnotherModelAreComputedAnew() {
        try (var server = ServerUnderTest.start(folder.resolve("one"), Map.of())) {
            fill(server);
        }
        run("one", "export", "--out", file.toString());
        settings = "bge-small-en-v15-q";
        empty("two");

        var told = run("two", "import", "--in", file.toString());

        assertThat(told.err()).isEmpty();
        assertThat(told.out()).contains("vectors of another model were computed anew");
        try (var server = ServerUnderTest.start(folder.resolve("two"), model())) {
            assertThat(search(server, "bees and honey")).contains("Keeps bees");
        }
    }

    private static List<String> without(List<String> lines, int at) {
        return Stream.concat(
                        lines.subList(0, at).stream(), lines.subList(at + 1, lines.size()).stream())
                .toList();
    }

    private void empty(String name) {
        ServerUnderTest.start(folder.resolve(name), model()).close();
    }

    private Map<String, String> model() {
        return settings.isEmpty() ? Map.of() : Map.of("KEEPSAKE_EMBEDDING_MODEL", settings);
    }

    private Told run(String name, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Map<String, String> environment = new java.util.HashMap<>(model());
        environment.put("KEEPSAKE_DATA", folder.resolve(name).toString());
        var status =
                new CommandLine(
                                new Wiring(),
                                environment,
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8))
                        .run(List.of(words));
        return new Told(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static void fill(ServerUnderTest server) {
        var bees = add(server, "Keeps bees behind the house", "\"user_id\": \"ana\"");
        add(server, "Drives an old tram", "\"user_id\": \"ana\", \"agent_id\": \"bot\"");
        add(
                server,
                "Lives in Graz \\uD83D\\uDE8B",
                "\"user_id\": \"ana\", \"metadata\": {\"n\": 1.50}");
        add(server, "Has a boat", "\"user_id\": \"ben\"");
        var gone = add(server, "Will be gone", "\"user_id\": \"ana\"");
        ok(
                server.send(
                        "PUT",
                        "/v1/memories/" + bees + "/",
                        "{\"text\": \"Keeps bees and sells honey\"}"));
        ok(server.send("DELETE", "/v1/memories/" + gone + "/", ""));
        ok(
                server.send(
                        "POST",
                        "/v1/feedback/",
                        "{\"memory_id\": \"" + bees + "\", \"feedback\": \"POSITIVE\"}"));
        server.send(
                "POST", "/v1/agents/", "{\"agent_id\": \"planner\", \"name\": \"Trip planner\"}");
        ok(
                server.send(
                        "PATCH",
                        projectPath(server),
                        "{\"custom_categories\": [{\"bees\": \"Keeping bees\"}], \"name\": \"moved\"}"));
    }

    private static String add(ServerUnderTest server, String text, String scope) {
        var answer =
                server.send(
                        "POST",
                        "/v3/memories/add/",
                        """
                        {"messages": [{"role": "user", "content": "%s"}], "infer": false, %s}
                        """
                                .formatted(text, scope));
        var id = ID.matcher(ok(answer));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    /// All that can be seen of the memories from outside.
    private static List<String> answers(ServerUnderTest server) {
        var list = ok(server.send("POST", "/v3/memories/", "{\"filters\": {\"user_id\": \"*\"}}"));
        var histories =
                ID.matcher(list)
                        .results()
                        .map(id ->
                                ok(
                                        server.send(
                                                "GET",
                                                "/v1/memories/" + id.group(1) + "/history/",
                                                "")))
                        .toList();
        var searches = QUESTIONS.stream().map(question -> search(server, question)).toList();
        var events = ok(server.send("GET", "/v1/memories/events/", ""));
        var entities =
                ok(server.send("GET", "/v1/entities/", ""))
                        .replaceAll("\"id\":\"\\d+\"", "")
                        .replaceAll("\"owner\":\"\\w*\"", "");
        return Stream.of(List.of(list, events, entities), histories, searches)
                .flatMap(List::stream)
                .toList();
    }

    private static String search(ServerUnderTest server, String question) {
        return ok(
                server.send(
                        "POST",
                        "/v3/memories/search/",
                        """
                        {"query": "%s", "filters": {"user_id": "*"}, "threshold": 0.0}
                        """
                                .formatted(question)));
    }

    private static String projectPath(ServerUnderTest server) {
        var ping = ok(server.send("GET", "/v1/ping/", ""));
        return "/api/v1/orgs/organizations/"
                + field(ping, "org_id")
                + "/projects/"
                + field(ping, "project_id")
                + "/";
    }

    private static String project(ServerUnderTest server) {
        return ok(server.send("GET", projectPath(server), ""));
    }

    private static String field(String body, String name) {
        var found = Pattern.compile("\"" + name + "\" ?: ?\"([^\"]+)\"").matcher(body);
        assertThat(found.find()).as(body).isTrue();
        return found.group(1);
    }

    private static String ok(java.net.http.HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
