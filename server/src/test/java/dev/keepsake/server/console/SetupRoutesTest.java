package dev.keepsake.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keepsake.failure.Failure;
import dev.keepsake.server.ServerUnderTest;
import dev.keepsake.server.config.Configuration;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that nobody has an account on yet, and one that asks for none.
class SetupRoutesTest {

    private static final String BODY =
            "{\"setup_token\": \"%s\", \"name\": \"Ana\", \"email\": \"Ana@example.org\", \"password\": \"correct horse battery\"%s}";

    @TempDir private Path folder;

    @Test
    void aFreshServerIsSetUpInTheBrowserByWhoSeesItsOutput() {
        try (var server =
                ServerUnderTest.start(folder, Map.of("KEEPSAKE_BOOTSTRAP_AUTO", "false"))) {
            var browser = new Browser(server);
            assertThat(browser.get("/setup").body().path("needs_setup").asBoolean()).isTrue();
            assertThat(browser.withKey(ServerUnderTest.KEY, "GET", "/v1/ping/", "").status())
                    .isEqualTo(401);
            assertThat(browser.post("/setup", BODY.formatted("wrong", "")).status()).isEqualTo(403);

            var reply =
                    browser.post(
                            "/setup",
                            BODY.formatted(
                                    server.setupToken().orElseThrow(),
                                    ", \"organization_name\": \"Harbor\""));
            browser.remember(reply);

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.text("/organization/name")).isEqualTo("Harbor");
            assertThat(reply.text("/project/name")).isEqualTo("default-project");
            assertThat(
                            browser.withKey(reply.text("/api_key/key"), "GET", "/v1/ping/", "")
                                    .text("/user_email"))
                    .isEqualTo("ana@example.org");
            assertThat(browser.get("/session").status()).isEqualTo(200);
            assertThat(browser.patch("/me", "{\"name\": \"Ana B\"}").status()).isEqualTo(200);
            assertThat(browser.get("/setup").body().path("needs_setup").asBoolean()).isFalse();
        }
    }

    @Test
    void guessingTheTokenIsSlowedDown() {
        try (var server =
                ServerUnderTest.start(folder, Map.of("KEEPSAKE_BOOTSTRAP_AUTO", "false"))) {
            var browser = new Browser(server);
            for (var i = 0; i < 5; i++) {
                browser.post("/setup", BODY.formatted("guess " + i, ""));
            }

            var reply = browser.post("/setup", BODY.formatted("guess", ""));

            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.header("Retry-After")).isNotEmpty();
        }
    }

    @Test
    void aServerWithAnAccountHasNoSetupToken() {
        try (var server = ServerUnderTest.start(folder, Map.of())) {
            assertThat(server.setupToken()).isEmpty();
        }
    }

    @Test
    void withoutLocksEverybodyIsTheFirstAdministrator() {
        try (var server = ServerUnderTest.start(folder, Map.of("KEEPSAKE_AUTH_DISABLED", "true"))) {
            var browser = new Browser(server);

            assertThat(browser.withKey(null, "GET", "/v1/ping/", "").text("/user_email"))
                    .isEqualTo("dana@example.org");
            assertThat(browser.withKey("nonsense", "GET", "/v1/stats/", "").status())
                    .isEqualTo(200);
            assertThat(browser.get("/session").text("/account/email"))
                    .isEqualTo("dana@example.org");
            assertThat(browser.get("/sessions").status()).isEqualTo(200);
            assertThat(browser.patch("/me", "{\"name\": \"Dana B\"}").status()).isEqualTo(200);
            assertThat(browser.delete("/session").status()).isEqualTo(200);
        }
    }

    @Test
    void withoutLocksNoOtherMachineMayReachTheServer() {
        for (var host : new String[] {"0.0.0.0", "192.0.2.1", "::"}) {
            assertThatExceptionOfType(Failure.Invalid.class)
                    .isThrownBy(() ->
                            Configuration.load(
                                    null,
                                    Map.of(
                                            "KEEPSAKE_DATA",
                                            folder.toString(),
                                            "KEEPSAKE_AUTH_DISABLED",
                                            "true",
                                            "KEEPSAKE_HOST",
                                            host)))
                    .withMessage(
                            "auth.disabled needs a host that only this machine can reach, not "
                                    + host);
        }
    }

    @Test
    void whatWasChosenInTheDashboardOutlivesARestart() {
        try (var server = ServerUnderTest.start(folder, Map.of())) {
            var reply =
                    Browser.ofDana(server)
                            .put("/settings", "{\"settings\": {\"agent-mode.enabled\": \"true\"}}");
            assertThat(reply.status()).isEqualTo(200);
        }

        try (var server = ServerUnderTest.start(folder, Map.of())) {
            var setting =
                    Browser.ofDana(server)
                            .get("/settings")
                            .body()
                            .path("settings")
                            .valueStream()
                            .filter(each ->
                                    each.path("name").asString().equals("agent-mode.enabled"))
                            .findFirst()
                            .orElseThrow();
            assertThat(setting.path("source").asString()).isEqualTo("console");
            assertThat(setting.path("value").asString()).isEqualTo("true");
            assertThat(setting.path("pending").asBoolean()).isFalse();
        }
    }
}
