package dev.keepsake.server.console;

import static dev.keepsake.server.console.Browser.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Conversations of people with the dashboard's back end. Every reply is held against the
/// description.
class ConsoleTest {

    @TempDir private static Path folder;
    private static ServerUnderTest server;

    private final Browser dana = Browser.ofDana(server);

    @BeforeAll
    static void start() {
        server = ServerUnderTest.start(folder, Map.of("KEEPSAKE_TRUSTED_PROXIES", "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    // --- sessions

    @Test
    void loggingInTellsWhoOneIsAndWhatIsOpen() {
        var session = dana.get("/session");

        assertThat(session.text("/account/email")).isEqualTo("dana@example.org");
        assertThat(session.body().at("/account/is_server_admin").asBoolean()).isTrue();
        assertThat(session.text("/organizations/0/role")).isEqualTo("OWNER");
        assertThat(session.text("/projects/0/role")).isEqualTo("OWNER");
        assertThat(session.text("/csrf_token")).isEqualTo(dana.headers.get("X-CSRF-Token"));
    }

    @Test
    void theCookieIsOutOfReachForScriptsAndForOtherPaths() {
        var browser = new Browser(server);
        var open = browser.logIn("dana@example.org", PASSWORD).header("Set-Cookie");
        browser.headers.put("X-Forwarded-Proto", "https");
        browser.headers.put("X-Forwarded-Prefix", "/mem0/");
        var secure = browser.logIn("dana@example.org", PASSWORD).header("Set-Cookie");

        assertThat(open)
                .matches(
                        "m0_session=[A-Za-z0-9_-]{43}; Path=/console; Max-Age=1209600; HttpOnly; SameSite=Lax");
        assertThat(secure).endsWith("; Secure").contains("; Path=/mem0/console;");
    }

    @Test
    void whatChangesSomethingNeedsTheTokenOfTheSession() {
        for (var token :
                new String[] {"", "wrong", Browser.ofDana(server).headers.get("X-CSRF-Token")}) {
            var forged = Browser.ofDana(server);
            forged.headers.put("X-CSRF-Token", token);

            assertThat(forged.patch("/me", "{\"name\": \"Eve\"}").status()).isEqualTo(403);
            assertThat(forged.delete("/session").status()).isEqualTo(403);
            assertThat(forged.get("/session").status()).isEqualTo(200);
        }
    }

    @Test
    void aSessionIsNoKeyAndAKeyNoSession() {
        assertThat(dana.withKey(null, "GET", "/v1/ping/", "").status()).isEqualTo(401);
        var stranger = new Browser(server);
        stranger.headers.put("Authorization", "Token " + ServerUnderTest.KEY);

        assertThat(stranger.get("/session").status()).isEqualTo(401);
        assertThat(stranger.get("/keys").text("/code")).isEqualTo("unauthenticated");
    }

    @Test
    void wrongPasswordsAndUnknownEmailsAnswerAlike() {
        var wrong = new Browser(server).logIn("dana@example.org", "wrong");
        var unknown = new Browser(server).logIn("nobody@example.org", "wrong");
        Browser.ofDana(server);

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(wrong.raw().body()).isEqualTo(unknown.raw().body());
        assertThat(wrong.header("Set-Cookie")).isEmpty();
    }

    @Test
    void guessingIsSlowedDown() {
        var guesser = new Browser(server);
        for (var i = 0; i < 5; i++) {
            assertThat(guesser.logIn("guessed@example.org", "guess " + i).status()).isEqualTo(401);
        }

        var reply = new Browser(server).logIn("guessed@example.org", "guess");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(800, 900);
        for (var i = 0; i < 5; i++) {
            guesser.logIn("other" + i + "@example.org", "guess");
        }
        assertThat(guesser.logIn("dana@example.org", PASSWORD).status()).isEqualTo(429);
    }

    @Test
    void aForeignPageCannotLogAnybodyIn() {
        var browser = new Browser(server);
        browser.headers.put("Sec-Fetch-Site", "cross-site");

        assertThat(browser.logIn("dana@example.org", PASSWORD).status()).isEqualTo(403);
    }

    @Test
    void otherSessionsAreListedAndEnded() {
        var other = Browser.ofDana(server);
        var mine =
                dana.get("/sessions")
                        .body()
                        .valueStream()
                        .filter(each -> each.path("current").asBoolean())
                        .toList();
        var theirs =
                other.get("/sessions")
                        .body()
                        .valueStream()
                        .filter(each -> each.path("current").asBoolean())
                        .findFirst()
                        .orElseThrow()
                        .path("id")
                        .asString();

        assertThat(mine).hasSize(1);
        assertThat(dana.delete("/sessions/" + theirs).status()).isEqualTo(200);
        assertThat(other.get("/session").status()).isEqualTo(401);
        assertThat(dana.get("/session").status()).isEqualTo(200);
        assertThat(dana.delete("/sessions/" + theirs).status()).isEqualTo(404);
        assertThat(dana.delete("/sessions/nonsense").status()).isEqualTo(404);
    }

    @Test
    void loggingOutEndsTheSession() {
        var reply = dana.delete("/session");

        assertThat(reply.header("Set-Cookie")).startsWith("m0_session=;").contains("Max-Age=0");
        assertThat(dana.get("/session").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email\": 7, \"password\": \"x\"}",
                "{\"email\": null, \"password\": null}",
                "{\"email\": [\"a\"], \"password\": {}}",
                "{\"email\": \"a\\u0000b\", \"password\": 7}",
                "[]",
                "not json"
            })
    void aLoginOfAnyOtherFormIsRefused(String body) {
        var reply = new Browser(server).post("/session", body);

        assertThat(reply.status()).isIn(400, 401);
        assertThat(reply.text("/code")).isNotEmpty();
    }

    // --- oneself

    @Test
    void aNewPasswordEndsOtherSessionsAndOpensNewOnes() {
        var eve = person("eve-" + UUID.randomUUID() + "@example.org");
        var other = Browser.of(server, eve.email, PASSWORD);
        var wanted = "{\"current_password\": \"%s\", \"new_password\": \"another long one\"}";

        assertThat(eve.browser.post("/me/password", wanted.formatted("wrong")).status())
                .isEqualTo(403);
        assertThat(eve.browser.post("/me/password", wanted.formatted(PASSWORD)).status())
                .isEqualTo(200);

        assertThat(other.get("/session").status()).isEqualTo(401);
        assertThat(eve.browser.get("/session").status()).isEqualTo(200);
        assertThat(new Browser(server).logIn(eve.email, "another long one").status())
                .isEqualTo(200);
    }

    @Test
    void nameAndAddressCanBeChanged() {
        var eve = person("eve-" + UUID.randomUUID() + "@example.org");
        var next = "next-" + UUID.randomUUID() + "@example.org";

        var reply =
                eve.browser.patch("/me", "{\"name\": \"Eve\", \"email\": \"%s\"}".formatted(next));

        assertThat(reply.text("/account/name")).isEqualTo("Eve");
        assertThat(reply.text("/account/email")).isEqualTo(next);
        assertThat(eve.browser.patch("/me", "{\"email\": \"dana@example.org\"}").status())
                .isEqualTo(409);
        assertThat(eve.browser.patch("/me", "{\"email\": \"nobody\"}").status()).isEqualTo(400);
        assertThat(eve.browser.patch("/me", "{\"name\": \"  \"}").status()).isEqualTo(400);
    }

    @Test
    void whoLeavesIsGone() {
        var eve = person("eve-" + UUID.randomUUID() + "@example.org");

        assertThat(eve.browser.delete("/me").status()).isEqualTo(200);

        assertThat(eve.browser.get("/session").status()).isEqualTo(401);
        assertThat(new Browser(server).logIn(eve.email, PASSWORD).status()).isEqualTo(401);
        assertThat(dana.delete("/me").text("/code")).isEqualTo("conflict");
    }

    @Test
    void aCodeForTheCommandLineIsShown() {
        var code = dana.post("/login-codes", "");

        var verified =
                dana.withKey(
                        null,
                        "POST",
                        "/api/v1/auth/email_code/verify/",
                        "{\"email\": \"dana@example.org\", \"code\": \"%s\"}"
                                .formatted(code.text("/code")));

        assertThat(verified.status()).isEqualTo(200);
        assertThat(dana.withKey(verified.text("/api_key"), "GET", "/v1/ping/", "").status())
                .isEqualTo(200);
    }

    @Test
    void withoutMailNobodyAsksForANewPassword() {
        var reply = new Browser(server).post("/password-reset", "{\"email\": \"a@b\"}");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text("/code")).isEqualTo("mail_off");
    }

    // --- keys

    @Test
    void aKeyIsShownOnceAndOpensItsProject() {
        var made = newKey("{\"label\": \"laptop\", \"project_id\": \"%s\"}");

        assertThat(made.text("/key")).matches("m0-[A-Za-z0-9]{43}");
        assertThat(ping(made.text("/key"))).isEqualTo(200);
        var listed = dana.get("/keys");
        assertThat(listed.raw().body()).doesNotContain(made.text("/key"));
        assertThat(listed.each("id")).contains(made.text("/id"));
        assertThat(listed.each("owner")).containsOnly("dana");
    }

    @Test
    void aRevokedKeyIsRefusedAtOnce() {
        var made = newKey("{\"label\": \"x\", \"project_id\": \"%s\"}");
        assertThat(ping(made.text("/key"))).isEqualTo(200);

        assertThat(dana.delete("/keys/" + made.text("/id")).status()).isEqualTo(200);

        assertThat(ping(made.text("/key"))).isEqualTo(401);
        assertThat(dana.delete("/keys/" + made.text("/id")).status()).isEqualTo(400);
    }

    @Test
    void aRestrictedKeyIsRefusedOutsideItsProject() {
        var other =
                dana.post(
                        "/api/v1/orgs/organizations/" + dana.organization() + "/projects/",
                        "{\"name\": \"side\"}");
        var made =
                newKey(
                        "{\"label\": \"x\", \"project_id\": \"%s\", \"restricted\": true, \"access\": \"read\"}");
        var key = made.text("/key");
        var elsewhere = "?project_id=" + other.text("/project_id");

        assertThat(dana.withKey(key, "GET", "/v1/stats/", "").status()).isEqualTo(200);
        assertThat(dana.withKey(key, "GET", "/v1/stats/" + elsewhere, "").status()).isEqualTo(403);
        assertThat(dana.withKey(key, "GET", "/v1/ping/" + elsewhere, "").status()).isEqualTo(404);
        assertThat(
                        dana.withKey(
                                        key,
                                        "POST",
                                        "/v3/memories/add/",
                                        "{\"messages\": \"x\", \"user_id\": \"a\"}")
                                .status())
                .isEqualTo(403);
        var caller =
                dana.withKey(
                        key,
                        "PATCH",
                        "/api/v1/auth/agent_mode/caller/",
                        "{\"agent_caller\": \"Claude Code\"}");
        assertThat(caller.text("/agent_caller")).isEqualTo("claudecode");
    }

    @Test
    void aRotatedKeyWorksThroughItsGrace() {
        var made = newKey("{\"label\": \"x\", \"project_id\": \"%s\"}");

        var gentle = dana.post("/keys/" + made.text("/id") + "/rotate", "");
        assertThat(gentle.status()).isEqualTo(201);
        assertThat(gentle.text("/label")).isEqualTo("x");
        assertThat(ping(made.text("/key"))).isEqualTo(200);
        var hard = dana.post("/keys/" + gentle.text("/id") + "/rotate", "{\"grace_seconds\": 0}");

        assertThat(ping(gentle.text("/key"))).isEqualTo(401);
        assertThat(ping(hard.text("/key"))).isEqualTo(200);
        assertThat(
                        dana.post(
                                        "/keys/" + hard.text("/id") + "/rotate",
                                        "{\"grace_seconds\": 604801}")
                                .status())
                .isEqualTo(400);
    }

    @Test
    void aKeyIsChangedAndNullTakesItsEndAway() {
        var made =
                newKey(
                        "{\"label\": \"x\", \"project_id\": \"%s\", \"expires_at\": \"2099-01-01\"}");
        assertThat(made.text("/expires_at")).startsWith("2099-01-01");

        var changed =
                dana.patch(
                        "/keys/" + made.text("/id"),
                        "{\"label\": \"y\", \"access\": \"write\", \"expires_at\": null}");

        assertThat(changed.text("/label")).isEqualTo("y");
        assertThat(changed.text("/access")).isEqualTo("write");
        assertThat(changed.body().path("expires_at").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"label\": \"x\"}",
                "{\"label\": 7, \"project_id\": \"%s\"}",
                "{\"label\": \"x\", \"project_id\": \"%s\", \"access\": \"root\"}",
                "{\"label\": \"x\", \"project_id\": \"%s\", \"restricted\": \"maybe\"}",
                "{\"label\": \"x\", \"project_id\": \"%s\", \"expires_at\": \"2001-01-01\"}",
                "{\"label\": \"x\", \"project_id\": \"%s\", \"expires_at\": {}}",
                "{\"label\": \"\\u0020\", \"project_id\": \"%s\"}"
            })
    void aKeyOfAnyOtherFormIsRefused(String body) {
        var reply = dana.post("/keys", body.formatted(dana.project()));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/code")).isEqualTo("invalid");
    }

    @Test
    void keysOfOthersDoNotExist() {
        var eve = person("eve-" + UUID.randomUUID() + "@example.org");
        var made = newKey("{\"label\": \"x\", \"project_id\": \"%s\"}");
        var path = "/keys/" + made.text("/id");

        assertThat(eve.browser.patch(path, "{\"label\": \"y\"}").status()).isEqualTo(404);
        assertThat(eve.browser.delete(path).status()).isEqualTo(404);
        assertThat(eve.browser.post(path + "/rotate", "").status()).isEqualTo(404);
        assertThat(eve.browser.get("/keys?all=true").each("id")).doesNotContain(made.text("/id"));
        assertThat(
                        eve.browser
                                .post(
                                        "/keys",
                                        "{\"label\": \"x\", \"project_id\": \"%s\"}"
                                                .formatted(dana.project()))
                                .status())
                .isEqualTo(404);
        assertThat(ping(made.text("/key"))).isEqualTo(200);
    }

    // --- people

    @Test
    void aDisabledAccountIsOutAtOnce() {
        var eve = person("eve-" + UUID.randomUUID() + "@example.org");
        var key =
                eve.browser
                        .post(
                                "/keys",
                                "{\"label\": \"x\", \"project_id\": \"%s\"}"
                                        .formatted(eve.browser.project()))
                        .text("/key");
        assertThat(ping(key)).isEqualTo(200);

        var changed = dana.patch("/accounts/" + eve.id, "{\"disabled\": true}");

        assertThat(changed.body().path("disabled_at").isString()).isTrue();
        assertThat(ping(key)).isEqualTo(401);
        assertThat(eve.browser.get("/session").status()).isEqualTo(401);
        assertThat(new Browser(server).logIn(eve.email, PASSWORD).status()).isEqualTo(401);
        dana.patch("/accounts/" + eve.id, "{\"disabled\": false}");
        assertThat(ping(key)).isEqualTo(200);
    }

    @Test
    void onlyAdministratorsSeeAndChangeAccountsAndSettings() {
        var eve = person("eve-" + UUID.randomUUID() + "@example.org");

        assertThat(eve.browser.get("/accounts").status()).isEqualTo(403);
        assertThat(eve.browser.post("/accounts", "{}").status()).isEqualTo(403);
        assertThat(eve.browser.patch("/accounts/" + eve.id, "{\"is_server_admin\": true}").status())
                .isEqualTo(403);
        assertThat(eve.browser.delete("/accounts/" + eve.id).status()).isEqualTo(403);
        assertThat(eve.browser.get("/settings").status()).isEqualTo(403);
        assertThat(eve.browser.put("/settings", "{}").status()).isEqualTo(403);
        assertThat(eve.browser.post("/settings/test", "{}").status()).isEqualTo(403);
        assertThat(eve.browser.patch("/me", "{\"is_server_admin\": true}").status()).isEqualTo(200);
        assertThat(eve.browser.get("/accounts").status()).isEqualTo(403);
    }

    @Test
    void aRemovedAccountIsGone() {
        var eve = person("eve-" + UUID.randomUUID() + "@example.org");

        assertThat(dana.delete("/accounts/" + eve.id).status()).isEqualTo(200);

        assertThat(dana.get("/accounts").each("id")).doesNotContain(eve.id);
        assertThat(dana.delete("/accounts/" + eve.id).status()).isEqualTo(404);
        assertThat(dana.patch("/accounts/nonsense", "{}").status()).isEqualTo(404);
    }

    @Test
    void anInvitationLetsSomebodyIn() {
        var email = "guest-" + UUID.randomUUID() + "@example.org";
        var path = "/organizations/" + dana.organization() + "/invitations";
        var sent = dana.post(path, "{\"email\": \"%s\", \"role\": \"READER\"}".formatted(email));
        assertThat(sent.status()).isEqualTo(201);
        assertThat(sent.text("/link"))
                .isEqualTo(server.url() + "/console/invitation?token=" + sent.text("/token"));
        assertThat(dana.get(path).raw().body()).contains(email).doesNotContain(sent.text("/token"));

        var guest = new Browser(server);
        var accepted =
                guest.post(
                        "/invitations/accept",
                        "{\"token\": \"%s\", \"name\": \"Guest\", \"password\": \"%s\"}"
                                .formatted(sent.text("/token"), PASSWORD));

        guest.remember(accepted);
        assertThat(accepted.status()).isEqualTo(201);
        assertThat(guest.get("/session").text("/organizations/0/id"))
                .isEqualTo(dana.organization());
        assertThat(guest.get("/session").text("/organizations/0/role")).isEqualTo("READER");
        assertThat(guest.get(path).status()).isEqualTo(403);
        assertThat(dana.get(path).raw().body()).doesNotContain(email);
    }

    @Test
    void aWithdrawnInvitationLetsNobodyIn() {
        var path = "/organizations/" + dana.organization() + "/invitations";
        var sent = dana.post(path, "{\"email\": \"late@example.org\", \"role\": \"OWNER\"}");

        assertThat(dana.delete(path + "/" + sent.text("/id")).status()).isEqualTo(200);

        assertThat(
                        new Browser(server)
                                .post(
                                        "/invitations/accept",
                                        "{\"token\": \"%s\", \"name\": \"x\", \"password\": \"%s\"}"
                                                .formatted(sent.text("/token"), PASSWORD))
                                .status())
                .isEqualTo(404);
        assertThat(dana.delete(path + "/" + sent.text("/id")).status()).isEqualTo(404);
    }

    @Test
    void organizationsOfOthersDoNotExist() {
        var eve = person("eve-" + UUID.randomUUID() + "@example.org");
        var path = "/organizations/" + dana.organization() + "/invitations";

        assertThat(eve.browser.get(path).status()).isEqualTo(404);
        assertThat(
                        eve.browser
                                .post(path, "{\"email\": \"x@example.org\", \"role\": \"OWNER\"}")
                                .status())
                .isEqualTo(404);
        assertThat(eve.browser.get("/audit?organization_id=" + dana.organization()).status())
                .isEqualTo(403);
        assertThat(eve.browser.get("/requests?project_id=" + dana.project()).status())
                .isEqualTo(404);
        assertThat(eve.browser.get("/analytics?project_id=" + dana.project()).status())
                .isEqualTo(404);
    }

    // --- the rest

    @Test
    void whatTheClientsDoWithAKeyTheDashboardDoesWithASession() {
        var project = "?project_id=" + dana.project();
        var added =
                dana.post(
                        "/v3/memories/add/" + project,
                        "{\"messages\": \"I like green tea\", \"user_id\": \"mirror\", \"infer\": false}");
        var id = added.text("/results/0/id");

        assertThat(dana.get("/v1/memories/" + id + "/" + project).text("/memory"))
                .isEqualTo("I like green tea");
        assertThat(dana.get("/v1/ping/" + project).text("/user_email"))
                .isEqualTo("dana@example.org");
        assertThat(dana.get("/v1/ping/").text("/code")).isEqualTo("invalid");
        assertThat(dana.get("/v1/memories/nonsense/" + project).text("/code")).isEqualTo("invalid");
        assertThat(dana.get("/v1/entities/" + project).body().path("count").asInt()).isPositive();
        var unproven = Browser.ofDana(server);
        unproven.headers.remove("X-CSRF-Token");
        assertThat(unproven.delete("/v1/memories/" + id + "/" + project).status()).isEqualTo(403);
        assertThat(new Browser(server).get("/v1/memories/" + id + "/" + project).status())
                .isEqualTo(401);
    }

    @Test
    void analyticsCountTheDay() {
        var project = dana.project();
        dana.post(
                "/v3/memories/add/?project_id=" + project,
                "{\"messages\": \"I play the cello\", \"user_id\": \"ana\", \"infer\": false}");
        dana.post(
                "/v3/memories/search/?project_id=" + project,
                "{\"query\": \"music\", \"filters\": {\"user_id\": \"ana\"}}");

        var counted = dana.get("/analytics?project_id=" + project);

        assertThat(counted.body().path("days").size()).isEqualTo(30);
        var today = counted.body().path("days").get(29);
        assertThat(today.path("adds").asInt()).isPositive();
        assertThat(today.path("searches").asInt()).isPositive();
        assertThat(today.path("memories").asInt()).isPositive();
        assertThat(today.path("entities").asInt()).isPositive();
        for (var span :
                new String[] {"from=2026-01-02&to=2026-01-01", "from=2020-01-01", "from=x"}) {
            assertThat(dana.get("/analytics?project_id=" + project + "&" + span).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void whatIsDoneToKeysIsInTheAuditLog() {
        var made = newKey("{\"label\": \"audited\", \"project_id\": \"%s\"}");
        dana.delete("/keys/" + made.text("/id"));

        var log = dana.get("/audit?limit=2&organization_id=" + dana.organization());

        assertThat(log.body().path("results").valueStream())
                .extracting(each -> each.path("action").asString())
                .containsExactly("key.revoke", "key.create");
        assertThat(log.text("/results/0/actor")).isEqualTo("dana");
        assertThat(log.text("/results/0/target")).isEqualTo("key " + made.text("/id"));
        assertThat(log.raw().body()).doesNotContain(made.text("/key"));
        var next =
                dana.get(
                        "/audit?limit=1&organization_id="
                                + dana.organization()
                                + "&before="
                                + log.text("/results/0/id"));
        assertThat(next.text("/results/0/action")).isEqualTo("key.create");
    }

    @Test
    void theRequestLogAnswersInPages() {
        dana.withKey("m0-" + "x".repeat(43), "GET", "/v1/ping/", "");

        var log = dana.get("/requests?status=4xx&limit=5");

        assertThat(log.status()).isEqualTo(200);
        for (var wrong :
                new String[] {"status=abc", "limit=0", "limit=x", "before=x", "project_id=x"}) {
            assertThat(dana.get("/requests?" + wrong).status()).isEqualTo(400);
        }
    }

    @Test
    void settingsTellWhereTheyComeFromAndHideSecrets() {
        var reply = dana.get("/settings");

        var byName =
                reply.body()
                        .path("settings")
                        .valueStream()
                        .collect(
                                java.util.stream.Collectors.toMap(
                                        each -> each.path("name").asString(), each -> each));
        assertThat(byName.get("trusted-proxies").path("source").asString())
                .isEqualTo("environment");
        assertThat(byName.get("trusted-proxies").path("editable").asBoolean()).isFalse();
        assertThat(byName.get("auth.signup").path("source").asString()).isEqualTo("default");
        assertThat(byName.get("auth.signup").path("needs_restart").asBoolean()).isFalse();
        assertThat(byName.get("bootstrap.password").path("is_set").asBoolean()).isTrue();
        assertThat(reply.raw().body()).doesNotContain(PASSWORD, ServerUnderTest.KEY);
    }

    @Test
    void aSettingHoldsAtOnceOrAfterARestart() {
        var changed =
                dana.put(
                        "/settings",
                        "{\"settings\": {\"agent-mode.enabled\": true, \"search.top_k\": 7, \"llm.model\": \"qwen3\", \"llm.api-key\": \"sk-very-secret\"}}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.raw().body()).doesNotContain("sk-very-secret");
        assertThat(changed.body().path("restart_pending").asBoolean()).isTrue();
        assertThat(dana.withKey(null, "POST", "/api/v1/auth/agent_mode/", "").status())
                .isEqualTo(200);
        assertThat(folder.resolve("console.properties")).content().contains("sk-very-secret");

        var back =
                dana.put(
                        "/settings",
                        "{\"settings\": {\"agent-mode.enabled\": null, \"search.top_k\": null, \"llm.model\": null, \"llm.api-key\": null}}");
        assertThat(back.status()).isEqualTo(200);
        assertThat(dana.withKey(null, "POST", "/api/v1/auth/agent_mode/", "").status())
                .isEqualTo(503);
        assertThat(folder.resolve("console.properties")).content().doesNotContain("sk-very-secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"settings\": {\"auth.signup\": \"everybody\"}}",
                "{\"settings\": {\"trusted-proxies\": \"0.0.0.0/0\"}}",
                "{\"settings\": {\"auth.disabled\": true}}",
                "{\"settings\": {\"data\": \"/elsewhere\"}}",
                "{\"settings\": {\"no.such\": \"x\"}}",
                "{\"settings\": {\"auth.email.mode\": \"smtp\"}}",
                "{\"settings\": {\"search.top_k\": [1]}}",
                "{\"settings\": {}}",
                "{\"settings\": 7}",
                "{}"
            })
    void aSettingThatIsWrongOrNotForTheDashboardChangesNothing(String body) {
        var before = dana.get("/settings").body().path("settings");

        assertThat(dana.put("/settings", body).status()).isEqualTo(400);

        assertThat(dana.get("/settings").body().path("settings")).isEqualTo(before);
    }

    @Test
    void aModelCanBeTried() {
        var embedder = dana.post("/settings/test", "{\"target\": \"embedder\"}");
        assertThat(embedder.body().path("ok").asBoolean()).isTrue();
        assertThat(embedder.text("/model")).isNotEmpty();

        var llm =
                dana.post(
                        "/settings/test",
                        "{\"target\": \"llm\", \"settings\": {\"llm.model\": \"m\", \"llm.base-url\": \"http://127.0.0.1:1/v1\", \"llm.timeout\": \"1s\"}}");
        assertThat(llm.body().path("ok").asBoolean()).isFalse();
        assertThat(llm.text("/detail")).isNotEmpty();
        assertThat(dana.post("/settings/test", "{\"target\": \"llm\"}").status()).isEqualTo(400);
        assertThat(dana.post("/settings/test", "{\"target\": \"x\"}").status()).isEqualTo(400);
    }

    @Test
    void anotherFirstRunIsRefused() {
        var state = new Browser(server).get("/setup");

        assertThat(state.body().path("needs_setup").asBoolean()).isFalse();
        assertThat(
                        new Browser(server)
                                .post(
                                        "/setup",
                                        "{\"setup_token\": \"x\", \"name\": \"x\", \"email\": \"x@y\", \"password\": \"%s\"}"
                                                .formatted(PASSWORD))
                                .status())
                .isEqualTo(409);
    }

    @Test
    void signingOnElsewhereIsNotOffered() {
        assertThat(new Browser(server).get("/oidc/login").status()).isEqualTo(404);
        assertThat(new Browser(server).get("/oidc/callback").status()).isEqualTo(404);
    }

    private record Someone(String id, String email, Browser browser) {}

    private Someone person(String email) {
        var made =
                dana.post(
                        "/accounts",
                        "{\"email\": \"%s\", \"name\": \"Eve\", \"password\": \"%s\"}"
                                .formatted(email, PASSWORD));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().path("password").isNull()).isTrue();
        return new Someone(made.text("/account/id"), email, Browser.of(server, email, PASSWORD));
    }

    private Browser.Reply newKey(String body) {
        var made = dana.post("/keys", body.formatted(dana.project()));
        assertThat(made.status()).isEqualTo(201);
        return made;
    }

    private int ping(String key) {
        return dana.withKey(key, "GET", "/v1/ping/", "").status();
    }
}
