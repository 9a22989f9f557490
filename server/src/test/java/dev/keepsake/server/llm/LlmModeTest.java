package dev.keepsake.server.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.keepsake.server.ServerUnderTest;
import dev.keepsake.server.console.Browser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole server with a language model that answers by a script: acceptance rows of engine
/// contract 1.17 in LLM mode, and what is told of tokens and costs. Each test has a user of its
/// own.
class LlmModeTest {

    @TempDir static Path folder;

    private static ScriptedEndpoint model;
    private static ServerUnderTest server;

    @BeforeAll
    static void start() throws IOException {
        model = new ScriptedEndpoint();
        server =
                ServerUnderTest.start(
                        folder,
                        Map.of(
                                "KEEPSAKE_METRICS_ENABLED", "true",
                                "KEEPSAKE_LLM_MODEL", "scripted",
                                "KEEPSAKE_LLM_BASE_URL", model.baseUrl(),
                                "KEEPSAKE_LLM_PRICE_INPUT", "0.5",
                                "KEEPSAKE_LLM_PRICE_OUTPUT", "2"));
    }

    @AfterAll
    static void stop() {
        server.close();
        model.close();
    }

    @Test
    void A01_aStatementBecomesAMemoryWithItsHistory() {
        model.remembering("{\"text\":\"User takes tea without sugar\",\"sources\":[0]}");

        var event = add("a01", "\"I take my tea without sugar\"");

        assertThat(event.path("status").asString()).isEqualTo("SUCCEEDED");
        var memory = only(memories("user_id", "a01"));
        assertThat(memory.path("memory").asString()).isEqualTo("User takes tea without sugar");
        assertThat(memory.path("user_id").asString()).isEqualTo("a01");
        assertThat(history(memory).get(0).path("event").asString()).isEqualTo("ADD");
    }

    @Test
    void A03_A04_nothingToKeepIsSuccessAndEntersTheWindow() {
        model.remembering();

        var event =
                add(
                        "a03",
                        """
                        [{"role":"user","content":"Hi!"},{"role":"assistant","content":"Hello!"}]\
                        """);
        add("a03", "\"What does osmosis mean?\"");

        assertThat(event.path("results").size()).isZero();
        assertThat(model.lastQuestion())
                .contains("## Last messages\nuser: \"Hi!\"\nassistant: \"Hello!\"\n");
    }

    @Test
    void A05_earlierTurnsAndMemoriesHelpToUnderstand() {
        model.remembering("\"User's cat is called Nimbus\"");
        add("a05", "\"My cat is called Nimbus\"");

        add(
                "a05",
                "\"She had her check-up today\"",
                "\"observation_date\":\"2026-08-22\",\"timezone\":\"Europe/Vienna\"");

        assertThat(model.lastQuestion())
                .contains("## Last messages\nuser: \"My cat is called Nimbus\"")
                .contains("## Recently extracted\n- User's cat is called Nimbus")
                .contains("{\"id\":\"0\",\"text\":\"User's cat is called Nimbus\"}")
                .contains("[0] user: \"She had her check-up today\"")
                .contains("## Observation date\n2026-08-22 (Saturday)");
    }

    @Test
    void A06_A07_eachFactIsOfWhoeverStatedIt() {
        model.remembering(
                "{\"text\":\"User coaches the under-12 swim team\",\"attributed_to\":\"user\"}",
                "{\"text\":\"Agent drafted a 4-week plan\",\"attributed_to\":\"assistant\"}");

        server.send(
                "POST",
                "/v3/memories/add/",
                """
                {"messages":[{"role":"user","content":"I coach the under-12 swim team"},
                  {"role":"assistant","content":"I drafted a 4-week training plan for you"}],
                 "user_id":"a06","agent_id":"a06-bot","run_id":"r1","async_mode":false}\
                """);

        var ofUser = only(memories("user_id", "a06"));
        var ofAgent = only(memories("agent_id", "a06-bot"));
        assertThat(ofUser.path("memory").asString()).contains("coaches");
        assertThat(ofUser.path("agent_id").isNull()).isTrue();
        assertThat(ofAgent.path("memory").asString()).contains("drafted");
        assertThat(ofAgent.path("user_id").isNull()).isTrue();
        assertThat(ofAgent.path("run_id").asString()).isEqualTo("r1");
    }

    @Test
    void A08_whatTheAssistantDidIsOfTheUserWhenThereIsOnlyOne() {
        model.remembering(
                "{\"text\":\"Table 9 is reserved for March 3\",\"attributed_to\":\"assistant\"}");

        add(
                "a08",
                "[{\"role\":\"assistant\",\"content\":\"I reserved table 9 for you on March 3\"}]");

        var memory = only(memories("user_id", "a08"));
        assertThat(memory.path("attributed_to").asString()).isEqualTo("assistant");
    }

    @Test
    void A09_namedSpeakersChangeNoScope() {
        model.remembering(
                "{\"text\":\"Ana prefers Kotlin\",\"sources\":[0],\"speaker\":\"Ana\"}",
                "{\"text\":\"Ben prefers Rust\",\"sources\":[1],\"speaker\":\"Ben\"}");

        add(
                "team",
                """
                [{"role":"user","name":"Ana","content":"I prefer Kotlin"},
                 {"role":"user","name":"Ben","content":"I prefer Rust"}]\
                """);

        assertThat(model.lastQuestion()).contains("[0] user (Ana): \"I prefer Kotlin\"");
        assertThat(memories("user_id", "team"))
                .extracting(each -> each.path("actor_id").asString())
                .containsExactlyInAnyOrder("Ana", "Ben");
        assertThat(memories("user_id", "Ana")).isEmpty();
    }

    @Test
    void A11_theSameAddTwiceStoresNothingTwice() {
        model.remembering("\"User plays the cello\"");
        model.remembering("\"user plays the cello.\"");

        add("a11", "\"I play the cello\"");
        var second = add("a11", "\"I play the cello\"");

        assertThat(second.path("results").size()).isZero();
        assertThat(second.at("/metadata/deduplicated").asInt()).isEqualTo(1);
        assertThat(memories("user_id", "a11")).hasSize(1);
    }

    @Test
    void A17_theTimestampIsTheObservation() {
        model.remembering("\"User met Bo on May 23, 2023\"");

        add("a17", "\"I met Bo yesterday\"", "\"timestamp\":1684908000");

        assertThat(model.lastQuestion()).contains("## Observation date\n2023-05-24 (Wednesday)");
    }

    @Test
    void A22_whatTheCallAndTheProjectSayReachesTheModel() {
        server.send(
                "POST",
                "/v3/memories/add/",
                """
                {"messages":"I ski","agent_id":"a22","async_mode":false,"includes":"sports",
                 "excludes":"food","custom_instructions":"project words"}\
                """);

        assertThat(model.lastQuestion())
                .contains("## Custom instructions\nproject words")
                .contains("## Include\nsports")
                .contains("## Exclude (stronger than include)\nfood");
    }

    @Test
    void A29_aModelThatRefusesFailsTheAddAndNothingIsStored() {
        model.refusing(401);

        var reply = server.send("POST", "/v3/memories/add/", body("a29", "\"I live in Graz\"", ""));

        var failed = newest("a29");
        assertThat(failed.path("status").asString()).isEqualTo("FAILED");
        assertThat(failed.path("error").asString())
                .isEqualTo("LLM extraction failed: the chat endpoint answered 401 (nope)");
        assertThat(reply.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(memories("user_id", "a29")).isEmpty();
    }

    @Test
    void A30_fencedJsonAfterThoughtsIsRead() {
        model.saying(
                "<think>Hm {\"memory\":[]}</think>\n```json\n{\"memory\":[\"User skis\"]}\n```",
                "stop");

        add("a30", "\"I ski\"");

        assertThat(only(memories("user_id", "a30")).path("memory").asString())
                .isEqualTo("User skis");
    }

    @Test
    void anUnreadableModelLeavesItToTheRules() {
        model.saying("Sure!", "stop").saying("Gladly!", "stop");

        var event = add("rules", "\"I play the cello in an orchestra\"");

        assertThat(event.at("/metadata/extractor").asString()).isEqualTo("rules");
        assertThat(event.at("/metadata/tokens/input").asInt()).isEqualTo(4000);
        assertThat(memories("user_id", "rules")).hasSize(1);
    }

    @Test
    void aCutAnswerIsKeptAsFarAsItIsWhole() {
        model.saying("{\"memory\":[\"User skis\",\"User sw", "length");

        var event = add("cut", "\"I ski and swim\"");

        assertThat(event.at("/metadata/warnings/0").asString()).contains("cut short");
        assertThat(memories("user_id", "cut")).hasSize(1);
    }

    @Test
    void theHistoryHoldsTheMessagesThatAMemoryRestsOn() {
        model.remembering(
                "{\"text\":\"User bought a Steinway piano\",\"sources\":[2]}",
                "{\"text\":\"User's sister Ines moved to Bergen\"}",
                "{\"text\":\"User is allergic to walnuts\",\"sources\":[99]}");

        add(
                "sources",
                """
                [{"role":"user","content":"My sister Ines moved to Bergen."},
                 {"role":"assistant","content":"Tell me more!"},
                 {"role":"user","content":"I bought a Steinway piano."},
                 {"role":"user","content":"I am allergic to walnuts, too."}]\
                """);

        assertThat(memories("user_id", "sources"))
                .extracting(
                        each -> each.path("memory").asString(),
                        each -> history(each).get(0).at("/input/0/content").asString(),
                        each -> history(each).get(0).path("input").size())
                .containsExactlyInAnyOrder(
                        tuple("User bought a Steinway piano", "I bought a Steinway piano.", 1),
                        tuple(
                                "User's sister Ines moved to Bergen",
                                "My sister Ines moved to Bergen.",
                                1),
                        tuple("User is allergic to walnuts", "I am allergic to walnuts, too.", 1));
    }

    @Test
    void tokensAndCostsAreToldInTheEventTheUsageAndTheMetrics() {
        model.remembering("\"User reads\"");
        add("tokens", "\"I read\"");
        var before = used();
        model.remembering("\"User skis\"");

        var event = add("tokens", "\"I ski\"");

        assertThat(event.at("/metadata/extractor").asString()).isEqualTo("llm");
        assertThat(event.at("/metadata/tokens/input").asInt()).isEqualTo(2000);
        assertThat(event.at("/metadata/tokens/output").asInt()).isEqualTo(100);
        assertThat(event.at("/metadata/cost").asDouble()).isEqualTo(0.0012);
        var after = used();
        assertThat(after.path("model").asString()).isEqualTo("openai/scripted");
        assertThat(after.path("calls").asLong()).isEqualTo(before.path("calls").asLong() + 1);
        assertThat(after.path("input_tokens").asLong())
                .isEqualTo(before.path("input_tokens").asLong() + 2000);
        assertThat(after.path("cost").asDouble()).isGreaterThan(before.path("cost").asDouble());
        var metrics = server.send("GET", "/metrics", "").body();
        assertThat(metrics)
                .contains(
                        "keepsake_llm_tokens_total{direction=\"input\",model=\"scripted\",operation=\"extract\",provider=\"openai\"}")
                .contains(
                        "keepsake_llm_cost_total{model=\"scripted\",operation=\"extract\",provider=\"openai\"}")
                .contains("keepsake_llm_circuit{model=\"scripted\",provider=\"openai\"} 0.0")
                .doesNotContain("tokens_user");
    }

    @Test
    void readinessTellsOfTheModel() {
        var ready = json(server.send("GET", "/readyz", "").body());

        assertThat(ready.path("status").asString()).isEqualTo("ready");
        assertThat(ready.at("/llm/model").asString()).isEqualTo("openai/scripted");
        assertThat(ready.at("/llm/circuit").asString()).isEqualTo("closed");
    }

    @Test
    void verbatimImportsAskNoModel() {
        var before = model.asked();

        server.send(
                "POST",
                "/v3/memories/add/",
                "{\"messages\":\"as it is\",\"user_id\":\"verbatim\",\"infer\":false}");

        assertThat(model.asked()).isEqualTo(before);
    }

    private static JsonNode used() {
        var dana = Browser.ofDana(server);
        var project = dana.get("/session").text("/projects/0/id");
        var usage = dana.get("/analytics?project_id=" + project).body().path("usage");
        return usage.isEmpty() ? usage : usage.get(usage.size() - 1);
    }

    private static JsonNode add(String user, String messages) {
        return add(user, messages, "");
    }

    private static JsonNode add(String user, String messages, String more) {
        var reply = server.send("POST", "/v3/memories/add/", body(user, messages, more));
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        var id = json(reply.body()).path("event_id").asString();
        return json(server.send("GET", "/v1/event/" + id + "/", "").body());
    }

    private static String body(String user, String messages, String more) {
        return "{\"messages\":"
                + messages
                + ",\"user_id\":\""
                + user
                + "\",\"async_mode\":false"
                + (more.isEmpty() ? "" : "," + more)
                + "}";
    }

    private static JsonNode newest(String user) {
        for (var event :
                json(server.send("GET", "/v1/events/?page_size=100", "").body()).path("results")) {
            if (event.toString().contains("\"" + user + "\"")
                    && event.path("event_type").asString().equals("ADD")) {
                return json(
                        server.send("GET", "/v1/event/" + event.path("id").asString() + "/", "")
                                .body());
            }
        }
        throw new AssertionError("no event of " + user);
    }

    private static List<JsonNode> memories(String kind, String id) {
        var reply =
                server.send(
                        "POST",
                        "/v3/memories/",
                        "{\"filters\":{\"%s\":\"%s\"}}".formatted(kind, id));
        return json(reply.body()).path("results").valueStream().toList();
    }

    private static JsonNode history(JsonNode memory) {
        return json(
                server.send("GET", "/v1/memories/" + memory.path("id").asString() + "/history/", "")
                        .body());
    }

    private static <T> T only(List<T> all) {
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static JsonNode json(String body) {
        return JsonMapper.shared().readTree(body);
    }
}
