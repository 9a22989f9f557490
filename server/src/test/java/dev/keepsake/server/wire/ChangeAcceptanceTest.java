package dev.keepsake.server.wire;

import static dev.keepsake.server.wire.Adds.object;
import static dev.keepsake.server.wire.Adds.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import dev.keepsake.server.http.Json;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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

/// The rules of updates and deletions (engine contract 1.16), and adds of the first generation, as
/// a client meets them. Every test has owners of its own.
class ChangeAcceptanceTest {

    private static final String NIL = "00000000-0000-0000-0000-000000000000";

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

    @ParameterizedTest
    @CsvSource({
        "not-a-uuid, 400, memory_id should be a valid UUID",
        "00000000-0000-0000-0000-000000000000, 404, Memory not found!"
    })
    void anIdThatIsNoneIsToldApartFromOneThatIsUnknown(String id, int status, String error) {
        for (var method : List.of("GET", "PUT", "DELETE")) {
            var body = method.equals("PUT") ? "{\"text\": \"x\"}" : "";
            var response = server.send(method, "/v1/memories/" + id + "/", body);
            assertThat(response.statusCode()).as(method).isEqualTo(status);
            assertThat(object(response)).containsEntry("error", error);
        }
    }

    @Test
    void theSameTextAgainIsAnUpdate() {
        var id = stored("X", "");

        server.send("PUT", "/v1/memories/" + id + "/", "{\"data\": \"X\"}");

        var history = server.send("GET", "/v1/memories/" + id + "/history/", "").body();
        assertThat(history).contains("\"event\":\"UPDATE\"");
    }

    @Test
    void aTimestampMovesTheCreationAndWhatIsDerivedFromIt() {
        var id = stored("X", "");

        var updated =
                object(
                        server.send(
                                "PUT", "/v1/memories/" + id + "/", "{\"timestamp\": 1672531200}"));

        assertThat(updated).containsEntry("created_at", "2023-01-01T00:00:00.000000+00:00");
        assertThat(updated.get("structured_attributes").toString())
                .contains("year=2023")
                .contains("day_of_week=sunday")
                .contains("is_weekend=true")
                .contains("week_of_year=52");
        assertThat(updated.get("updated_at").toString()).doesNotStartWith("2023");
    }

    @Test
    void A33_identityKeysOfNewMetadataAreDropped() {
        var id = stored("X", "");

        server.send(
                "PUT",
                "/v1/memories/" + id + "/",
                "{\"metadata\": {\"user_id\": \"evil\", \"k\": null}}");

        assertThat(adds.memory(id).get("metadata")).isEqualTo(Collections.singletonMap("k", null));
        assertThat(adds.memory(id)).containsEntry("user_id", user);
    }

    @Test
    void aBatchSkipsWhatIsUnknownAndCountsTheRest() {
        var one = stored("one", "");
        var two = stored("two", "");

        var updated =
                batch(
                        "PUT",
                        "{'memory_id': '%s', 'text': 'uno'}, {'memory_id': '%s', 'text': 'x'}, {'memory_id': '%s', 'metadata': {'k': 1}}"
                                .formatted(one, NIL, two));
        assertThat(object(updated))
                .containsEntry("message", "Successfully updated 2 memories")
                .containsEntry("not_found", List.of(NIL));
        assertThat(adds.texts(owner())).containsExactlyInAnyOrder("uno", "two");

        var deleted =
                batch(
                        "DELETE",
                        "'%s', {'memory_id': {'memory_id': '%s'}}, {'memory_id': '%s'}"
                                .formatted(one, two, NIL));
        assertThat(object(deleted))
                .containsEntry("message", "Successfully deleted 2 memories")
                .containsEntry("not_found", List.of(NIL));
        assertThat(adds.texts(owner())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'memory_id': 'nope', 'text': 'x'}",
                "{'text': 'x'}",
                "{'memory_id': '" + NIL + "'}",
                "{'memory_id': '" + NIL + "', 'text': ' '}",
                "{'memory_id': 5, 'text': 'x'}",
                "{'memory_id': '" + NIL + "', 'expiration_date': '2099-02-30'}",
                "null",
                "'x'",
                "[]"
            })
    void aBatchWithAFaultyItemDoesNothing(String faulty) {
        var id = stored("X", "");

        var response =
                batch("PUT", "{'memory_id': '%s', 'text': 'changed'}, %s".formatted(id, faulty));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(adds.memory(id)).containsEntry("memory", "X");
    }

    @Test
    void aBatchWithAnImmutableMemoryDoesNothing() {
        var id = stored("X", "");
        var fixed = stored("fixed", ", 'immutable': true");

        var response =
                batch(
                        "PUT",
                        "{'memory_id': '%s', 'text': 'a'}, {'memory_id': '%s', 'text': 'b'}"
                                .formatted(id, fixed));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(adds.texts(owner())).containsExactlyInAnyOrder("X", "fixed");
    }

    @ParameterizedTest
    @CsvSource({"PUT, updated", "DELETE, deleted"})
    void aBatchHasAThousandItemsAtMost(String method, String verb) {
        var items =
                new ArrayList<>(
                        Collections.nCopies(
                                1_000, "{'memory_id': '%s', 'text': 'x'}".formatted(NIL)));
        assertThat(object(batch(method, String.join(",", items))))
                .containsEntry("message", "Successfully " + verb + " 0 memories");
        items.add(items.getFirst());
        var response = batch(method, String.join(",", items));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(object(response))
                .containsEntry(
                        "error",
                        "Maximum of 1000 memories can be " + verb + " in a single request");
        assertThat(object(batch(method, "")))
                .containsEntry("message", "Successfully " + verb + " 0 memories");
        assertThat(server.send(method, "/v1/batch/", "{}").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?user_id=",
                "?source=CLI",
                "?metadata=%7B%22k%22%3A1%7D",
                "?filters=%5Bobject+Object%5D",
                "?filters=%7B%22OR%22%3A%5B%7B%22user_id%22%3A%22u%22%7D%5D%7D",
                "?filters=%7B%27categories%27%3A+%27x%27%7D",
                "?user_id=u&metadata=%5Bobject+Object%5D"
            })
    void aDeletionWithoutAnOwnerDeletesNothing(String query) {
        stored("X", "");

        var response = server.send("DELETE", "/v1/memories/" + query, "");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(adds.texts(owner())).containsExactly("X");
    }

    @Test
    void A27_noConditionIsOverlookedWhereverItStands() {
        stored("keep", ", 'metadata': {'k': 1}");
        stored("go", ", 'metadata': {'k': 2}");

        var response =
                server.send(
                        "DELETE", "/v1/memories/?user_id=" + user, "{\"metadata\": {\"k\": 2}}");

        assertThat(object(response))
                .containsEntry("message", "Delete in progress. This may take some time.")
                .containsKey("event_id");
        assertThat(adds.texts(owner())).containsExactly("keep");
        var literal = URLEncoder.encode("{'user_id': '" + user + "'}", StandardCharsets.UTF_8);
        server.send("DELETE", "/v1/memories/?filters=" + literal, "{\"metadata\": {\"k\": 3}}");
        assertThat(adds.texts(owner())).containsExactly("keep");
        server.send("DELETE", "/v1/memories/?filters=" + literal, "");
        assertThat(adds.texts(owner())).isEmpty();
    }

    @Test
    void A28_theWildcardMeansAnyOfThoseNamed(@TempDir Path other) {
        try (var alone = ServerUnderTest.start(other, Map.of())) {
            var its = new Adds(alone);
            for (var ids :
                    List.of(
                            "'user_id': 'a'",
                            "'app_id': 'p'",
                            "'agent_id': 'g'",
                            "'user_id': 'b', 'run_id': 'r'")) {
                its.post(
                        "/v3/memories/add/",
                        json("{'messages': 'X', 'infer': false, %s}".formatted(ids)));
            }
            var everything =
                    "{\"OR\": [{\"user_id\": \"*\"}, {\"app_id\": \"*\"}, {\"agent_id\": \"*\"}]}";

            alone.send("DELETE", "/v1/memories/?user_id=*&run_id=r", "");
            assertThat(its.listed(everything)).hasSize(3);
            alone.send("DELETE", "/v1/memories/?user_id=*", "");
            assertThat(its.listed(everything)).hasSize(2);
            alone.send(
                    "DELETE", "/v1/memories/?user_id=%2A&agent_id=%2A&app_id=%2A&run_id=%2A", "");
            assertThat(its.listed(everything)).isEmpty();
        }
    }

    @Test
    void A26_aDeletionTellsHowManyItTookAlong() {
        var id = stored("X", "");

        var plain = server.send("DELETE", "/v1/memories/" + stored("Y", "") + "/", "");
        assertThat(object(plain)).containsOnlyKeys("message");
        var linked = server.send("DELETE", "/v1/memories/" + id + "/?delete_linked=True", "");
        assertThat(object(linked))
                .containsEntry("message", "Memory deleted successfully!")
                .containsEntry("cascade_count", 0);
        assertThat(server.send("DELETE", "/v1/memories/" + id + "/", "").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "', \"output_format\": \"v1.0\", \"version\": \"v2\"', true",
        "', \"output_format\": null', true",
        "', \"output_format\": \"v1.1\"', false"
    })
    void v1AnswersAnArrayUnlessTheFormatWrapsIt(String more, boolean isBare) {
        for (var waiting : List.of("", ", \"async_mode\": false", ", \"infer\": false")) {
            var response =
                    adds.post(
                            "/v1/memories/",
                            "{\"messages\": \"I take my tea without sugar\", \"user_id\": \"%s\"%s%s}"
                                    .formatted(user + waiting.hashCode(), more, waiting));
            assertThat(response.statusCode()).isEqualTo(200);
            var body = Json.read(response.body());
            var items = isBare ? (List<?>) body : results(object(response));
            var isDone = waiting.contains("async_mode");
            assertThat(items.toString()).contains(isDone ? "event=ADD" : "status=PENDING");
        }
    }

    @Test
    void v1NeedsAnOwnerInItsOwnWords() {
        var response = adds.post("/v1/memories/", "{\"messages\": \"x\"}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(object(response))
                .containsEntry(
                        "error",
                        "At least one of the filters: agent_id, user_id, app_id, run_id is required!");
    }

    @Test
    void v1StoresTextsAndLabelsThatTheCallerMade() {
        adds.post(
                "/v1/memories/",
                json(
                        """
                        {'messages': 'whatever', 'infer': false, 'user_id': '%s',
                         'deduced_memories': ['one', 'two'], 'categories': ['mine']}\
                        """
                                .formatted(user)));

        assertThat(adds.listed(owner()))
                .hasSize(2)
                .allSatisfy(
                        memory -> assertThat(memory).containsEntry("categories", List.of("mine")));
        assertThat(adds.texts(owner())).containsExactlyInAnyOrder("one", "two");
    }

    private Object stored(String text, String extra) {
        var body =
                "{'messages': '%s', 'infer': false, 'user_id': '%s'%s}"
                        .formatted(text, user, extra);
        return results(object(adds.post("/v3/memories/add/", json(body)))).getFirst().get("id");
    }

    private static HttpResponse<String> batch(String method, String items) {
        return server.send(method, "/v1/batch/", json("{'memories': [%s]}".formatted(items)));
    }

    private String owner() {
        return json("{'user_id': '%s'}".formatted(user));
    }

    private static String json(String readable) {
        return readable.replace('\'', '"');
    }
}
