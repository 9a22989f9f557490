package dev.keepsake.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.Neighbour;
import dev.keepsake.server.ServerUnderTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Webhooks of a running server, from the change to the receiver. Display names start with the row
/// of the engine contract's acceptance table.
class WebhooksTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CHANGES = "[\"memory_add\",\"memory_update\",\"memory_delete\"]";

    @TempDir private Path folder;
    private ServerUnderTest server;
    private Receiver receiver;
    private String project;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        server = ServerUnderTest.start(folder, Map.of(), Neighbour.BEN);
        receiver = Receiver.start(Receiver.status(200));
        project = ok("GET", "/v1/ping/", "").get("project_id").asString();
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.close();
        http.close();
    }

    @Test
    @DisplayName("W01 each memory that is stored is told of, with the id that the caller got")
    void eachStoredMemoryIsToldOf() {
        create(receiver.url(), CHANGES);

        var ids = List.of(add("Likes tea"), add("Plays chess"));

        awaitCalls(2);
        assertThat(told("ADD")).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(receiver.calls())
                .extracting(call -> body(call).at("/event_details/data/memory").asString())
                .containsExactlyInAnyOrder("Likes tea", "Plays chess");
    }

    @Test
    void aChangeAndADeletionTellTheNewAndTheLastText() {
        create(receiver.url(), CHANGES);
        var id = add("Likes tea");
        ok("PUT", "/v1/memories/" + id + "/", "{\"text\":\"Likes coffee\"}");
        ok("DELETE", "/v1/memories/" + id + "/", "");

        awaitCalls(3);
        assertThat(told("UPDATE")).containsExactly(id);
        assertThat(told("DELETE")).containsExactly(id);
        assertThat(receiver.calls().stream().map(Receiver.Call::text).toList())
                .contains(
                        details(id, "Likes tea", "ADD"),
                        details(id, "Likes coffee", "UPDATE"),
                        details(id, "Likes coffee", "DELETE"));
    }

    private static String details(String id, String text, String event) {
        return "{\"event_details\":{\"id\":\"%s\",\"data\":{\"memory\":\"%s\"},\"event\":\"%s\"}}"
                .formatted(id, text, event);
    }

    @Test
    @DisplayName("C06, H06 labels are told of once, and again only when they are others")
    void labelsAreToldOfWhenTheyAreOthers() {
        create(receiver.url(), "[\"memory_categorize\"]");
        var id = add("Likes tea with milk");
        ok("PUT", "/v1/memories/" + id + "/", "{\"text\":\"Likes tea with milk\"}");
        ok("PUT", "/v1/memories/" + id + "/", "{\"text\":\"Plays the violin\"}");

        awaitCalls(2);
        assertThat(receiver.calls().stream().map(Receiver.Call::text).toList())
                .containsExactlyInAnyOrder(categorized(id, "food"), categorized(id, "music"));
    }

    private static String categorized(String id, String label) {
        return "{\"event_details\":{\"event\":\"CATEGORIZE\",\"memory_id\":\"%s\",\"categories\":[\"%s\"]}}"
                .formatted(id, label);
    }

    @Test
    @DisplayName("W03 deleting five by filter tells of five")
    void deletingFiveTellsOfFive() {
        var ids = IntStream.range(0, 5).mapToObj(n -> add("Number " + n)).toList();
        create(receiver.url(), "[\"memory_delete\"]");

        ok("DELETE", "/v1/memories/?user_id=ana", "");

        awaitCalls(5);
        assertThat(told("DELETE")).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    @DisplayName("W05 a webhook of another project hears nothing")
    void aWebhookOfAnotherProjectHearsNothing() {
        var others = Receiver.start(Receiver.status(200));
        var made =
                server.send(
                        "POST",
                        "/api/v1/webhooks/projects/" + Neighbour.BEN.project() + "/",
                        "{\"url\":\"%s\",\"name\":\"n\",\"event_types\":%s}"
                                .formatted(others.url(), CHANGES),
                        Neighbour.BEN.authorization());
        assertThat(made.statusCode()).isEqualTo(201);
        create(receiver.url(), CHANGES);

        add("Likes tea");

        awaitCalls(1);
        assertThat(others.calls()).isEmpty();
        others.close();
    }

    @Test
    void theReceiverVerifiesTheSignatureWithTheSecretOfTheReply() throws Exception {
        var secret = create(receiver.url(), CHANGES).get("secret").asString();

        add("Likes tea");

        awaitCalls(1);
        var call = receiver.calls().getFirst();
        var parts = call.headers().get("x-mem0-signature").split("[=,]");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update((parts[1] + ".").getBytes(StandardCharsets.UTF_8));
        assertThat(parts[0] + parts[2]).isEqualTo("tv1");
        assertThat(HexFormat.of().parseHex(parts[3])).isEqualTo(mac.doFinal(call.body()));
        assertThat(Instant.ofEpochSecond(Long.parseLong(parts[1])))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    }

    @Test
    void anInactiveWebhookHearsNothingUntilItIsActive() {
        var other = Receiver.start(Receiver.status(200));
        create(other.url(), CHANGES);
        var id = create(receiver.url(), CHANGES).get("webhook_id").asString();
        ok("PUT", "/api/v1/webhooks/" + id + "/", "{\"is_active\":false}");
        add("Missed");
        await(() -> other.calls().size() == 1);
        ok("PUT", "/api/v1/webhooks/" + id + "/", "{\"is_active\":true}");
        add("Heard");

        awaitCalls(1);
        assertThat(receiver.calls().getFirst().text()).contains("Heard");
        other.close();
    }

    @Test
    void aKeyRestrictedToTheProjectManagesItsWebhooksAndNoOthers() {
        var console = logIn();
        var restricted = key(console, true, "admin");
        var ours = create(receiver.url(), CHANGES).get("webhook_id").asString();
        var otherProject = createProject();
        var theirs = createIn(otherProject, receiver.url()).get("webhook_id").asString();

        assertThat(status(restricted, "GET", "/api/v1/webhooks/projects/" + project, ""))
                .isEqualTo(200);
        assertThat(status(restricted, "PUT", "/api/v1/webhooks/" + ours, "{\"name\":\"x\"}"))
                .isEqualTo(200);
        assertThat(status(restricted, "PUT", "/api/v1/webhooks/" + theirs, "{\"name\":\"x\"}"))
                .isEqualTo(403);
        assertThat(status(restricted, "DELETE", "/api/v1/webhooks/" + theirs, "")).isEqualTo(403);
        assertThat(status(restricted, "GET", "/api/v1/webhooks/projects/" + otherProject, ""))
                .isEqualTo(403);
        assertThat(status(restricted, "GET", "/api/v1/webhooks/" + otherProject + "/webhook", ""))
                .isEqualTo(403);
        assertThat(status(restricted, "DELETE", "/api/v1/webhooks/" + ours, "")).isEqualTo(200);
    }

    @Test
    void keysThatMayNotManageMayLook() {
        var console = logIn();
        var id = create(receiver.url(), CHANGES).get("webhook_id").asString();
        var body =
                "{\"url\":\"%s\",\"name\":\"n\",\"event_types\":%s}"
                        .formatted(receiver.url(), CHANGES);

        for (var access : List.of("read", "write")) {
            var key = key(console, false, access);
            var list = "/api/v1/webhooks/projects/" + project;
            assertThat(status(key, "GET", list, "")).isEqualTo(200);
            assertThat(status(key, "POST", list, body)).isEqualTo(403);
            assertThat(status(key, "PUT", "/api/v1/webhooks/" + id, "{}")).isEqualTo(403);
            assertThat(status(key, "DELETE", "/api/v1/webhooks/" + id, "")).isEqualTo(403);
            var other = "/api/v1/webhooks/" + project + "/webhook";
            assertThat(status(key, "GET", other, "")).isEqualTo(200);
            assertThat(status(key, "POST", other, body)).isEqualTo(403);
        }
        assertThat(ok("GET", "/api/v1/webhooks/projects/" + project, "").size()).isEqualTo(1);
    }

    // --- the dashboard

    @Test
    void theDashboardShowsWhatBecameOfDeliveriesAndSendsThemAgain() {
        var console = logIn();
        var id = create(receiver.url(), CHANGES).get("webhook_id").asString();
        receiver.answer(Receiver.status(422, "no thanks", Map.of()));
        var memory = add("Likes tea");
        var log = "/console/api/webhooks/" + id + "/deliveries";
        await(() ->
                console("GET", log, console).at("/results/0/status").asString().equals("FAILED"));

        var failed = console("GET", log, console).at("/results/0");
        assertThat(failed.at("/event").asString()).isEqualTo("memory_add");
        assertThat(failed.at("/payload/event_details/id").asString()).isEqualTo(memory);
        assertThat(failed.at("/attempts/0/status_code").asInt()).isEqualTo(422);
        assertThat(failed.at("/attempts/0/response").asString()).isEqualTo("no thanks");
        assertThat(
                        console("GET", "/console/api/webhooks/" + id, console)
                                .get("consecutive_failures")
                                .asInt())
                .isEqualTo(1);

        receiver.answer(Receiver.status(200));
        var again = log + "/" + failed.get("id").asString() + "/redeliver";
        assertThat(console("POST", again, console).get("status").asString()).isEqualTo("PENDING");

        await(() ->
                console("GET", log, console)
                        .at("/results/0/status")
                        .asString()
                        .equals("DELIVERED"));
        assertThat(receiver.calls()).hasSize(2);
        assertThat(receiver.calls().get(1).headers())
                .containsEntry("x-mem0-delivery", failed.get("id").asString())
                .containsEntry("x-mem0-attempt", "2");
        assertThat(
                        console("GET", "/console/api/webhooks/" + id, console)
                                .get("consecutive_failures")
                                .asInt())
                .isZero();
    }

    @Test
    void theDashboardTriesAWebhookOut() {
        var console = logIn();
        var id = create(receiver.url(), CHANGES).get("webhook_id").asString();

        var result = console("POST", "/console/api/webhooks/" + id + "/test", console);

        assertThat(result.get("status").asString()).isEqualTo("DELIVERED");
        assertThat(receiver.calls()).hasSize(1);
        assertThat(receiver.calls().getFirst().headers()).containsEntry("x-mem0-test", "true");
    }

    @Test
    void theDashboardRotatesTheSecret() {
        var console = logIn();
        var made = create(receiver.url(), CHANGES);
        var id = made.get("webhook_id").asString();

        var rotated = console("POST", "/console/api/webhooks/" + id + "/rotate-secret", console);
        add("Likes tea");

        awaitCalls(1);
        assertThat(rotated.get("secret").asString())
                .startsWith("whsec_")
                .isNotEqualTo(made.get("secret").asString());
        assertThat(receiver.calls().getFirst().headers().get("x-mem0-signature"))
                .matches("t=\\d+,v1=[0-9a-f]{64},v1=[0-9a-f]{64}");
    }

    @Test
    void theDashboardRefusesWhatIsNotThere() {
        var console = logIn();
        var id = create(receiver.url(), CHANGES).get("webhook_id").asString();
        var one = "/console/api/webhooks/" + id;
        var unknown = "/console/api/webhooks/wh_0000000000000000000000";

        assertThat(send("GET", unknown, console).statusCode()).isEqualTo(404);
        assertThat(send("POST", unknown + "/test", console).statusCode()).isEqualTo(404);
        assertThat(send("POST", one + "/deliveries/nothing/redeliver", console).statusCode())
                .isEqualTo(404);
        assertThat(send("GET", one, Map.of()).statusCode()).isEqualTo(401);
        assertThat(
                        send(
                                        "POST",
                                        one + "/rotate-secret",
                                        Map.of("Cookie", console.get("Cookie")))
                                .statusCode())
                .as("without the token")
                .isEqualTo(403);
    }

    // --- pieces

    private JsonNode create(String url, String events) {
        return ok(
                "POST",
                "/api/v1/webhooks/projects/" + project + "/",
                "{\"url\":\"%s\",\"name\":\"sink\",\"event_types\":%s}".formatted(url, events));
    }

    private JsonNode createIn(String otherProject, String url) {
        return ok(
                "POST",
                "/api/v1/webhooks/projects/" + otherProject + "/",
                "{\"url\":\"%s\",\"name\":\"sink\",\"event_types\":%s}".formatted(url, CHANGES));
    }

    private String add(String text) {
        var added =
                ok(
                        "POST",
                        "/v1/memories/",
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"user_id\":\"ana\",\"infer\":false,\"async_mode\":false}"
                                .formatted(text));
        return added.findValue("id").asString();
    }

    private JsonNode ok(String method, String path, String body) {
        var response = server.send(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JSON.readTree(response.body());
    }

    private int status(String key, String method, String path, String body) {
        return server.send(method, path, body, Map.of("Authorization", "Token " + key))
                .statusCode();
    }

    private List<String> told(String event) {
        return receiver.calls().stream()
                .map(call -> body(call).get("event_details"))
                .filter(details -> details.get("event").asString().equals(event))
                .map(details -> details.get("id").asString())
                .toList();
    }

    private static JsonNode body(Receiver.Call call) {
        return JSON.readTree(call.body());
    }

    private void awaitCalls(int count) {
        await(() -> receiver.calls().size() >= count);
        assertThat(receiver.calls()).hasSize(count);
    }

    private static void await(BooleanSupplier condition) {
        var deadline = Instant.now().plusSeconds(30);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("still waiting").isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    /// @return the headers of a session
    private Map<String, String> logIn() {
        var response =
                send(
                        "POST",
                        "/console/api/session",
                        "{\"email\":\"dana@example.org\",\"password\":\"correct horse battery staple\"}",
                        Map.of());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        var cookie = response.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        var csrf = JSON.readTree(response.body()).get("csrf_token").asString();
        return Map.of("Cookie", cookie, "X-CSRF-Token", csrf);
    }

    private String key(Map<String, String> console, boolean restricted, String access) {
        var response =
                send(
                        "POST",
                        "/console/api/keys",
                        "{\"label\":\"k\",\"project_id\":\"%s\",\"restricted\":%s,\"access\":\"%s\"}"
                                .formatted(project, restricted, access),
                        console);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return JSON.readTree(response.body()).get("key").asString();
    }

    private String createProject() {
        var organization = ok("GET", "/v1/ping/", "").get("org_id").asString();
        var path = "/api/v1/orgs/organizations/" + organization + "/projects/";
        return ok("POST", path, "{\"name\":\"another\"}").get("project_id").asString();
    }

    private JsonNode console(String method, String path, Map<String, String> session) {
        var response = send(method, path, session);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    /// Webhook endpoints of the console are held against their description as all others are.
    private HttpResponse<String> send(String method, String path, Map<String, String> headers) {
        return server.send(method, path, "", headers);
    }

    /// Past the description, for what other tests are about.
    private HttpResponse<String> send(
            String method, String path, String body, Map<String, String> headers) {
        var request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .method(method, BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
