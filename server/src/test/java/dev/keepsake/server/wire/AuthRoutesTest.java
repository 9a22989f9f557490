package dev.keepsake.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import dev.keepsake.server.console.Browser;
import dev.keepsake.server.console.Browser.Reply;
import dev.keepsake.server.mail.SmtpFixture;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The sign-up of command-line clients and agents, with a real mail server.
class AuthRoutesTest {

    @TempDir private static Path folder;
    private static SmtpFixture mail;
    private static ServerUnderTest server;

    private final Browser client = new Browser(server);

    @BeforeAll
    static void start() {
        mail = new SmtpFixture();
        Map<String, String> settings = new HashMap<>(mail.settings());
        settings.put("KEEPSAKE_TRUSTED_PROXIES", "127.0.0.1");
        settings.put("KEEPSAKE_AUTH_SIGNUP", "open");
        settings.put("KEEPSAKE_AGENT_MODE_ENABLED", "true");
        settings.put("KEEPSAKE_PUBLIC_BASE_URL", "https://memory.example.org");
        server = ServerUnderTest.start(folder, settings);
    }

    @AfterAll
    static void stop() {
        server.close();
        mail.close();
    }

    @Test
    void aMailedCodeBecomesAKey() {
        var verified = verify("new@example.org", code("new@example.org"), null);

        assertThat(verified.status()).isEqualTo(200);
        assertThat(verified.text("/user_email")).isEqualTo("new@example.org");
        var ping = client.withKey(verified.text("/api_key"), "GET", "/v1/ping/", "");
        assertThat(ping.text("/org_id")).isEqualTo(verified.text("/org_id"));
        assertThat(ping.text("/project_id")).isEqualTo(verified.text("/project_id"));
        assertThat(ping.raw().headers().firstValue("X-Mem0-Notice-Message")).isEmpty();
    }

    @Test
    void aSecondCodeWithinAMinuteIsRefusedWithATime() {
        ask("often@example.org");

        var again = ask("often@example.org");

        assertThat(again.status()).isEqualTo(429);
        assertThat(again.text("/error")).isNotEmpty();
        assertThat(again.raw().headers().firstValueAsLong("Retry-After").orElse(0))
                .isBetween(1L, 60L);
    }

    @Test
    void aWrongCodeSaysSoUnderError() {
        var wrong = verify("nobody@example.org", "000000", null);

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text("/code")).isEqualTo("invalid_code");
        assertThat(wrong.text("/error")).isEqualTo(wrong.text("/detail")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email\": \"a\"}",
                "{\"email\": 7}",
                "{\"email\": null}",
                "{\"email\": \"a@b\\nBcc: c@d\"}",
                "{\"email\": \"\"}"
            })
    void whatIsNoAddressIsRefused(String body) {
        var reply = client.withKey(null, "POST", "/api/v1/auth/email_code/", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/error")).isNotEmpty();
    }

    @Test
    void anAgentIsToldThatNobodyOwnsItUntilSomebodyDoes() {
        var signedUp =
                client.withKey(
                        null,
                        "POST",
                        "/api/v1/auth/agent_mode/",
                        "{\"source\": \"docs\", \"agent_caller\": \"Claude-Code\"}");
        assertThat(signedUp.status()).isEqualTo(200);
        assertThat(signedUp.text("/default_user_id")).matches("user_[0-9a-f]{12}");
        assertThat(signedUp.text("/mcp_url")).isEqualTo("https://memory.example.org/mcp");
        var key = signedUp.text("/api_key");
        var before = client.withKey(key, "GET", "/v1/ping/", "");
        assertThat(before.body().path("user_email").isNull()).isTrue();
        assertThat(before.raw().headers().firstValue("X-Mem0-Notice-Message").orElse(""))
                .matches("\\p{ASCII}+")
                .contains("mem0 init --email");

        var claimed = verify("owner@example.org", code("owner@example.org"), key);

        assertThat(claimed.status()).isEqualTo(200);
        assertThat(claimed.body().path("claimed").asBoolean()).isTrue();
        assertThat(claimed.text("/project_id")).isEqualTo(signedUp.text("/project_id"));
        var after = client.withKey(key, "GET", "/v1/ping/", "");
        assertThat(after.text("/user_email")).isEqualTo("owner@example.org");
        assertThat(after.raw().headers().firstValue("X-Mem0-Notice-Message")).isEmpty();
        var again = verify("other@example.org", "123456", key);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("/code")).isEqualTo("already_claimed");
    }

    @Test
    void theDailyLimitReadsAsThePermissionThatClientsLookFor() {
        for (var i = 0; i < 5; i++) {
            assertThat(client.withKey(null, "POST", "/api/v1/auth/agent_mode/", "").status())
                    .isEqualTo(200);
        }

        var reply = client.withKey(null, "POST", "/api/v1/auth/agent_mode/", "{}");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.raw().body())
                .isEqualTo("{\"detail\":\"You do not have permission to perform this action.\"}");
        assertThat(reply.raw().headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void aKeyThatIsNoAgentsIsNotFound() {
        var reply = verify("x@example.org", "123456", ServerUnderTest.KEY);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text("/code")).isEqualTo("agent_key_not_found");
    }

    @Test
    void aForgottenPasswordIsReplacedByMail() {
        var browser = new Browser(server);
        var before = mail.received("dana@example.org").size();
        browser.post("/password-reset", "{\"email\": \"nobody-at-all@example.org\"}");
        var asked = browser.post("/password-reset", "{\"email\": \"dana@example.org\"}");
        assertThat(asked.status()).isEqualTo(200);

        var letter = mail.await("dana@example.org", before + 1).getLast();
        var link = "https://memory.example.org/console/reset?token=";
        var token =
                letter.substring(letter.indexOf(link) + link.length())
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .strip();
        var body = "{\"token\": \"%s\", \"new_password\": \"a brand new password\"}";
        assertThat(browser.post("/password-reset/confirm", body.formatted("x" + token)).status())
                .isEqualTo(400);
        assertThat(browser.post("/password-reset/confirm", body.formatted(token)).status())
                .isEqualTo(200);
        assertThat(browser.post("/password-reset/confirm", body.formatted(token)).status())
                .isEqualTo(400);
        assertThat(
                        browser.post(
                                        "/session",
                                        "{\"email\": \"dana@example.org\", \"password\": \"a brand new password\"}")
                                .status())
                .isEqualTo(200);
    }

    @Test
    void aPromotionElsewhereIsNotOffered() {
        for (var path :
                new String[] {"/v1/agent-rush/memories/", "/v1/agent-rush/memories/search/"}) {
            var reply = client.withKey(null, "POST", path, "{\"content\": \"x\"}");

            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.text("/error/code")).isEqualTo("agentrush_not_provisioned");
        }
    }

    private Reply ask(String email) {
        return client.withKey(
                null, "POST", "/api/v1/auth/email_code/", "{\"email\": \"%s\"}".formatted(email));
    }

    private String code(String email) {
        var before = mail.received(email).size();
        assertThat(ask(email).status()).isEqualTo(200);
        return SmtpFixture.code(mail.await(email, before + 1).getLast());
    }

    private Reply verify(String email, String code, @Nullable String agentKey) {
        var claim = agentKey == null ? "" : ", \"agent_mode_api_key\": \"" + agentKey + "\"";
        return client.withKey(
                null,
                "POST",
                "/api/v1/auth/email_code/verify/",
                "{\"email\": \"%s\", \"code\": \"%s\"%s}".formatted(email, code, claim));
    }
}
