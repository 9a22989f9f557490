package dev.keepsake.server.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A language model that dutifully extracts whatever was recalled into its conversation, again and
/// again, through the whole server.
@Timeout(300)
class LlmRecallLoopTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int ROUNDS = 50;
    private static final List<String> FACTS =
            List.of(
                    "User lives in Graz",
                    "User works as a nurse at the LKH hospital",
                    "User has a cat named Nimbus since 2019");

    @TempDir private Path folder;
    private ScriptedEndpoint model;
    private ServerUnderTest server;

    @BeforeEach
    void start() throws Exception {
        model = new ScriptedEndpoint();
        server =
                ServerUnderTest.start(
                        folder,
                        Map.of(
                                "KEEPSAKE_LLM_MODEL",
                                "scripted",
                                "KEEPSAKE_LLM_BASE_URL",
                                model.baseUrl()));
    }

    @AfterEach
    void stop() {
        server.close();
        model.close();
    }

    @Test
    void fiftyRoundsOfRecallCreateNothing() {
        extracting(FACTS);
        add("I live in Graz, work at the LKH, and have had my cat Nimbus since 2019.");
        assertThat(texts()).hasSize(3);

        for (var round = 0; round < ROUNDS; round++) {
            extracting(retold(round));
            add(pasted(recalled(), round));
            assertThat(texts()).as("after round %s", round).hasSize(3);
        }
    }

    @Test
    void newsAmongEchoesIsStored() {
        extracting(FACTS);
        add("I live in Graz, work at the LKH, and have had my cat Nimbus since 2019.");

        var extracted = new ArrayList<>(FACTS);
        extracted.add("User's sister Mia moved to Oslo in May 2024");
        extracting(extracted);
        add(pasted(recalled(), 0) + "\nMy sister Mia moved to Oslo in May 2024.");

        assertThat(texts()).hasSize(4).contains("User's sister Mia moved to Oslo in May 2024");
    }

    @Test
    void secretsNeverReachTheModel() {
        extracting(List.of("User's password is [secret: password]"));

        add("My password is hunter2 and my card is 4111 1111" + " 1111 1111");

        assertThat(model.lastQuestion())
                .contains("My password is [secret: password] and my card is [secret: card number]")
                .doesNotContain("hunter2")
                .doesNotContain("4111");
        assertThat(texts()).isEmpty();
    }

    /// As models word what they read.
    private static List<String> retold(int round) {
        return switch (round % 3) {
            case 0 -> FACTS;
            case 1 ->
                    List.of(
                            "The user lives in Graz and works as a nurse at the LKH hospital",
                            "User has a cat named Nimbus");
            default ->
                    List.of(
                            "Assistant remembers that the user lives in Graz",
                            "User works as a nurse",
                            "User has a cat named Nimbus since 2019.");
        };
    }

    private static String pasted(List<String> recalled, int round) {
        return switch (round % 4) {
            case 0 -> "Relevant memories:\n- " + String.join("\n- ", recalled) + "\n\nWhat now?";
            case 1 -> JSON.writeValueAsString(recalled);
            case 2 -> "> " + String.join("\n> ", recalled);
            default -> "What do you know about me?";
        };
    }

    private void extracting(List<String> texts) {
        model.remembering(texts.stream().map(JSON::writeValueAsString).toArray(String[]::new));
    }

    private void add(String text) {
        var body =
                JSON.writeValueAsString(
                        Map.of("messages", text, "user_id", "ana", "async_mode", false));
        assertThat(server.send("POST", "/v3/memories/add/", body).statusCode()).isEqualTo(200);
    }

    private List<String> recalled() {
        return listed(
                "/v3/memories/search/",
                "{\"query\": \"what is known\", \"threshold\": 0, \"filters\": {\"user_id\": \"ana\"}}");
    }

    private List<String> texts() {
        return listed("/v3/memories/", "{\"filters\": {\"user_id\": \"ana\"}}");
    }

    private List<String> listed(String path, String body) {
        return JSON.readTree(server.send("POST", path, body).body())
                .get("results")
                .valueStream()
                .map(each -> each.get("memory").asString())
                .sorted()
                .toList();
    }
}
