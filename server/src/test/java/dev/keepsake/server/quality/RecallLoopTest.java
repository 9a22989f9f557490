package dev.keepsake.server.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What real integrations do: they search, put what they find into the conversation, and add the
/// conversation. Fifty rounds of it, by rules, with the real embedder.
@Timeout(300)
final class RecallLoopTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int ROUNDS = 50;

    @TempDir private Path data;

    @Test
    void fiftyRoundsOfRecallCreateNothing() {
        try (var server = ServerUnderTest.start(data, Map.of())) {
            add(
                    server,
                    List.of(
                            message(
                                    "user",
                                    "I live in Graz and I work as a nurse at the LKH hospital."),
                            message("user", "My cat is called Nimbus. I am allergic to peanuts."),
                            message("user", "My sister Mia moved to Oslo in May 2024.")));
            var before = texts(server);
            assertThat(before).hasSizeGreaterThanOrEqualTo(4);

            for (var round = 0; round < ROUNDS; round++) {
                add(server, pasted(search(server), round));
                assertThat(texts(server)).as("after round %s", round).isEqualTo(before);
            }
        }
    }

    @Test
    void newsAmongEchoesIsStored() {
        try (var server = ServerUnderTest.start(data, Map.of())) {
            add(server, List.of(message("user", "I live in Graz. My cat is called Nimbus.")));

            for (var form = 0; form < FORMS; form++) {
                var before = texts(server);
                var messages = new ArrayList<>(pasted(search(server), form));
                messages.add(
                        message("user", "I bought bicycle number " + (form + 7) + " in Vienna."));
                add(server, messages);
                assertThat(texts(server))
                        .as("form %s", form)
                        .hasSize(before.size() + 1)
                        .anyMatch(text -> text.contains("icycle"));
            }
        }
    }

    private static final int FORMS = 7;

    private static List<Map<String, String>> pasted(JsonNode found, int round) {
        var texts = found.valueStream().map(each -> each.get("memory").asString()).toList();
        var list = texts.stream().map(text -> "- " + text).collect(Collectors.joining("\n"));
        return switch (round % FORMS) {
            case 0 ->
                    List.of(
                            message("system", "You are a helpful assistant.\nMemories:\n" + list),
                            message("user", "What should I cook tonight?"));
            case 1 ->
                    List.of(
                            message("user", "What do you know about me?"),
                            message(
                                    "assistant",
                                    "Here is what I remember about you: "
                                            + String.join(". ", texts)
                                            + "."));
            case 2 ->
                    List.of(
                            message(
                                    "user",
                                    "Relevant memories:\n"
                                            + list
                                            + "\n\nQuestion: what should I cook?"));
            case 3 -> List.of(message("user", list));
            case 4 -> List.of(message("user", found.toString()));
            case 5 ->
                    List.of(
                            message(
                                    "user",
                                    "<context>\n"
                                            + String.join("\n", texts)
                                            + "\n</context>\nWhat should I cook?"));
            default ->
                    List.of(
                            message(
                                    "user",
                                    "User Memories:\n1. "
                                            + String.join("\n2. ", texts)
                                            + "\nUser question: what should I cook?"));
        };
    }

    private static Map<String, String> message(String role, String content) {
        return Map.of("role", role, "content", content);
    }

    private static void add(ServerUnderTest server, List<Map<String, String>> messages) {
        var body =
                JSON.writeValueAsString(
                        Map.of("messages", messages, "user_id", "ana", "async_mode", false));
        assertThat(server.send("POST", "/v3/memories/add/", body).statusCode()).isEqualTo(200);
    }

    private static JsonNode search(ServerUnderTest server) {
        var body =
                "{\"query\": \"what is known about me\", \"threshold\": 0, \"filters\": {\"user_id\": \"ana\"}}";
        var reply = server.send("POST", "/v3/memories/search/", body);
        return JSON.readTree(reply.body()).get("results");
    }

    private static List<String> texts(ServerUnderTest server) {
        var reply = server.send("POST", "/v3/memories/", "{\"filters\": {\"user_id\": \"ana\"}}");
        return JSON.readTree(reply.body())
                .get("results")
                .valueStream()
                .map(each -> each.get("memory").asString())
                .sorted()
                .toList();
    }
}
