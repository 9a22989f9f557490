package dev.keepsake.server.wire;

import static dev.keepsake.server.wire.Adds.metadata;
import static dev.keepsake.server.wire.Adds.object;
import static dev.keepsake.server.wire.Adds.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The acceptance rows of adding (engine contract 1.17) as a client sees them, in rules mode. Every
/// test has owners of its own.
class AddAcceptanceTest {

    @TempDir static Path data;
    private static ServerUnderTest server;
    private static Adds adds;

    private final String user = "u-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        server = ServerUnderTest.start(data, Map.of());
        adds = new Adds(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void A01_aStringIsAMessageOfTheUser() {
        var event = add("{'messages': 'I take my tea without sugar', 'user_id': '%s'}", user);

        assertThat(event).containsEntry("status", "SUCCEEDED");
        var memory = adds.listed(owner()).getFirst();
        assertThat(memory)
                .containsEntry("memory", "User takes their tea without sugar")
                .containsEntry("user_id", user);
        var history = server.send("GET", "/v1/memories/" + memory.get("id") + "/history/", "");
        assertThat(history.body()).contains("\"event\":\"ADD\"");
    }

    @Test
    void A01_anObjectIsOneMessage() {
        add(
                "{'messages': {'role': 'user', 'content': 'I take my tea without sugar'}, 'user_id': '%s'}",
                user);

        assertThat(adds.texts(owner())).containsExactly("User takes their tea without sugar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'messages': 'x'}",
                "{'messages': 'x', 'user_id': ''}",
                "{'messages': 'x', 'user_id': null, 'filters': {}}",
                "{'messages': 'x', 'filters': {'OR': [{'user_id': 'u'}]}}",
                "{'messages': 'x', 'metadata': {'user_id': 'u'}}"
            })
    void A02_anAddNeedsAnOwner(String body) {
        refuses(body, "At least one entity ID is required (user_id, agent_id, app_id, or run_id).");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'filters': {'user_id': '%s'}",
                "'filters': {'AND': [{'user_id': '%s'}]}",
                "'user_id': '%s', 'filters': {'user_id': 'somebody else'}"
            })
    void A02_theOwnerMayStandInFilters(String ids) {
        add("{'messages': 'I take my tea without sugar', " + ids + "}", user);

        assertThat(adds.texts(owner())).hasSize(1);
    }

    @Test
    void A03_greetingsLeaveNothing() {
        var event =
                add(
                        "{'messages': [{'role': 'user', 'content': 'Hi!'}, {'role': 'assistant', 'content': 'Hello!'}], 'user_id': '%s'}",
                        user);

        assertThat(event).containsEntry("status", "SUCCEEDED").containsEntry("results", List.of());
    }

    @Test
    void A04_aQuestionOfGeneralKnowledgeLeavesNothing() {
        var event = add("{'messages': 'What does osmosis mean?', 'user_id': '%s'}", user);

        assertThat(event).containsEntry("status", "SUCCEEDED").containsEntry("results", List.of());
    }

    @Test
    void A06_A07_userAndAgentKeepTheirOwnFacts() {
        var agent = "agent of " + user;
        add(
                """
                {'messages': [{'role': 'user', 'content': 'I coach the under-12 swim team'},
                              {'role': 'assistant', 'content': 'I booked the pool for March 3'}],
                 'user_id': '%s', 'agent_id': '%s', 'app_id': 'swim', 'run_id': 'r'}\
                """,
                user, agent);

        var either = "{'OR': [{'user_id': '%s'}, {'agent_id': '%s'}]}".formatted(user, agent);
        var memories = adds.listed(json(either));
        assertThat(memories)
                .hasSize(2)
                .allSatisfy(memory -> {
                    assertThat(memory).containsEntry("app_id", "swim").containsEntry("run_id", "r");
                });
        assertThat(memories)
                .filteredOn(memory -> user.equals(memory.get("user_id")))
                .singleElement()
                .satisfies(memory -> assertThat(memory).containsEntry("agent_id", null));
        assertThat(memories)
                .filteredOn(memory -> agent.equals(memory.get("agent_id")))
                .singleElement()
                .satisfies(memory -> assertThat(memory).containsEntry("user_id", null));
        var both = "{'AND': [{'user_id': '%s'}, {'agent_id': '%s'}]}".formatted(user, agent);
        assertThat(adds.listed(json(both))).isEmpty();
    }

    @Test
    void A08_withoutAnAgentTheUserOwnsWhatTheAssistantDid() {
        add(
                "{'messages': [{'role': 'assistant', 'content': 'I reserved table 9 for you on March 3'}], 'user_id': '%s'}",
                user);

        assertThat(adds.listed(owner()))
                .singleElement()
                .satisfies(memory ->
                        assertThat(memory)
                                .containsEntry("user_id", user)
                                .containsEntry("attributed_to", "assistant"));
    }

    @Test
    void A09_namedSpeakersAreNamedAndOwnNothing() {
        add(
                """
                {'messages': [{'role': 'user', 'name': 'Ana', 'content': 'I strongly prefer Kotlin'},
                              {'role': 'user', 'name': 'Ben', 'content': 'I strongly prefer Rust'}],
                 'user_id': '%s'}\
                """,
                user);

        assertThat(adds.texts(owner()))
                .containsExactlyInAnyOrder(
                        "Ana strongly prefers Kotlin", "Ben strongly prefers Rust");
        assertThat(adds.listed("{\"user_id\": \"Ana\"}")).isEmpty();
    }

    @Test
    void A11_theSameAddAgainAddsNothing() {
        add("{'messages': 'I take my tea without sugar', 'user_id': '%s'}", user);

        var again = add("{'messages': 'I take my tea without sugar', 'user_id': '%s'}", user);

        assertThat(again).containsEntry("results", List.of());
        assertThat(metadata(again).get("deduplicated")).isEqualTo(1);
    }

    @Test
    void A12_A13_aDirectImportIsWordForWordAndOnlyOnce() {
        var body =
                """
                {'messages': [{'role': 'user', 'content': '  X: as it is\\n'},
                              {'role': 'agent', 'name': 'Bot', 'content': 'Y'},
                              {'role': 'system', 'content': 'Z'}, {'role': 'tool', 'content': 'T'},
                              {'role': 'assistant', 'content': null}],
                 'infer': false, 'user_id': '%s'}\
                """
                        .formatted(user);

        var first = object(adds.post("/v3/memories/add/", json(body)));

        assertThat(first).containsEntry("status", "SUCCEEDED");
        assertThat(results(first))
                .extracting(each -> each.get("memory"))
                .containsExactly("  X: as it is\n", "Y");
        var bot = adds.memory(results(first).get(1).get("id"));
        assertThat(bot).containsEntry("role", "assistant").containsEntry("actor_id", "Bot");

        var again = object(adds.post("/v3/memories/add/", json(body)));

        assertThat(results(again)).extracting(each -> each.get("event")).containsOnly("NOOP");
        assertThat(results(again))
                .extracting(each -> each.get("id"))
                .isEqualTo(results(first).stream().map(each -> each.get("id")).toList());
        assertThat(adds.listed(owner())).hasSize(2);
    }

    @Test
    void A14_aDirectImportKeepsAllIds() {
        var agent = "agent of " + user;
        adds.post(
                "/v3/memories/add/",
                json(
                        "{'messages': 'X', 'infer': false, 'user_id': '%s', 'agent_id': '%s'}"
                                .formatted(user, agent)));

        assertThat(
                        adds.listed(
                                json(
                                        "{'AND': [{'user_id': '%s'}, {'agent_id': '%s'}]}"
                                                .formatted(user, agent))))
                .hasSize(1);
    }

    @Test
    void A15_aDirectImportNeedsText() {
        refuses(
                """
                {'messages': [{'role': 'system', 'content': 'Z'}, {'role': 'user', 'content':
                  {'type': 'image_url', 'image_url': {'url': 'https://example.org/a.png'}}}],
                 'infer': false, 'user_id': 'u'}\
                """,
                "messages: nothing to store: with infer=false at least one user or assistant message needs text");
    }

    @Test
    void A15_aDirectImportTakesTheTextPartsAndSkipsTheRest() {
        var reply =
                object(
                        adds.post(
                                "/v3/memories/add/",
                                json(
                                        """
                                        {'messages': [{'role': 'user', 'content': [
                                            {'type': 'text', 'text': 'one'},
                                            {'type': 'image_url', 'image_url': {'url': 'https://example.org/a.png'}},
                                            {'type': 'text', 'text': 'two'}]}],
                                         'infer': false, 'user_id': '%s'}\
                                        """
                                                .formatted(user))));

        assertThat(results(reply))
                .extracting(each -> each.get("memory"))
                .containsExactly("one\ntwo");
    }

    @ParameterizedTest
    @CsvSource({
        "1672531200, 2023-01-01T00:00:00.000000+00:00",
        "1672531200.5, 2023-01-01T00:00:00.500000+00:00",
        "1672531200000, 2023-01-01T00:00:00.000000+00:00",
        "\"'1672531200'\", 2023-01-01T00:00:00.000000+00:00",
        "\"'2023-01-01'\", 2023-01-01T00:00:00.000000+00:00",
        "\"'2023-01-01T02:00:00+02:00'\", 2023-01-01T00:00:00.000000+00:00",
        "\"'2023-01-01T00:00:00'\", 2023-01-01T00:00:00.000000+00:00"
    })
    void A16_aTimestampBackdatesAndIsNotEchoed(String timestamp, String created) {
        var event =
                add(
                        "{'messages': 'I take my tea without sugar', 'timestamp': %s, 'user_id': '%s'}",
                        timestamp.replace("\"", ""), user);

        assertThat(adds.listed(owner()).getFirst())
                .containsEntry("created_at", created)
                .containsEntry("updated_at", created);
        assertThat(event.get("payload").toString())
                .doesNotContain("timestamp")
                .contains("messages");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'yesterday'", "true", "{}", "[]", "'2023-02-30'", "1e40", "'NaN'"})
    void A16_aTimestampThatIsNoneIsRefused(String timestamp) {
        var response =
                adds.post(
                        "/v3/memories/add/",
                        json(
                                "{'messages': 'x', 'user_id': 'u', 'timestamp': %s}"
                                        .formatted(timestamp)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("timestamp: must be epoch seconds");
    }

    @Test
    void A17_relativeDaysCountFromTheTimestamp() {
        add("{'messages': 'I met Bo yesterday', 'timestamp': '2023-05-24', 'user_id': '%s'}", user);

        assertThat(adds.texts(owner()))
                .singleElement()
                .satisfies(text -> assertThat(text).contains("May 23, 2023"));
    }

    @Test
    void A17_theZoneDecidesWhatDayItIs() {
        add(
                """
                {'messages': 'I met Bo yesterday', 'observation_datetime': '2023-05-24T02:00:00Z',
                 'timezone': 'America/New_York', 'timestamp': 0, 'user_id': '%s'}\
                """,
                user);

        assertThat(adds.texts(owner()).getFirst()).contains("May 22, 2023");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'2099-02-30'",
                "'2099-02-28T00:00:00Z'",
                "'tomorrow'",
                "4070908800",
                "true",
                "''",
                "{}"
            })
    void A18_anExpiryIsADayOfTheCalendar(String day) {
        refuses(
                "{'messages': 'x', 'user_id': 'u', 'expiration_date': %s}".formatted(day),
                "expiration_date must be a valid date in YYYY-MM-DD format.");
    }

    @Test
    void A19_whatExpiresTodayShowsTodayAndWhatExpiredShowsOnRequest() {
        var today = LocalDate.now(ZoneOffset.UTC);
        for (var day : List.of(today, today.minusDays(1))) {
            adds.post(
                    "/v3/memories/add/",
                    json(
                            "{'messages': 'until %s', 'infer': false, 'user_id': '%s', 'expiration_date': '%s'}"
                                    .formatted(day, user, day)));
        }

        assertThat(adds.texts(owner())).containsExactly("until " + today);
        var all =
                adds.post(
                        "/v3/memories/", "{\"filters\": " + owner() + ", \"show_expired\": true}");
        assertThat(results(object(all))).hasSize(2);
    }

    @Test
    void A20_metadataSetsNoScope() {
        var event =
                add(
                        """
                        {'messages': 'I take my tea without sugar', 'user_id': '%s', 'metadata':
                         {'user_id': 'evil', 'agent_id': 1, 'app_id': [], 'run_id': null, 'actor_id': 'x', 'k': 1}}\
                        """,
                        user);

        assertThat(adds.listed(owner()).getFirst())
                .containsEntry("metadata", Map.of("k", 1))
                .containsEntry("user_id", user)
                .containsEntry("agent_id", null);
        assertThat(metadata(event).get("warnings").toString()).contains("user_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'x'", "[]", "1", "true"})
    void A20_metadataIsAnObject(String metadata) {
        var response =
                adds.post(
                        "/v3/memories/add/",
                        json(
                                "{'messages': 'x', 'user_id': 'u', 'metadata': %s}"
                                        .formatted(metadata)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("metadata: must be an object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"['a']", "'a'", "[{'a': 'b'}, 'c']"})
    void A21_categoriesOfTheCallHaveDescriptions(String categories) {
        refuses(
                "{'messages': 'x', 'user_id': 'u', 'custom_categories': %s}".formatted(categories),
                "custom_categories: Expected a dictionary of items but got type \"str\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "{'a': 'b'}", "[{'a': 'b'}, {'c': 'd'}]"})
    void A21_categoriesMayBeOneObjectManyOrNone(String categories) {
        var event =
                add(
                        "{'messages': 'I take my tea without sugar', 'custom_categories': %s, 'user_id': '%s'}",
                        categories, user);

        assertThat(event).containsEntry("status", "SUCCEEDED");
    }

    @Test
    void A23_anImmutableMemoryIsReadAndDeletedOnly() {
        var id = stored("X", "'immutable': true");

        var update = server.send("PUT", "/v1/memories/" + id + "/", "{\"text\": \"Z\"}");
        assertThat(update.statusCode()).isEqualTo(400);
        assertThat(object(update))
                .containsEntry(
                        "error",
                        "Memory is immutable and cannot be updated. Delete it and add it again.");
        assertThat(adds.memory(id)).containsEntry("memory", "X").containsEntry("immutable", true);
        assertThat(server.send("DELETE", "/v1/memories/" + id + "/", "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void A24_anUpdateNeedsSomethingToChange() {
        var id = stored("X", "'metadata': {}");

        for (var body :
                List.of("{}", "{\"source\": \"CLI\"}", "{\"text\": null}", "{\"text\": \" \"}")) {
            assertThat(server.send("PUT", "/v1/memories/" + id + "/", body).statusCode())
                    .isEqualTo(400);
        }
        assertThat(adds.memory(id)).containsEntry("memory", "X");
    }

    @Test
    void A25_anExpiryIsClearedByNull() {
        var id = stored("X", "'expiration_date': '2099-01-01'");

        var update = server.send("PUT", "/v1/memories/" + id + "/", "{\"expiration_date\": null}");

        assertThat(object(update))
                .containsEntry("expiration_date", null)
                .containsEntry("memory", "X");
        assertThat(history(id)).contains("\"event\":\"UPDATE\"");
    }

    @Test
    void A27_severalIdsAreOneCondition() {
        for (var ids : List.of("'run_id': 'r'", "'run_id': 's'", "'app_id': 'a'")) {
            stored("X of " + ids.replace("'", ""), ids);
        }

        server.send("DELETE", "/v1/memories/?run_id=r&user_id=" + user, "");

        assertThat(adds.texts(owner()))
                .containsExactlyInAnyOrder("X of run_id: s", "X of app_id: a");
    }

    @Test
    void A31_aRunBecomesOneMemoryWithEveryOutputUnchanged() {
        var agent = "agent of " + user;
        var event =
                add(
                        """
                        {'messages': [{'role': 'user', 'content': 'Log in and list the orders'},
                           {'role': 'assistant', 'content': 'I open the page'},
                           {'role': 'tool', 'name': 'browser', 'content': 'HTTP 200\\n  <b>ok</b>'},
                           {'role': 'assistant', 'content': null, 'tool_calls': []},
                           {'role': 'tool', 'content': '[1, 2,\\t3]'},
                           {'role': 'assistant', 'content': 'I note the names'},
                           {'role': 'tool', 'content': 'ünïcode 😀'}],
                         'agent_id': '%s', 'memory_type': 'procedural_memory', 'metadata': {'k': 1}}\
                        """,
                        agent);

        assertThat(event).containsEntry("status", "SUCCEEDED");
        var memories = adds.listed(json("{'agent_id': '%s'}".formatted(agent)));
        assertThat(memories)
                .singleElement()
                .satisfies(memory -> {
                    assertThat(memory.get("memory").toString())
                            .contains("HTTP 200\n  <b>ok</b>", "[1, 2,\t3]", "ünïcode 😀");
                    assertThat(memory)
                            .containsEntry("memory_type", "procedural_memory")
                            .containsEntry("metadata", Map.of("k", 1));
                });
    }

    @Test
    void A31_aVeryLongRunIsKeptWhole() {
        var output = "x".repeat(90_000) + " " + "word ".repeat(1_000) + "end";
        var reply =
                object(
                        adds.post(
                                "/v3/memories/add/",
                                json(
                                        """
                                        {'messages': [{'role': 'user', 'content': 'Go'}, {'role': 'tool', 'content': '%s'}],
                                         'agent_id': '%s', 'memory_type': 'procedural_memory', 'async_mode': false}\
                                        """
                                                .formatted(output, user))));

        assertThat(results(reply).getFirst().get("memory").toString()).contains(output);
    }

    @ParameterizedTest
    @CsvSource({
        "'semantic_memory', a, must be procedural_memory",
        "'procedural_memory', , needs an agent_id",
        "3, a, must be a string"
    })
    void A32_noOtherTypeIsTaken(String type, String agent, String reason) {
        var response =
                adds.post(
                        "/v3/memories/add/",
                        json(
                                "{'messages': 'x', 'user_id': 'u', 'agent_id': '%s', 'memory_type': %s}"
                                        .formatted(
                                                agent == null ? "" : agent,
                                                type.matches("\\d") ? type : "'" + type + "'")));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("memory_type: ").contains(reason);
    }

    @Test
    void A33_metadataIsReplacedAsAWhole() {
        var id = stored("X", "'metadata': {'a': 1, 'b': 2}");

        server.send("PUT", "/v1/memories/" + id + "/", "{\"metadata\": {\"b\": 3}}");

        assertThat(adds.memory(id))
                .containsEntry("metadata", Map.of("b", 3))
                .containsEntry("memory", "X");
        assertThat(history(id)).contains("\"event\":\"UPDATE\"");
    }

    @Test
    void A34_otherRolesAreContextAndUnknownOnesAreNamed() {
        var event =
                add(
                        """
                        {'messages': [{'role': 'tool', 'content': 'I own a yacht'},
                          {'role': 'observer', 'content': 'I own a castle'},
                          {'role': 'developer', 'content': 'I own a mine'},
                          {'role': 'user', 'content': 'I take my tea without sugar'}], 'user_id': '%s'}\
                        """,
                        user);

        assertThat(adds.texts(owner())).containsExactly("User takes their tea without sugar");
        assertThat(metadata(event).get("warnings").toString())
                .contains("observer")
                .doesNotContain("tool")
                .doesNotContain("developer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'content': 'x'}",
                "{'role': '', 'content': 'x'}",
                "{'role': null, 'content': 'x'}",
                "{'role': 5, 'content': 'x'}",
                "'x'",
                "null",
                "[]",
                "{'role': 'user', 'content': 5}",
                "{'role': 'user', 'content': [5]}",
                "{'role': 'user', 'content': {'type': 'video_url', 'video_url': {'url': 'https://x.org/a'}}}",
                "{'role': 'user', 'content': {'type': 'text'}}",
                "{'role': 'user', 'content': {}}",
                "{'role': 'user', 'content': {'type': 'image_url'}}",
                "{'role': 'user', 'content': {'type': 'pdf_url', 'pdf_url': {'url': ' '}}}",
                "{'role': 'user', 'content': [{'type': 'txt_url', 'mdx_url': {'url': 'https://x.org/a'}}]}"
            })
    void A34_aMessageOfAnotherFormIsRefused(String message) {
        var response =
                adds.post(
                        "/v3/memories/add/",
                        json("{'messages': [%s], 'user_id': 'u'}".formatted(message)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(object(response))
                .containsEntry("error", "400 Bad Request")
                .containsKeys("details", "detail");
    }

    @Test
    void A35_anAddThatIsWaitedForAnswersWithItsResults() {
        var reply =
                object(
                        adds.post(
                                "/v3/memories/add/",
                                json(
                                        "{'messages': 'I take my tea without sugar', 'async_mode': false, 'user_id': '%s'}"
                                                .formatted(user))));

        assertThat(reply).containsEntry("status", "SUCCEEDED").containsKeys("message", "event_id");
        assertThat(results(reply)).hasSize(1);
    }

    @Test
    void whatIsAcceptedWithoutEffectIsAccepted() {
        var event =
                add(
                        """
                        {'messages': 'I take my tea without sugar', 'user_id': '%s',
                         'prompt_profile_id': 'p', 'temporal_reasoning': false, 'enable_graph': true,
                         'output_format': 'v1.1', 'version': 'v2', 'force_add_only': true, 'batch_size': 3,
                         'filter_memories': true, 'source': 'CLI', 'org_id': null, 'unheard_of': {}}\
                        """,
                        user);

        assertThat(event).containsEntry("status", "SUCCEEDED");
        assertThat(adds.texts(owner())).hasSize(1);
    }

    @Test
    void anUnknownZoneIsRefused() {
        var response =
                adds.post(
                        "/v3/memories/add/",
                        json("{'messages': 'x', 'user_id': 'u', 'timezone': 'Mars/Olympus'}"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("timezone");
    }

    // --- pieces

    private java.util.Map<String, Object> add(String body, Object... values) {
        return adds.add(json(body.formatted(values)));
    }

    private Object stored(String text, String extra) {
        var body =
                "{'messages': '%s', 'infer': false, 'user_id': '%s', %s}"
                        .formatted(text, user, extra);
        return results(object(adds.post("/v3/memories/add/", json(body)))).getFirst().get("id");
    }

    private String history(Object id) {
        return server.send("GET", "/v1/memories/" + id + "/history/", "").body();
    }

    private String owner() {
        return json("{'user_id': '%s'}".formatted(user));
    }

    private static void refuses(String body, String reason) {
        var response = adds.post("/v3/memories/add/", json(body));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(object(response)).containsEntry("error", reason).containsEntry("detail", reason);
    }

    private static String json(String readable) {
        return readable.replace('\'', '"');
    }
}
