package dev.keepsake.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.http.Endpoint;
import dev.keepsake.server.http.Endpoint.CredentialKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Visits every endpoint with every role and kind of key, and with the ids of a project that is not
/// the visitor's. What each endpoint does is told by `role-matrix.csv`, and who may do that by the
/// table below, which is management contract 3.1 with the caps of 18.4 once more and on purpose:
/// neither comes from the code that is tested. An endpoint that is not in the list fails.
class RoleMatrixTest {

    /// What may happen at a door. `FOREIGN` is the answer to somebody who does not belong there:
    /// 404, or 403 at webhooks.
    private enum Expect {
        IN,
        FORBIDDEN,
        FOREIGN,
        UNKNOWN_KEY
    }

    private static final List<String> ACTORS =
            List.of(
                    "owner",
                    "owner/write",
                    "owner/read",
                    "owner/restricted",
                    "partner",
                    "lead",
                    "reader",
                    "member",
                    "stranger",
                    "stranger/restricted",
                    "revoked",
                    "nobody");

    private static final Map<String, String> MATRIX =
            Map.ofEntries(
                    //                 owner write read restr partner lead reader member stranger
                    // s/restr
                    Map.entry("read-data", "+ + + + + + + 0 0 -"),
                    Map.entry("write-data", "+ + - + + + - 0 0 -"),
                    Map.entry("manage-project", "+ - - + + + - 0 0 -"),
                    Map.entry("read-organization", "+ + + - + + + + 0 -"),
                    Map.entry("leave-organization", "+ - - - + + + + 0 -"),
                    Map.entry("manage-organization", "+ - - - + - - - 0 -"),
                    Map.entry("read-account", "+ + + - + + + + + -"),
                    Map.entry("manage-account", "+ - - - + + + + + -"),
                    Map.entry("administer-server", "+ - - - - - - - - -"),
                    Map.entry("ping", "+ + + + + + + 0 0 0"),
                    Map.entry("public", "+ + + + + + + + + +"));

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final String SECRET = "Quillon keeps seven herons";
    private static final Map<String, String> ACTIONS = actions();

    @TempDir private static Path empty;
    private static List<Endpoint> endpoints = List.of();

    @TempDir private Path data;
    private RoleMatrixFixture fixture;
    private String planted = "";
    private String webhook = "";
    private ServerUnderTest server;
    private final Map<String, Map<String, String>> sessions = new LinkedHashMap<>();

    @BeforeAll
    static void listEndpoints() {
        endpoints = List.copyOf(Routes.all(empty));
    }

    @BeforeEach
    void start() {
        fixture = RoleMatrixFixture.in(data);
        server =
                ServerUnderTest.start(
                        data, Map.of("KEEPSAKE_KEY_PEPPER", RoleMatrixFixture.PEPPER));
        var added =
                send(
                        "owner",
                        "POST",
                        "/v3/memories/add/",
                        """
                        {"messages": [{"role": "user", "content": "%s"}], "user_id": "ana",
                         "infer": false}
                        """
                                .formatted(SECRET));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
        planted = idIn(added.body());
        var created =
                send(
                        "owner",
                        "POST",
                        "/api/v1/webhooks/projects/" + fixture.project() + "/",
                        """
                        {"name": "sink", "url": "http://127.0.0.1:9/", "event_types": ["memory_add"]}
                        """);
        var id = Pattern.compile("\"webhook_id\" ?: ?\"(wh_\\w+)\"").matcher(created.body());
        assertThat(id.find()).as(created.body()).isTrue();
        webhook = id.group(1);
    }

    private static String idIn(String body) {
        var id = Pattern.compile("\"id\" ?: ?\"([0-9a-f-]{36})\"").matcher(body);
        assertThat(id.find()).as(body).isTrue();
        return id.group(1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyEndpointIsInTheMatrixAndNothingElseIs() {
        var served =
                endpoints.stream()
                        .filter(endpoint -> !isMirror(endpoint))
                        .map(Endpoint::toString)
                        .toList();

        assertThat(ACTIONS.keySet()).containsExactlyInAnyOrderElementsOf(served);
        assertThat(MATRIX.keySet()).containsAll(Set.copyOf(ACTIONS.values()));
    }

    @Test
    void nobodyGetsInWhereTheyMayNot() {
        List<String> wrong = new ArrayList<>();
        for (var endpoint : endpoints) {
            for (var actor : ACTORS) {
                var expected = expected(endpoint, actor);
                if (expected != Expect.IN) {
                    check(endpoint, actor, expected, wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everybodyGetsInWhereTheyMay() {
        List<String> wrong = new ArrayList<>();
        for (var endpoint : endpoints) {
            for (var actor : ACTORS) {
                if (expected(endpoint, actor) == Expect.IN && !destroys(endpoint)) {
                    check(endpoint, actor, Expect.IN, wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// Somebody who uses their own project with the ids of another one finds nothing there.
    @Test
    void idsOfAnotherProjectOpenNothing() {
        List<String> wrong = new ArrayList<>();
        for (var endpoint : endpoints) {
            if (endpoint.action() instanceof Endpoint.Action.InProject
                    && endpoint.credential() == CredentialKind.KEY) {
                var answer = send("stranger", endpoint.method(), path(endpoint, false), "{}");
                if (answer.body().contains(SECRET)) {
                    wrong.add(endpoint + " tells a stranger: " + answer.body());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(send("owner", "GET", "/v1/memories/" + planted, "").body()).contains(SECRET);
    }

    private void check(Endpoint endpoint, String actor, Expect expected, List<String> wrong) {
        var answer = visit(endpoint, actor);
        var status = answer.statusCode();
        var good =
                switch (expected) {
                    case IN -> status != 401 && (status != 403 || isSetupToken(endpoint));
                    case FORBIDDEN -> status == 403;
                    case FOREIGN -> status == 404 || status == 403;
                    case UNKNOWN_KEY -> status == 401;
                };
        var leaks = expected != Expect.IN && answer.body().contains(SECRET);
        if (!good || leaks) {
            wrong.add(
                    "%s by %s: %s expected, was %d %s"
                            .formatted(endpoint, actor, expected, status, answer.body()));
        }
    }

    /// Public endpoints that check a secret of their own answer like doors.
    private static boolean isSetupToken(Endpoint endpoint) {
        return endpoint.credential() == CredentialKind.NONE;
    }

    private static Expect expected(Endpoint endpoint, String actor) {
        var action = action(endpoint);
        if (action.equals("public")) {
            return Expect.IN;
        }
        if (actor.equals("nobody") || actor.equals("revoked")) {
            return Expect.UNKNOWN_KEY;
        }
        var row = Objects.requireNonNull(MATRIX.get(action)).split(" ");
        if (endpoint.credential() == CredentialKind.SESSION && actor.contains("/")) {
            // a session has no cap; its row is that of the person
            return expected(endpoint, actor.substring(0, actor.indexOf('/')));
        }
        return switch (row[ACTORS.indexOf(actor)]) {
            case "+" -> Expect.IN;
            case "-" -> Expect.FORBIDDEN;
            default -> Expect.FOREIGN;
        };
    }

    private static String action(Endpoint endpoint) {
        var name = isMirror(endpoint) ? mirrored(endpoint) : endpoint.toString();
        return Objects.requireNonNull(ACTIONS.get(name), endpoint.toString());
    }

    /// Whether the dashboard's endpoint is one of the API under another path.
    private static boolean isMirror(Endpoint endpoint) {
        return endpoint.credential() == CredentialKind.SESSION
                && endpoints.stream()
                        .anyMatch(each ->
                                each.credential() == CredentialKind.KEY
                                        && each.toString().equals(mirrored(endpoint)));
    }

    private static String mirrored(Endpoint endpoint) {
        return endpoint.toString().replaceFirst("/console/api", "");
    }

    /// What removes or locks out those whom later visits need.
    private static boolean destroys(Endpoint endpoint) {
        return endpoint.method().equals("DELETE")
                && (endpoint.path().endsWith("/session")
                        || Set.of("manage-organization", "manage-project", "manage-account")
                                .contains(action(endpoint)));
    }

    private HttpResponse<String> visit(Endpoint endpoint, String actor) {
        var body = endpoint.method().equals("GET") ? "" : "{}";
        if (endpoint.credential() == CredentialKind.SESSION) {
            var person = actor.contains("/") ? actor.substring(0, actor.indexOf('/')) : actor;
            return server.send(endpoint.method(), path(endpoint, true), body, session(person));
        }
        return send(actor, endpoint.method(), path(endpoint, true), body);
    }

    /// The endpoint's path with the ids of the organization, the project and the planted memory.
    ///
    /// @param named whether the request says in its query which project it means
    private String path(Endpoint endpoint, boolean named) {
        var filled =
                PLACEHOLDER
                        .matcher(endpoint.path())
                        .replaceAll(match ->
                                switch (match.group(1)) {
                                    case "org_id" -> fixture.organization().toString();
                                    case "project_id" -> fixture.project().toString();
                                    case "entity_type" -> "user";
                                    case "first" -> "user";
                                    case "second", "entity_id" -> "ana";
                                    case "webhook_id" -> webhook;
                                    case "id" ->
                                            endpoint.path().contains("webhooks/{id}")
                                                    ? aliased(endpoint)
                                                    : planted;
                                    default -> planted;
                                });
        var inProject = endpoint.action() instanceof Endpoint.Action.InProject;
        return filled + (named && inProject ? "?project_id=" + fixture.project() : "");
    }

    private HttpResponse<String> send(String actor, String method, String path, String body) {
        var key = fixture.key(actor);
        return server.send(
                method,
                path,
                body,
                key.isEmpty() ? Map.of() : Map.of("Authorization", "Token " + key));
    }

    /// One path means the project for some methods and the webhook for others.
    private String aliased(Endpoint endpoint) {
        return Set.of("GET", "POST").contains(endpoint.method())
                ? fixture.project().toString()
                : webhook;
    }

    /// Cookie and token of a person's session, made once.
    private Map<String, String> session(String person) {
        return sessions.computeIfAbsent(person, this::login);
    }

    private Map<String, String> login(String person) {
        if (Set.of("nobody", "revoked").contains(person)) {
            return Map.of("Cookie", "m0_session=nothing");
        }
        var answer =
                server.send(
                        "POST",
                        "/console/api/session",
                        "{\"email\": \"%s\", \"password\": \"%s\"}"
                                .formatted(
                                        RoleMatrixFixture.email(person),
                                        RoleMatrixFixture.PASSWORD),
                        Map.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        var token = Pattern.compile("\"csrf_token\" ?: ?\"([^\"]+)\"").matcher(answer.body());
        assertThat(token.find()).isTrue();
        return Map.of("Cookie", cookie, "X-CSRF-Token", token.group(1));
    }

    /// `METHOD path,action` in each line.
    private static Map<String, String> actions() {
        var stream =
                Objects.requireNonNull(RoleMatrixTest.class.getResourceAsStream("role-matrix.csv"));
        try (var lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            Map<String, String> actions = new LinkedHashMap<>();
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(","))
                    .forEach(cells -> actions.put(cells[0].strip(), cells[1].strip()));
            return actions;
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
