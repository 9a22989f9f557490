package dev.keepsake.server.wire;

import static dev.keepsake.server.wire.Adds.metadata;
import static dev.keepsake.server.wire.Adds.object;
import static dev.keepsake.server.wire.Adds.results;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.keepsake.server.ServerUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pictures and documents in messages (engine contract 1.12), from the request to the memory.
class MediaAddTest {

    private static final String FACT = "I take my tea without sugar";
    private static final String TOLD = "User takes their tea without sugar";

    @TempDir static Path data;
    private static HttpServer web;
    private static final List<String> VISITED = new CopyOnWriteArrayList<>();
    private static ServerUnderTest server;
    private static Adds adds;

    private final String user = "u-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        web.createContext(
                "/",
                exchange -> {
                    VISITED.add(exchange.getRequestURI().getPath());
                    var body = FACT.getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        web.start();
        server =
                ServerUnderTest.start(
                        data,
                        Map.of(
                                "KEEPSAKE_MEDIA_ALLOWED_ADDRESSES",
                                "127.0.0.1",
                                "KEEPSAKE_MEDIA_MAX_MIB",
                                "1"));
        adds = new Adds(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        web.stop(0);
    }

    @Test
    void documentsBecomeMemories() {
        var base64 = Base64.getEncoder().encodeToString(FACT.getBytes(UTF_8));
        var pdf = Base64.getEncoder().encodeToString(pdf(FACT));
        for (var part :
                List.of(
                        part(
                                "txt_url",
                                "http://127.0.0.1:" + web.getAddress().getPort() + "/a.txt"),
                        part("txt_url", base64),
                        part("mdx_url", "data:text/markdown;base64," + base64),
                        part("pdf_url", "data:application/pdf;base64," + pdf))) {
            var owner = user + part.hashCode();

            var event = add(owner, part);

            assertThat(event).containsEntry("status", "SUCCEEDED");
            assertThat(adds.texts("{\"user_id\": \"" + owner + "\"}"))
                    .as(part.substring(0, 20))
                    .anySatisfy(text -> assertThat(text).contains("tea").contains("without sugar"));
        }
    }

    @Test
    void textBesideMediaThatCannotBeReadIsKept() {
        var event =
                add(
                        user,
                        "{\"type\": \"text\", \"text\": \"" + FACT + "\"}",
                        part("image_url", "https://example.org/a.png"));

        assertThat(results(event)).extracting(each -> each.get("memory")).containsExactly(TOLD);
        assertThat(metadata(event))
                .containsEntry(
                        "media_errors", List.of("messages[0] image_url: vision unavailable"));
    }

    @Test
    void anAddOfUnreadableMediaOnlyFails() {
        var event = add(user, part("image_url", "https://example.org/a.png"));

        assertThat(event)
                .containsEntry("status", "FAILED")
                .containsEntry(
                        "error",
                        "No message could be read: messages[0] image_url: vision unavailable");
        assertThat(metadata(event)).containsKey("media_errors");
        var waited =
                adds.post(
                        "/v3/memories/add/",
                        body(user, ", \"async_mode\": false", part("pdf_url", "data:,nothing")));
        assertThat(waited.statusCode()).isEqualTo(503);
    }

    @Test
    void privateAddressesAreNotVisited() {
        var event =
                add(
                        user,
                        part(
                                "txt_url",
                                "http://127.0.0.2:" + web.getAddress().getPort() + "/secret"),
                        part("txt_url", "http://localhost.:1/"),
                        part("txt_url", "http://169.254.169.254/latest/meta-data/"));

        assertThat(event).containsEntry("status", "FAILED");
        assertThat(metadata(event).get("media_errors").toString())
                .contains("its address is one that must not be fetched from");
        assertThat(VISITED).doesNotContain("/secret");
    }

    @Test
    void E05_inlineMediaAreNotInTheEvent() {
        var image = "data:image/png;base64," + "A".repeat(68_000);

        var event = add(user, part("image_url", image));

        assertThat(event.get("payload").toString())
                .contains("<omitted " + image.length() + " bytes>")
                .doesNotContain("AAAAAAAAAAAAAAAA");
    }

    @Test
    void numberAndSizeAreLimited() {
        var image = part("image_url", "https://example.org/a.png");
        var tooMany = adds.post("/v3/memories/add/", body(user, "", repeated(image, 11)));
        assertThat(tooMany.statusCode()).isEqualTo(400);
        assertThat(object(tooMany)).containsEntry("error", "messages: 11 media parts, at most 10");
        var ten = adds.post("/v3/memories/add/", body(user, "", repeated(image, 10)));
        assertThat(ten.statusCode()).isEqualTo(200);

        var large = part("txt_url", "data:text/plain;base64," + "A".repeat(1_500_000));
        var tooLarge = adds.post("/v3/memories/add/", body(user, "", large));
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(tooLarge.body()).contains("at most 1048576");
    }

    @Test
    void aSchemaIsFilledFromWhatWasSaid() {
        var schema =
                """
                {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}\
                """;
        var event =
                adds.add(
                        """
                        {"messages": "I live in Graz", "user_id": "%s", "metadata": {"k": 1},
                         "structured_data_schema": %s}\
                        """
                                .formatted(user, schema));

        var memory = adds.memory(results(event).getFirst().get("id"));
        assertThat(memory)
                .containsEntry(
                        "metadata", Map.of("k", 1, "structured_data", Map.of("city", "Graz")));
    }

    @Test
    void aSchemaThatIsNoneIsRefused() {
        for (var schema :
                List.of(
                        "{\"type\": 5}",
                        "{\"type\": \"string\"}",
                        "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"https://example.org\"}}}",
                        "[]",
                        "\"x\"",
                        "true")) {
            var response =
                    adds.post(
                            "/v3/memories/add/",
                            "{\"messages\": \"x\", \"user_id\": \"u\", \"structured_data_schema\": "
                                    + schema
                                    + "}");
            assertThat(response.statusCode()).as(schema).isEqualTo(400);
            assertThat(response.body()).contains("structured_data_schema: ");
        }
        var off =
                adds.post(
                        "/v3/memories/add/",
                        "{\"messages\": \"x\", \"user_id\": \"u\", \"structured_data_schema\": null}");
        assertThat(off.statusCode()).isEqualTo(200);
    }

    private static Map<String, Object> add(String user, String... parts) {
        return adds.add(body(user, "", parts));
    }

    private static String body(String user, String more, String... parts) {
        return """
        {"messages": [{"role": "user", "content": [%s]}], "user_id": "%s"%s}\
        """
                .formatted(String.join(",", parts), user, more);
    }

    private static String part(String kind, String url) {
        return "{\"type\": \"%1$s\", \"%1$s\": {\"url\": \"%2$s\"}}".formatted(kind, url);
    }

    private static String repeated(String part, int times) {
        return String.join(",", java.util.Collections.nCopies(times, part));
    }

    /// A PDF of one page, written by hand.
    private static byte[] pdf(String line) {
        var content = "BT /F1 12 Tf 50 700 Td (" + line + ") Tj ET";
        return """
        %%PDF-1.4
        1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
        2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
        3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R
          /Resources<</Font<</F1 5 0 R>>>>>> endobj
        4 0 obj <</Length %d>> stream
        %s
        endstream endobj
        5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
        trailer <</Root 1 0 R>>
        %%%%EOF
        """
                .formatted(content.length(), content)
                .getBytes(ISO_8859_1);
    }
}
