package dev.keepsake.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Callers;
import dev.keepsake.account.Target;
import dev.keepsake.failure.Failure;
import dev.keepsake.login.Sessions;
import dev.keepsake.login.Visitor;
import dev.keepsake.server.account.Passwords;
import dev.keepsake.server.config.Configuration;
import dev.keepsake.storage.SearchIndex.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class CommandLineTest {

    @TempDir Path folder;
    private final TestProduct product = new TestProduct();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void useTheTemporaryFolder() {
        environment.put("KEEPSAKE_DATA", folder.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | keepsake: which command? 'keepsake --help' lists them",
                "sreve | keepsake: there is no command sreve; 'keepsake --help' lists them",
                "serve --verbose | keepsake: serve does not know --verbose",
                "serve now | keepsake: serve does not know now",
                "bootstrap --email | keepsake: --email needs a value",
                "bootstrap --json | keepsake: bootstrap needs --email",
                "bootstrap --email ana | keepsake: --email: must be an email address",
                "create-key | keepsake: create-key needs --email",
                "reset-password | keepsake: reset-password needs --email"
            })
    void wrongUsageIsToldInOneLine(String line, String message) {
        var status = run(Stream.of(line.split(" ")).filter(word -> !word.isEmpty()).toList());

        assertThat(status).isEqualTo(2);
        assertThat(text(err)).isEqualTo(message + "\n");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void aWrongSettingIsToldInOneLine() {
        environment.put("KEEPSAKE_PORT", "web");

        assertThat(run("serve")).isEqualTo(2);
        assertThat(text(err))
                .isEqualTo(
                        "keepsake: port = web (from KEEPSAKE_PORT): must be a whole number from 0 to 65535\n");
    }

    static Stream<Arguments> obstacles() {
        return Stream.of(
                Arguments.of(new Failure.Busy("127.0.0.1:8420 is taken", Duration.ZERO), 3),
                Arguments.of(new Failure.Conflict("the index was made for another model"), 3),
                Arguments.of(new Failure.StorageFailed("the disk is full"), 1));
    }

    @ParameterizedTest
    @MethodSource("obstacles")
    void whatStandsInTheWayIsToldInOneLineAndByTheStatus(RuntimeException obstacle, int expected) {
        product.obstacle = obstacle;

        assertThat(run("serve")).isEqualTo(expected);
        assertThat(text(err)).isEqualTo("keepsake: " + obstacle.getMessage() + "\n");
    }

    @Test
    void bootstrapPrintsAKeyThatWorks() {
        var status = run("bootstrap", "--email", "Ana@Example.org", "--json");

        var json = JsonMapper.shared().readTree(text(out));
        assertThat(status).isZero();
        assertThat(json.path("email").asString()).isEqualTo("ana@example.org");
        assertThat(json.path("password").asString()).hasSize(20);
        var caller = resolve(json.path("api_key").asString());
        assertThat(json.path("project_id").asString()).isEqualTo(caller.project().toString());
        assertThat(json.path("org_id").asString()).isEqualTo(caller.organization().toString());
    }

    @Test
    void bootstrapDoesNotRepeatAGivenPassword() {
        var status = run("bootstrap", "--email=ana@example.org", "--password=correct horse");

        assertThat(status).isZero();
        assertThat(text(out))
                .contains("ana@example.org", "m0-", "as given")
                .doesNotContain("correct horse");
    }

    @Test
    void bootstrapWorksOnce() {
        run("bootstrap", "--email", "ana@example.org");

        assertThat(run("bootstrap", "--email", "bo@example.org")).isEqualTo(3);
    }

    @Test
    void createKeyPrintsAKeyThatWorks() {
        run("bootstrap", "--email", "ana@example.org");
        out.reset();

        assertThat(run("create-key", "--email", "ana@example.org", "--label", "laptop")).isZero();
        assertThat(resolve(text(out).strip()).email()).isEqualTo("ana@example.org");
    }

    @Test
    void aResetPasswordIsMadeAndShownOnceAndEndsSessions() {
        run("bootstrap", "--email", "ana@example.org");
        var ana = product.storage.accounts().accountByEmail("ana@example.org").orElseThrow();
        var callers = new Callers(product.storage.accounts(), product.keys, Clock.systemUTC());
        var sessions = new Sessions(product.storage.logins(), callers, Clock.systemUTC());
        sessions.open(ana, new Visitor(null, null));
        out.reset();

        assertThat(run("reset-password", "--email", "Ana@Example.org")).isZero();

        var password = text(out).strip();
        assertThat(password).hasSize(20);
        assertThat(fits(password)).isTrue();
        assertThat(sessions.of(ana.id())).isEmpty();
    }

    @Test
    void aGivenPasswordIsSetWithoutRepeatingIt() {
        run("bootstrap", "--email", "ana@example.org");
        out.reset();

        assertThat(run("reset-password", "--email=ana@example.org", "--password=another horse"))
                .isZero();

        assertThat(text(out)).doesNotContain("another horse");
        assertThat(fits("another horse")).isTrue();
        assertThat(run("reset-password", "--email=ana@example.org", "--password=short"))
                .isEqualTo(2);
        assertThat(run("reset-password", "--email=bo@example.org")).isEqualTo(1);
    }

    private boolean fits(String password) {
        var hash =
                product.storage
                        .accounts()
                        .accountByEmail("ana@example.org")
                        .orElseThrow()
                        .passwordHash();
        return hash != null && new Passwords().verify(password, hash);
    }

    @Test
    void whoFoundsByHandIsShownTheSetupToken() {
        environment.put("KEEPSAKE_BOOTSTRAP_AUTO", "false");

        assertThat(announcement())
                .contains("/console/setup", "setup-token")
                .doesNotContain("m0-", "curl");
    }

    @Test
    void createKeyForNobodyFails() {
        assertThat(run("create-key", "--email", "bo@example.org")).isEqualTo(1);
        assertThat(text(err)).isEqualTo("keepsake: no account has the email bo@example.org\n");
    }

    @Test
    void reindexReportsCounts() {
        assertThat(run("reindex")).isZero();
        assertThat(text(out)).isEqualTo("7 memories indexed, 3 of them embedded anew, in 1.5 s\n");
    }

    @Test
    void helpListsTheCommandsAndVersionNamesTheProgram() {
        assertThat(run("--help")).isZero();
        assertThat(text(out))
                .contains("serve", "bootstrap", "create-key", "reindex", "doctor")
                .doesNotContain("rehearse");
        out.reset();

        assertThat(run("--version")).isZero();
        assertThat(text(out)).startsWith("keepsake ");
    }

    @Test
    void theDoctorLooksAtPortStorageIndexAndModels() {
        environment.put("KEEPSAKE_PORT", "0");
        environment.put("KEEPSAKE_LLM_MODEL", "qwen3");

        run("doctor");

        assertThat(text(out))
                .contains(
                        "ok    port ",
                        "ok    storage in " + folder,
                        "ok    search index with 0 memories",
                        "ok    embedding model test-model",
                        "ok    language model qwen3");
    }

    @Test
    void theDoctorSeesThatTheEmbeddingModelChanged() {
        product.storage.index().reset(new Fingerprint("other-model", 2, 1));

        assertThat(run("doctor")).isEqualTo(1);
        assertThat(text(out)).contains("FAIL  the search index was made with other-model");
    }

    @Test
    void theDoctorCreatesNoDataFolder() {
        var absent = folder.resolve("absent");
        environment.put("KEEPSAKE_DATA", absent.toString());

        run("doctor");

        assertThat(text(out)).contains(absent + " does not exist yet");
        assertThat(absent).doesNotExist();
    }

    @Test
    void theDoctorNamesWhatIsWrongAndLooksAtTheRest() throws IOException {
        product.obstacle = new Failure.Busy("another process uses the folder", Duration.ZERO);
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            environment.put("KEEPSAKE_PORT", String.valueOf(taken.getLocalPort()));

            assertThat(run("doctor")).isEqualTo(1);
            assertThat(text(out))
                    .contains(
                            "FAIL  port " + taken.getLocalPort(),
                            "FAIL  storage in " + folder + ": another process uses the folder",
                            "ok    embedding model");
        }
    }

    @Test
    void theFirstStartTellsItsSecretsAndACommandThatUsesThem() {
        var announcement = announcement();

        var key = announcement.replaceAll("(?s).*API key +(m0-\\w+).*", "$1");
        assertThat(resolve(key).email()).isEqualTo("admin@localhost");
        assertThat(announcement)
                .contains(
                        "http://127.0.0.1:8420 ",
                        "password",
                        "curl -s http://127.0.0.1:8420/v3/memories/add/",
                        "Token " + key);
    }

    @Test
    void theSecondStartTellsNoSecrets() {
        announcement();
        out.reset();

        assertThat(announcement())
                .contains("http://127.0.0.1:8420 ", "$KEEPSAKE_API_KEY")
                .doesNotContain("m0-", "password");
    }

    @Test
    void aGivenKeyIsNotRepeated() {
        environment.put("KEEPSAKE_BOOTSTRAP_API_KEY", product.keys.mint());

        assertThat(announcement()).contains("$KEEPSAKE_API_KEY").doesNotContain("m0-");
    }

    private String announcement() {
        var configuration = Configuration.load(null, environment);
        var running = product.start(configuration);
        new Serve(product, stream(out), stream(err)).announce(running, configuration);
        return text(out);
    }

    private Caller resolve(String key) {
        return new Callers(product.storage.accounts(), product.keys, Clock.systemUTC())
                .resolve(key, Target.NONE);
    }

    private int run(String... words) {
        return run(List.of(words));
    }

    private int run(List<String> words) {
        return new CommandLine(product, environment, stream(out), stream(err)).run(words);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
