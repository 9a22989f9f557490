package dev.keepsake.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.Neighbour;
import dev.keepsake.server.ServerUnderTest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What golden conversations about organizations, projects and members cannot show. Dana's key is
/// the one that the server was started with; Ben has an organization of his own.
class OrganizationRoutesTest {

    private static final String ALL = "/api/v1/orgs/organizations/";
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir private Path data;
    private ServerUnderTest server;

    @BeforeEach
    void start() {
        server = start(Map.of());
    }

    private ServerUnderTest start(Map<String, String> settings) {
        return ServerUnderTest.start(data, settings, Neighbour.BEN);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pingStaysTruthfulWhenTheOnlyProjectIsDeleted() {
        var before = ping();

        assertThat(server.send("DELETE", project(), "").statusCode()).isEqualTo(200);

        var after = ping();
        assertThat(after.path("org_id")).isEqualTo(before.path("org_id"));
        assertThat(after.path("project_id").asString())
                .isNotBlank()
                .isNotEqualTo(before.path("project_id").asString());
        var fresh = json(server.send("GET", project(), ""));
        assertThat(fresh.path("name").asString()).isEqualTo("default-project");
        assertThat(fresh.path("is_default").asBoolean()).isTrue();
        assertThat(
                        server.send(
                                        "POST",
                                        "/v3/memories/search/",
                                        "{\"query\": \"x\", \"filters\": {\"user_id\": \"u\"}}")
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aKeyOfADeletedOrganizationIsInvalid() {
        var organization = organization();
        server.send("POST", ALL, "{\"name\": \"Pier\"}");

        assertThat(server.send("DELETE", ALL + organization + "/", "").statusCode()).isEqualTo(200);

        assertThat(server.send("GET", "/v1/ping/", "").statusCode()).isEqualTo(401);
    }

    @Test
    void whoeverIsRemovedFromTheirLastOrganizationKeepsAKeyThatOpensSomething() {
        var organization = organization();
        var members = ALL + organization + "/members/";
        server.send("POST", members, "{\"email\": \"ben@example.org\", \"role\": \"OWNER\"}");

        var removed = asBen("DELETE", members, "{\"email\": \"dana@example.org\"}");

        assertThat(removed.statusCode()).isEqualTo(200);
        assertThat(organization()).isNotBlank().isNotEqualTo(organization);
        var fresh = json(server.send("GET", project(), ""));
        assertThat(fresh.path("user_role").asString()).isEqualTo("OWNER");
        assertThat(server.send("GET", members, "").statusCode()).isEqualTo(404);
    }

    @Test
    void settingsOutliveTheServer() {
        var change =
                """
                {"custom_categories": [{"b": "x", "a": "y"}, "c", {"A B": ""}], "decay": true,
                 "memory_depth": null, "custom_instructions": "Ümläut \\u0000 😀", "synthesis": true}
                """;
        assertThat(server.send("PATCH", project(), change).statusCode()).isEqualTo(200);
        var before = server.send("GET", project(), "").body();

        server.close();
        server = start(Map.of());

        assertThat(server.send("GET", project(), "").body()).isEqualTo(before);
        assertThat(before)
                .contains("\"custom_categories\":[{\"b\":\"x\",\"a\":\"y\"},\"c\",{\"A B\":\"\"}]")
                .contains("\"memory_depth\":null");
    }

    @Test
    void creationCanBeLeftToAdministrators() {
        server.close();
        server = start(Map.of("KEEPSAKE_ORGS_CREATION", "admin-only"));

        var refused = asBen("POST", ALL, "{\"name\": \"Pier\"}");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(json(refused).path("message").asString())
                .isEqualTo(json(refused).path("detail").asString())
                .isNotBlank();
        assertThat(server.send("POST", ALL, "{\"name\": \"Pier\"}").statusCode()).isEqualTo(201);
    }

    @Test
    void strangersLearnNothing() {
        var body = "{\"email\": \"x@example.org\", \"role\": \"OWNER\", \"name\": \"x\"}";
        for (var path : paths()) {
            for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                var response = asBen(method, path, body);
                assertThat(response.statusCode())
                        .as("%s %s %s", method, path, response.body())
                        .isIn(404, 405);
                assertThat(response.body()).doesNotContain("dana");
            }
        }
        assertThat(json(server.send("GET", ALL + organization() + "/", "")).path("members"))
                .hasSize(1);
    }

    @Test
    void projectsOfOneOrganizationAreNotReachedThroughAnother() {
        var home = json(asBen("GET", "/v1/ping/", "")).path("org_id").asString();
        var theirs = project().substring(project().indexOf("/projects/"));

        for (var method : List.of("GET", "PATCH", "DELETE")) {
            assertThat(asBen(method, ALL + home + theirs, "").statusCode()).isEqualTo(404);
            assertThat(asBen(method, ALL + home + theirs + "members/", "").statusCode())
                    .isIn(404, 405);
        }
        assertThat(server.send("GET", project(), "").statusCode()).isEqualTo(200);
    }

    @Test
    void idsInQueryAndBodyDoNotMoveARequestElsewhere() {
        var before = asBen("GET", "/v1/ping/", "").body();
        var theirs = json(asBen("GET", "/v1/ping/", ""));
        var query =
                "?org_id="
                        + theirs.path("org_id").asString()
                        + "&project_id="
                        + theirs.path("project_id").asString();

        assertThat(json(server.send("GET", project() + query, "")).path("project_id"))
                .isEqualTo(ping().path("project_id"));
        assertThat(server.send("DELETE", project() + query, "").statusCode()).isEqualTo(200);
        assertThat(asBen("GET", "/v1/ping/", "").body()).isEqualTo(before);
    }

    @Test
    void hostileBodiesAreRefusedAndNothingBreaks() {
        var name = json(server.send("GET", project(), "")).path("name").asString();
        for (var path : paths()) {
            for (var method : List.of("POST", "PUT", "PATCH")) {
                for (var body : hostile()) {
                    var response = server.send(method, path, body);
                    assertThat(response.statusCode())
                            .as("%s %s %.80s: %s", method, path, body, response.body())
                            .isIn(200, 400, 404, 405);
                    assertThat(json(response).isObject()).isTrue();
                }
            }
        }
        assertThat(json(server.send("GET", project(), "")).path("name").asString()).isEqualTo(name);
        assertThat(json(server.send("GET", ALL + organization() + "/members/", "")).path("members"))
                .hasSize(1);
    }

    private static List<String> hostile() {
        List<String> bodies = new ArrayList<>();
        bodies.add("[]");
        bodies.add("null");
        bodies.add("{\"email\": null, \"role\": null, \"name\": 7, \"custom_categories\": [null]}");
        var values =
                List.of(
                        "7",
                        "-1",
                        "1e400",
                        "true",
                        "[]",
                        "{}",
                        "[[[[[]]]]]",
                        "\"\"",
                        "\"\\ud800\"",
                        "\"" + "x".repeat(100_000) + "\"",
                        "{\"$gt\": \"\"}",
                        "\"' OR 1=1 --\"",
                        "[{\"\\u0000\": 1}]");
        for (var value : values) {
            bodies.add(
                    "{\"email\": %1$s, \"username\": %1$s, \"role\": %1$s, \"name\": 7}"
                            .formatted(value));
            bodies.add(
                    "{\"name\": 7, \"email\": \"x@example.org\", \"role\": %1$s, \"decay\": %1$s}"
                            .formatted(value));
            bodies.add(
                    """
                    {"name": 7, "custom_categories": %1$s, "custom_instructions": %1$s,
                     "expiration_date": %1$s, "summary_batch_size": %1$s, "usecase_setting": %1$s}
                    """
                            .formatted(value));
        }
        return bodies;
    }

    @Test
    void slashesDoNotMatter() {
        var with = server.send("GET", ALL, "").body();

        assertThat(server.send("GET", ALL.substring(0, ALL.length() - 1), "").body())
                .isEqualTo(with);
        assertThat(server.send("GET", "/" + ALL, "").body()).isEqualTo(with);
    }

    private List<String> paths() {
        var organization = ALL + organization() + "/";
        return List.of(
                organization,
                organization + "members/",
                organization + "projects/",
                project(),
                project() + "members/");
    }

    private String organization() {
        return ping().path("org_id").asString();
    }

    private String project() {
        return ALL + organization() + "/projects/" + ping().path("project_id").asString() + "/";
    }

    private JsonNode ping() {
        return json(server.send("GET", "/v1/ping/", ""));
    }

    private HttpResponse<String> asBen(String method, String path, String body) {
        return server.send(method, path, body, Neighbour.BEN.authorization());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }
}
