package dev.keepsake.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Consolidation through the whole server. Every reply is held against the description.
class DreamRoutesTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Instant TODAY = Instant.now();

    private static final List<String> SPANISH =
            List.of(
                    "I have a weekly lesson with my Spanish tutor",
                    "I study Spanish flashcards every day",
                    "I watch a Spanish series in the evening",
                    "I plan to take the Spanish exam in June");

    private static final List<String> OTHERS =
            List.of(
                    "My car is a grey Volvo",
                    "The boiler at home was replaced",
                    "I am allergic to walnuts",
                    "My brother Tom lives in Oslo",
                    "I work at Novo Foods",
                    "I bought black sneakers",
                    "I voted by mail",
                    "My dentist is Dr. Kern",
                    "I sold the old piano",
                    "My landlord raised the rent",
                    "I take the ferry to the office",
                    "I repaired the garden fence",
                    "My favourite film is Stalker",
                    "I prefer dark mode",
                    "I donated blood",
                    "My passport expires in October");

    @TempDir private Path folder;
    private ServerUnderTest server;
    private Browser dana;
    private String project = "";

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(folder, Map.of());
        dana = Browser.ofDana(server);
        project = dana.project();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void R14_whatKeepsComingBackBecomesAPatternThatNamesIt() {
        switchSynthesis(true);
        List<String> sources = new ArrayList<>();
        for (var text : SPANISH) {
            sources.add(add(text, TODAY.minus(Duration.ofDays(sources.size())), true));
        }
        OTHERS.forEach(text -> add(text, TODAY, false));
        var before = memories(sources);

        var run = startAndAwait("ana");

        assertThat(run.path("status").asString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("trigger").asString()).isEqualTo("manual");
        assertThat(run.path("mode").asString()).isEqualTo("rules");
        assertThat(run.path("eligible").asInt()).isEqualTo(20);
        assertThat(run.path("created").asInt()).isEqualTo(1);
        var pattern = pattern();
        assertThat(pattern.path("memory").asString()).contains("tutor", "flashcards", "exam");
        assertThat(pattern.path("source_memory_ids").valueStream())
                .extracting(JsonNode::asString)
                .hasSizeGreaterThanOrEqualTo(3)
                .isSubsetOf(sources);
        assertThat(memories(sources)).isEqualTo(before);

        var again = startAndAwait("ana");
        assertThat(again.path("created").asInt()).isZero();

        switchSynthesis(false);
        assertThat(pattern()).isEqualTo(pattern);
        assertThat(start("ana").status()).isEqualTo(400);

        var id = pattern.path("id").asString();
        assertThat(dana.delete("/dreams/patterns/" + id + query()).status()).isEqualTo(200);
        assertThat(dana.delete("/dreams/patterns/" + id + query()).status()).isEqualTo(404);
        assertThat(dana.delete("/dreams/patterns/" + sources.getFirst() + query()).status())
                .isEqualTo(404);
        assertThat(dana.get("/dreams/runs" + query()).body().path("count").asInt()).isEqualTo(2);
    }

    @Test
    void aReplacedMemoryIsListedWithItsSuccessorAndRestored() {
        var bergen = add("I live in Bergen", TODAY.minus(Duration.ofDays(9)), true);
        var graz = add("I moved to Graz", TODAY, true);

        var listed = dana.get("/dreams/replaced" + query()).body();
        assertThat(listed.at("/results/0/memory/id").asString()).isEqualTo(bergen);
        assertThat(listed.at("/results/0/successor/id").asString()).isEqualTo(graz);
        assertThat(dana.get("/dreams/replaced" + query() + "&user_id=ben").body().path("count"))
                .isEqualTo(JSON.getNodeFactory().numberNode(0));

        var restored = dana.post("/dreams/replaced/" + bergen + "/restore" + query(), "{}");
        assertThat(restored.text("/lifecycle_state")).isEqualTo("active");
        assertThat(dana.get("/dreams/replaced" + query()).body().path("count").asInt()).isZero();
        assertThat(dana.post("/dreams/replaced/" + bergen + "/restore" + query(), "{}").status())
                .isEqualTo(400);
    }

    @Test
    void whatDoesNotExistOrMakesNoSenseIsRefused() {
        switchSynthesis(true);
        assertThat(start("nobody").status()).isEqualTo(404);
        add("I live in Bergen", TODAY, false);
        assertThat(start("ana").status()).isEqualTo(400);
        for (var body : List.of("{}", "{\"user_id\": null}", "{\"user_id\": [1]}")) {
            assertThat(dana.post("/dreams/runs" + query(), body).status()).as(body).isEqualTo(400);
        }
        for (var id : List.of("x", UUID.randomUUID().toString())) {
            assertThat(dana.delete("/dreams/patterns/" + id + query()).status()).isEqualTo(404);
            assertThat(dana.post("/dreams/replaced/" + id + "/restore" + query(), "{}").status())
                    .isEqualTo(404);
        }
    }

    // --- pieces

    private String query() {
        return "?project_id=" + project;
    }

    private void switchSynthesis(boolean on) {
        var path =
                "/api/v1/orgs/organizations/" + dana.organization() + "/projects/" + project + "/";
        var answer = server.send("PATCH", path, "{\"synthesis\": " + on + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /// @return the id of the one memory that comes of it
    private String add(String text, Instant at, boolean infer) {
        var answer =
                server.send(
                        "POST",
                        "/v3/memories/add/",
                        """
                        {"messages": "%s", "user_id": "ana", "infer": %s, "async_mode": false,
                         "timestamp": %d}
                        """
                                .formatted(text, infer, at.getEpochSecond()));
        var results = JSON.readTree(answer.body()).path("results");
        assertThat(results.size()).as(answer.body()).isEqualTo(1);
        return results.get(0).path("id").asString();
    }

    private Browser.Reply start(String user) {
        return dana.post("/dreams/runs" + query(), "{\"user_id\": \"" + user + "\"}");
    }

    private JsonNode startAndAwait(String user) {
        var started = start(user);
        assertThat(started.status()).as(started.raw().body()).isEqualTo(200);
        var deadline = Instant.now().plusSeconds(60);
        while (Instant.now().isBefore(deadline)) {
            var runs = dana.get("/dreams/runs" + query() + "&user_id=" + user).body();
            for (var run : runs.path("results").values()) {
                if (run.path("id").asString().equals(started.text("/id"))
                        && !run.path("status").asString().equals("RUNNING")) {
                    return run;
                }
            }
            Thread.yield();
        }
        throw new AssertionError("the run did not end");
    }

    private List<String> memories(List<String> ids) {
        return ids.stream()
                .map(id -> server.send("GET", "/v1/memories/" + id + "/", "").body())
                .toList();
    }

    private JsonNode pattern() {
        var listed =
                server.send(
                        "POST",
                        "/v3/memories/?page_size=100",
                        "{\"filters\": {\"user_id\": \"ana\"}}");
        var patterns =
                JSON.readTree(listed.body())
                        .path("results")
                        .valueStream()
                        .filter(each -> each.path("synthesized").asBoolean())
                        .toList();
        assertThat(patterns).as(listed.body()).hasSize(1);
        var id = patterns.getFirst().path("id").asString();
        return JSON.readTree(server.send("GET", "/v1/memories/" + id + "/", "").body());
    }
}
