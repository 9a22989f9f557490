package dev.keepsake.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.server.ServerUnderTest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class DescriptionRoutesTest {

    private static final Pattern LINK = Pattern.compile("(?:src|href|data-url)=\"([^\"]+)\"");

    @TempDir private static Path folder;
    private static ServerUnderTest server;

    @BeforeAll
    static void start() {
        server = ServerUnderTest.start(folder, Map.of("KEEPSAKE_TRUSTED_PROXIES", "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void jsonAndYamlSayTheSameToEveryone() {
        var json = get("/openapi.json");
        var yaml = get("/openapi.yaml/");

        assertThat(type(json)).isEqualTo("application/json");
        assertThat(type(yaml)).isEqualTo("application/yaml");
        JsonNode document = JsonMapper.shared().readTree(json.body());
        assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
        assertThat(new YAMLMapper().readTree(yaml.body())).isEqualTo(document);
    }

    @Test
    void theServerIsWhereTheReaderReachedIt() {
        var forwarded =
                Map.of(
                        "X-Forwarded-Proto",
                        "https",
                        "X-Forwarded-Host",
                        "mem.example.org",
                        "X-Forwarded-Prefix",
                        "/mem0");
        var document =
                JsonMapper.shared()
                        .readTree(server.send("GET", "/openapi.json", "", forwarded).body());

        assertThat(document.at("/servers/0/url").asString())
                .isEqualTo("https://mem.example.org/mem0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/"})
    void thePageLoadsOnlyWhatTheServerHas(String path) {
        var page = get(path);

        assertThat(type(page)).isEqualTo("text/html");
        assertThat(page.body()).doesNotContain("://").doesNotContain("{{");
        var links = LINK.matcher(page.body()).results().map(link -> link.group(1)).toList();
        assertThat(links).hasSizeGreaterThan(5);
        assertThat(links)
                .allSatisfy(link -> {
                    var target = URI.create(server.url() + path).resolve(link);
                    assertThat(get(target.getPath()).statusCode()).isEqualTo(200);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "docs.js, text/javascript",
        "docs.css, text/css",
        "swagger-ui.css, text/css",
        "swagger-ui-bundle.js, text/javascript",
        "favicon-32x32.png, image/png"
    })
    void partsOfThePageSayWhatTheyAre(String file, String type) {
        var part = get("/docs/" + file);

        assertThat(type(part)).isEqualTo(type);
        assertThat(part.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(part.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self';")
                .doesNotContain("http");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/docs.html",
                "/docs/openapi.yaml",
                "/docs/..%2Fopenapi.yaml",
                "/docs/%2e%2e%2f%2e%2e%2fV1.sql",
                "/docs/" + "DescriptionPage.class"
            })
    void nothingElseIsServedFromTheJar(String path) {
        var refused = get(path);

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(type(refused)).isEqualTo("application/json");
    }

    private static HttpResponse<String> get(String path) {
        return server.send("GET", path, "", Map.of());
    }

    private static String type(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("").split(";")[0];
    }
}
