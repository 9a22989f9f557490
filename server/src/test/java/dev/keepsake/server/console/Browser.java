package dev.keepsake.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Somebody at the dashboard of a server that trusts 127.0.0.1 as its proxy: keeps the cookie,
/// sends the token, and comes from an address of its own, so that nobody slows others down.
public final class Browser {

    public static final String PASSWORD = "correct horse battery staple";

    private static final AtomicInteger VISITORS = new AtomicInteger();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ServerUnderTest server;
    final Map<String, String> headers = new HashMap<>();

    public Browser(ServerUnderTest server) {
        this.server = server;
        var visitor = VISITORS.incrementAndGet();
        headers.put("X-Forwarded-For", "10.1." + visitor / 250 + "." + (visitor % 250 + 1));
    }

    /// Status, JSON and headers of a reply.
    public record Reply(int status, JsonNode body, HttpResponse<String> raw) {

        public String text(String pointer) {
            return body.at(pointer).asString();
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        List<String> each(String member) {
            return body.valueStream().map(each -> each.path(member).asString()).toList();
        }
    }

    /// Logged in as the first administrator.
    public static Browser ofDana(ServerUnderTest server) {
        return of(server, "dana@example.org", PASSWORD);
    }

    static Browser of(ServerUnderTest server, String email, String password) {
        var browser = new Browser(server);
        var reply = browser.logIn(email, password);
        assertThat(reply.status()).isEqualTo(200);
        return browser;
    }

    Reply logIn(String email, String password) {
        var reply =
                post(
                        "/session",
                        "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, password));
        remember(reply);
        return reply;
    }

    /// Takes the session of a reply that begins one.
    void remember(Reply reply) {
        if (reply.body().has("csrf_token")) {
            headers.put("Cookie", reply.header("Set-Cookie").split(";", 2)[0]);
            headers.put("X-CSRF-Token", reply.text("/csrf_token"));
        }
    }

    public Reply get(String path) {
        return send("GET", path, "");
    }

    public Reply post(String path, String body) {
        return send("POST", path, body);
    }

    Reply patch(String path, String body) {
        return send("PATCH", path, body);
    }

    public Reply put(String path, String body) {
        return send("PUT", path, body);
    }

    Reply delete(String path) {
        return send("DELETE", path, "");
    }

    Reply send(String method, String path, String body) {
        return reply(server.send(method, "/console/api" + path, body, headers));
    }

    /// The same to the API of the clients, with a key.
    public Reply withKey(@Nullable String key, String method, String path, String body) {
        Map<String, String> own = new HashMap<>(headers);
        if (key != null) {
            own.put("Authorization", "Token " + key);
        }
        return reply(server.send(method, path, body, own));
    }

    private static Reply reply(HttpResponse<String> response) {
        return new Reply(response.statusCode(), JSON.readTree(response.body()), response);
    }

    /// The first project of the session.
    String project() {
        return get("/session").text("/projects/0/id");
    }

    String organization() {
        return get("/session").text("/organizations/0/id");
    }
}
