package dev.keepsake.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keepsake.account.Organizations;
import dev.keepsake.account.Quotas;
import dev.keepsake.failure.Failure;
import dev.keepsake.graph.EntityWeights;
import dev.keepsake.ingest.IngestSettings;
import dev.keepsake.login.AuthPolicy;
import dev.keepsake.search.Bm25;
import dev.keepsake.search.SearchSettings;
import dev.keepsake.server.http.HttpSettings;
import dev.keepsake.server.http.RateLimit;
import dev.keepsake.server.wire.Searching.Limits;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

    private static final String KEY = "m0-" + "k".repeat(43);

    /// Every setting with a value that is not its default.
    private static final Map<String, String> OTHERS =
            Map.ofEntries(
                    Map.entry("data", "/srv/keepsake"),
                    Map.entry("event.retention_d", "7"),
                    Map.entry("requests.retention-days", "8"),
                    Map.entry("rate-limit.per-key", "600"),
                    Map.entry("rate-limit.per-key-burst", "50"),
                    Map.entry("rate-limit.per-address", "1200"),
                    Map.entry("rate-limit.per-address-burst", "100"),
                    Map.entry("quota.memories", "1000"),
                    Map.entry("quota.adds-per-month", "100"),
                    Map.entry("quota.retrievals-per-month", "500"),
                    Map.entry("log.format", "json"),
                    Map.entry("log.level", "warn"),
                    Map.entry("metrics.enabled", "true"),
                    Map.entry("metrics.token", "let me see"),
                    Map.entry("otel.endpoint", "http://collector:4318/"),
                    Map.entry("otel.service-name", "memories"),
                    Map.entry("host", "::1"),
                    Map.entry("port", "9000"),
                    Map.entry("public-base-url", "https://memory.example.org/prefix/"),
                    Map.entry("limits.max-body-mib", "8"),
                    Map.entry("trusted-proxies", "10.0.0.0/8, 192.0.2.7"),
                    Map.entry("cors.allowed-origins", "https://app.example.org"),
                    Map.entry("ping.expose-email", "false"),
                    Map.entry("list.page_size", "50"),
                    Map.entry("search.top_k", "5"),
                    Map.entry("search.max_top_k", "100"),
                    Map.entry("search.threshold", "0.3"),
                    Map.entry("search.pool", "90"),
                    Map.entry("fusion.recall_union", "false"),
                    Map.entry("fusion.coverage", "false"),
                    Map.entry("fusion.min_active_bm25", "0"),
                    Map.entry("fusion.entity_weight", "0.4"),
                    Map.entry("fusion.entity_min_sim", "0.6"),
                    Map.entry("fusion.entity_spread", "0.01"),
                    Map.entry("fusion.max_query_entities", "5"),
                    Map.entry("fusion.min_active_entity", "0"),
                    Map.entry("graph.second_hop", "true"),
                    Map.entry("bm25.k1", "0.9"),
                    Map.entry("bm25.b", "0.3"),
                    Map.entry("ingest.workers", "2"),
                    Map.entry("context.existing", "6"),
                    Map.entry("extraction.on_llm_failure", "rules"),
                    Map.entry("embedding.provider", "openai"),
                    Map.entry("embedding.model", "text-embedding-3-small"),
                    Map.entry("embedding.base-url", "http://localhost:11434/v1"),
                    Map.entry("embedding.api-key", "sk-embedding"),
                    Map.entry("embedding.dimensions", "256"),
                    Map.entry("embedding.threads", "3"),
                    Map.entry("llm.provider", "anthropic"),
                    Map.entry("llm.base-url", "http://localhost:1234/v1"),
                    Map.entry("llm.api-key", "sk-chat"),
                    Map.entry("llm.model", "qwen3"),
                    Map.entry("llm.timeout", "2m"),
                    Map.entry("llm.max-output-tokens", "4000"),
                    Map.entry("llm.context-tokens", "8192"),
                    Map.entry("llm.price-input", "0.15"),
                    Map.entry("llm.price-output", "0.6"),
                    Map.entry("media.max_mib", "5"),
                    Map.entry("llm.vision", "true"),
                    Map.entry("media.allowed-addresses", "10.1.0.0/16, ::1"),
                    Map.entry("key-pepper", "0123456789abcdef"),
                    Map.entry("orgs.creation", "admin-only"),
                    Map.entry("auth.signup", "invited"),
                    Map.entry("auth.email.mode", "smtp"),
                    Map.entry("auth.email.host", "mail.example.org"),
                    Map.entry("auth.email.port", "465"),
                    Map.entry("auth.email.security", "tls"),
                    Map.entry("auth.email.user", "keepsake"),
                    Map.entry("auth.email.password", "mail secret"),
                    Map.entry("auth.email.from", "keepsake@example.org"),
                    Map.entry("agent-mode.enabled", "true"),
                    Map.entry("agent-mode.daily-limit-per-ip", "9"),
                    Map.entry("agent-mode.claim-into-existing", "false"),
                    Map.entry("auth.disabled", "true"),
                    Map.entry("webhooks.allow-private-targets", "false"),
                    Map.entry("webhooks.retention-days", "9"),
                    Map.entry("export.retention_d", "3"),
                    Map.entry("quarantine.capacity", "12"),
                    Map.entry("quarantine.retention-days", "4"),
                    Map.entry("bootstrap.email", "Ana@Example.org"),
                    Map.entry("bootstrap.password", "correct horse"),
                    Map.entry("bootstrap.api-key", KEY),
                    Map.entry("bootstrap.name", "Ana"),
                    Map.entry("bootstrap.org-name", "acme"),
                    Map.entry("bootstrap.project-name", "chat"),
                    Map.entry("bootstrap.auto", "false"));

    private static final Configuration OTHER =
            new Configuration(
                    new StorageConfig(
                            Path.of("/srv/keepsake"), Duration.ofDays(7), Duration.ofDays(8)),
                    new HttpSettings(
                            "::1",
                            9000,
                            8 << 20,
                            "https://memory.example.org/prefix",
                            List.of("10.0.0.0/8", "192.0.2.7"),
                            List.of("https://app.example.org"),
                            false),
                    new ReadConfig(
                            new Limits(5, 100, 0.3),
                            50,
                            new SearchSettings(
                                    4,
                                    90,
                                    false,
                                    false,
                                    0,
                                    new Bm25(0.9, 0.3),
                                    new EntityWeights(0.4, 0.6, 0.01, 5, 0, true))),
                    new IngestConfig(
                            IngestSettings.STANDARD
                                    .withWorkers(2)
                                    .withExisting(6)
                                    .withMediaBytes(5 << 20),
                            IngestConfig.OnLlmFailure.RULES),
                    new EmbeddingConfig.Remote(
                            URI.create("http://localhost:11434/v1"),
                            new Secret("sk-embedding"),
                            "text-embedding-3-small",
                            256,
                            3),
                    new LlmConfig(
                            LlmConfig.Provider.ANTHROPIC,
                            URI.create("http://localhost:1234/v1"),
                            new Secret("sk-chat"),
                            "qwen3",
                            Duration.ofMinutes(2),
                            4000,
                            8192,
                            new BigDecimal("0.15"),
                            new BigDecimal("0.6")),
                    new MediaConfig(true, List.of("10.1.0.0/16", "::1")),
                    new AccountConfig(
                            new Secret("0123456789abcdef"), Organizations.Creation.ADMIN_ONLY),
                    new AuthConfig(
                            new AuthPolicy(AuthPolicy.SignUp.INVITED, true, 9, false),
                            new MailConfig.Smtp(
                                    "mail.example.org",
                                    465,
                                    MailConfig.Security.TLS,
                                    "keepsake",
                                    new Secret("mail secret"),
                                    "keepsake@example.org"),
                            true),
                    new BootstrapConfig(
                            "ana@example.org",
                            new Secret("correct horse"),
                            new Secret(KEY),
                            "Ana",
                            "acme",
                            "chat",
                            false),
                    new LimitConfig(
                            new RateLimit(600, 50),
                            new RateLimit(1200, 100),
                            new Quotas.Limits(1000, 100, 500)),
                    new ObserveConfig(
                            new LogConfig(LogConfig.Format.JSON, LogConfig.Weight.WARN, true),
                            new ObserveConfig.Metrics(new Secret("let me see")),
                            new ObserveConfig.Tracing(
                                    URI.create("http://collector:4318"), "memories")),
                    new WebhookConfig(false, Duration.ofDays(9)),
                    new ExportConfig(Duration.ofDays(3)),
                    new QuarantineConfig(12, Duration.ofDays(4)),
                    Sources.NONE);

    @TempDir Path folder;
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void useTheTemporaryFolder() {
        environment = Map.of("KEEPSAKE_DATA", folder.toString());
    }

    @Test
    void withoutAnyFileOrVariableTheDefaultsHold() {
        var configuration = Configuration.load(null, Map.of());

        assertThat(configuration)
                .isEqualTo(
                        new Configuration(
                                new StorageConfig(
                                        Path.of("data").toAbsolutePath(),
                                        Duration.ofDays(30),
                                        Duration.ofDays(30)),
                                new HttpSettings(
                                        "127.0.0.1",
                                        8420,
                                        32 << 20,
                                        null,
                                        List.of(),
                                        List.of(),
                                        true),
                                new ReadConfig(Limits.STANDARD, 100, SearchSettings.STANDARD),
                                new IngestConfig(
                                        IngestSettings.STANDARD, IngestConfig.OnLlmFailure.FAIL),
                                new EmbeddingConfig.InProcess(
                                        EmbeddingConfig.Model.ALL_MINILM_L6_V2_Q,
                                        Runtime.getRuntime().availableProcessors()),
                                null,
                                new MediaConfig(false, List.of()),
                                new AccountConfig(null, Organizations.Creation.ANYONE),
                                new AuthConfig(AuthPolicy.STANDARD, new MailConfig.Off(), false),
                                new BootstrapConfig(
                                        "admin@localhost",
                                        null,
                                        null,
                                        "Admin",
                                        "default-org",
                                        "default-project",
                                        true),
                                new LimitConfig(null, null, Quotas.Limits.NONE),
                                new ObserveConfig(LogConfig.STANDARD, null, null),
                                new WebhookConfig(true, Duration.ofDays(30)),
                                new ExportConfig(Duration.ofDays(7)),
                                new QuarantineConfig(1000, Duration.ofDays(30)),
                                Sources.NONE));
    }

    @Test
    void everySettingCanBeGivenInAFile() throws IOException {
        var file = folder.resolve("other.properties");
        Files.writeString(file, lines(OTHERS));

        assertThat(OTHERS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Configuration.settings().stream().map(Setting::name).toList());
        assertThat(Configuration.load(file, Map.of())).isEqualTo(OTHER);
    }

    @Test
    void everySettingCanBeGivenByTheEnvironment() {
        Map<String, String> variables = new HashMap<>();
        OTHERS.forEach((name, value) -> variables.put(Setting.environmentName(name), value));

        assertThat(variables).hasSameSizeAs(OTHERS);
        assertThat(Configuration.load(null, variables)).isEqualTo(OTHER);
    }

    @Test
    void theEnvironmentWinsOverTheFileInTheDataFolder() throws IOException {
        ownFile("port = 9001\nhost = 127.0.0.2\n");

        var configuration = load(Map.of("KEEPSAKE_PORT", "9002"));

        assertThat(configuration.http().port()).isEqualTo(9002);
        assertThat(configuration.http().host()).isEqualTo("127.0.0.2");
    }

    @Test
    void anEmptyVariableCountsAsAbsent() {
        assertThat(load(Map.of("KEEPSAKE_PORT", " ")).http().port()).isEqualTo(8420);
    }

    @Test
    void aSecretCanStandInAFileOfItsOwn() throws IOException {
        var secret = folder.resolve("password");
        Files.writeString(secret, "correct horse\n");

        var configuration = load(Map.of("KEEPSAKE_BOOTSTRAP_PASSWORD_FILE", secret.toString()));

        assertThat(configuration.bootstrap().password()).isEqualTo(new Secret("correct horse"));
    }

    @Test
    void aValueGivenTwiceIsRefused() {
        refused(
                Map.of("KEEPSAKE_KEY_PEPPER", "x", "KEEPSAKE_KEY_PEPPER_FILE", "y"),
                "KEEPSAKE_KEY_PEPPER and KEEPSAKE_KEY_PEPPER_FILE are both set");
    }

    @Test
    void anAbsentSecretFileIsNamed() {
        refused(
                Map.of("KEEPSAKE_KEY_PEPPER_FILE", "/nowhere/pepper"),
                "KEEPSAKE_KEY_PEPPER_FILE: cannot read the file /nowhere/pepper");
    }

    @Test
    void aSettingThatDoesNotExistStopsTheStartAndNamesTheNearest() throws IOException {
        ownFile("serach.top_k = 5\n");

        refused(
                Map.of(),
                folder.resolve("keepsake.properties")
                        + ": there is no setting serach.top_k; the nearest is search.top_k");
    }

    @Test
    void aVariableThatDoesNotExistStopsTheStartAndNamesTheNearest() {
        refused(
                Map.of("KEEPSAKE_PROT", "9000"),
                "the environment: there is no setting KEEPSAKE_PROT; the nearest is KEEPSAKE_PORT");
    }

    @Test
    void variablesOfClientsAndLauncherAreLeftAlone() {
        var configuration =
                load(
                        Map.of(
                                "KEEPSAKE_API_KEY", KEY,
                                "KEEPSAKE_BASE_URL", "http://localhost:8420",
                                "KEEPSAKE_JAVA_OPTS", "-Xmx1g",
                                "KEEPSAKE_AOT", "off",
                                "HOME", "/"));

        assertThat(configuration.http().port()).isEqualTo(8420);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    KEEPSAKE_PORT | 65536 | port = 65536 (from KEEPSAKE_PORT): must be a whole number from 0 to 65535
                    KEEPSAKE_PORT | web | port = web (from KEEPSAKE_PORT): must be a whole number from 0 to 65535
                    KEEPSAKE_SEARCH_THRESHOLD | 1.5 | search.threshold = 1.5 (from KEEPSAKE_SEARCH_THRESHOLD): must be a number from 0.0 to 1.0
                    KEEPSAKE_SEARCH_THRESHOLD | NaN | search.threshold = NaN (from KEEPSAKE_SEARCH_THRESHOLD): must be a number from 0.0 to 1.0
                    KEEPSAKE_PING_EXPOSE_EMAIL | yes | ping.expose-email = yes (from KEEPSAKE_PING_EXPOSE_EMAIL): must be `true` or `false`
                    KEEPSAKE_LLM_TIMEOUT | 60 | llm.timeout = 60 (from KEEPSAKE_LLM_TIMEOUT): must be a time from `1s` to `600s`, like `500ms` `30s` `5m`
                    KEEPSAKE_LLM_PRICE_INPUT | -1 | llm.price-input = -1 (from KEEPSAKE_LLM_PRICE_INPUT): must be a number from 0 to 1000000, with at most 6 decimals
                    KEEPSAKE_LLM_PRICE_INPUT | cheap | llm.price-input = cheap (from KEEPSAKE_LLM_PRICE_INPUT): must be a number from 0 to 1000000, with at most 6 decimals
                    KEEPSAKE_LLM_PROVIDER | cohere | llm.provider = cohere (from KEEPSAKE_LLM_PROVIDER): must be `openai` or `anthropic` or `gemini` or `ollama`
                    KEEPSAKE_LLM_TIMEOUT | 1h | llm.timeout = 1h (from KEEPSAKE_LLM_TIMEOUT): must be a time from `1s` to `600s`, like `500ms` `30s` `5m`
                    KEEPSAKE_EMBEDDING_PROVIDER | cohere | embedding.provider = cohere (from KEEPSAKE_EMBEDDING_PROVIDER): must be `onnx` or `openai`
                    KEEPSAKE_EMBEDDING_MODEL | gpt | embedding.model = gpt: must be `all-minilm-l6-v2-q` or `bge-small-en-v15-q`
                    KEEPSAKE_EMBEDDING_PROVIDER | openai | embedding.provider = openai: embedding.base-url and embedding.model must be given
                    KEEPSAKE_EMBEDDING_DIMENSIONS | 256 | embedding.base-url, embedding.api-key and embedding.dimensions need embedding.provider = openai
                    KEEPSAKE_RATE_LIMIT_PER_KEY | 0 | rate-limit.per-key = 0 (from KEEPSAKE_RATE_LIMIT_PER_KEY): must be a whole number from 1 to 1000000
                    KEEPSAKE_RATE_LIMIT_PER_KEY_BURST | 5 | rate-limit.per-key-burst is given, but rate-limit.per-key is not
                    KEEPSAKE_METRICS_TOKEN | x | metrics.token is given, but metrics.enabled is false
                    KEEPSAKE_LOG_LEVEL | trace | log.level = trace (from KEEPSAKE_LOG_LEVEL): must be `error` or `warn` or `info` or `debug`
                    KEEPSAKE_LLM_BASE_URL | http://localhost:1 | llm.base-url or llm.api-key is given, but llm.model is not
                    KEEPSAKE_PUBLIC_BASE_URL | memory.example.org | public-base-url = memory.example.org (from KEEPSAKE_PUBLIC_BASE_URL): must be an http or https address
                    KEEPSAKE_TRUSTED_PROXIES | proxy.local | trusted-proxies = proxy.local (from KEEPSAKE_TRUSTED_PROXIES): must be a list, separated by commas, of: addresses or ranges like `10.0.0.0/8`
                    KEEPSAKE_CORS_ALLOWED_ORIGINS | app.example.org | cors.allowed-origins = app.example.org (from KEEPSAKE_CORS_ALLOWED_ORIGINS): must be a list, separated by commas, of: origins like `https://app.example.org`, or `*`
                    KEEPSAKE_BOOTSTRAP_EMAIL | admin | bootstrap.email = admin (from KEEPSAKE_BOOTSTRAP_EMAIL): must be an email address
                    """)
    void aWrongValueIsNamedWithItsRule(String variable, String value, String message) {
        refused(Map.of(variable, value), message);
    }

    @Test
    void theUsualNumberOfHitsMustBeAllowed() {
        refused(
                Map.of("KEEPSAKE_SEARCH_TOP_K", "50", "KEEPSAKE_SEARCH_MAX_TOP_K", "20"),
                "search.top_k = 50: must not exceed search.max_top_k = 20");
    }

    @ParameterizedTest
    @CsvSource({
        "KEEPSAKE_BOOTSTRAP_PASSWORD, shortsecret",
        "KEEPSAKE_BOOTSTRAP_API_KEY, m0-shortsecret",
        "KEEPSAKE_KEY_PEPPER, shortsecret"
    })
    void aWrongSecretIsRefusedWithoutShowingIt(String variable, String secret) {
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> load(Map.of(variable, secret)))
                .withMessageContaining(variable)
                .withMessageNotContaining(secret);
    }

    @Test
    void noSecretShowsInTheConfigurationsText() {
        assertThat(OTHER.toString())
                .doesNotContain(
                        "let me see",
                        "sk-embedding",
                        "sk-chat",
                        "mail secret",
                        "0123456789abcdef",
                        "correct horse",
                        KEY);
    }

    @Test
    void theFileInTheDataFolderCannotMoveTheDataFolder() throws IOException {
        ownFile("data = elsewhere\n");

        refused(
                Map.of(),
                folder.resolve("keepsake.properties")
                        + ": data cannot be set in the data folder itself; use KEEPSAKE_DATA or --config");
    }

    @Test
    void aNamedFileMustExist() {
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> Configuration.load(folder.resolve("absent.properties"), Map.of()))
                .withMessageContaining("cannot read")
                .withMessageContaining("absent.properties");
    }

    @Test
    void optionsOfTheCommandLineReplaceTheBootstrapValues() {
        var bootstrap = OTHER.bootstrap().with("Bo@Example.org", "another horse");

        assertThat(bootstrap.email()).isEqualTo("bo@example.org");
        assertThat(bootstrap.password()).isEqualTo(new Secret("another horse"));
        assertThat(bootstrap.apiKey()).isEqualTo(new Secret(KEY));
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> bootstrap.with("bo@example.org", "short"))
                .withMessage("--password: must be 12 to 128 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "localhost", "10.0.0.0/", "fd00::/129"})
    void aTrustedProxyIsWrittenInDigits(String range) {
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> load(Map.of("KEEPSAKE_TRUSTED_PROXIES", range)))
                .withMessageContaining(range);
    }

    @Test
    void theDocumentationListsEverySettingAndNothingElse() throws IOException {
        var rows =
                Files.readAllLines(Path.of("..", "docs", "configuration.md")).stream()
                        .filter(line -> line.startsWith("| `"))
                        .toList();

        assertThat(rows)
                .as("the table should be:\n%s", table())
                .containsExactlyElementsOf(
                        Configuration.settings().stream().map(Setting::row).toList());
    }

    private static String table() {
        return Configuration.settings().stream()
                .map(Setting::row)
                .collect(Collectors.joining("\n"));
    }

    private Configuration load(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return Configuration.load(null, all);
    }

    private void refused(Map<String, String> more, @Nullable String message) {
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> load(more))
                .withMessage(message);
    }

    private void ownFile(String text) throws IOException {
        Files.writeString(folder.resolve("keepsake.properties"), text);
    }

    private static String lines(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
