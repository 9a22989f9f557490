package dev.keepsake.server.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.keepsake.server.ServerUnderTest;
import dev.keepsake.server.config.Configuration;
import dev.keepsake.trace.Step;
import dev.keepsake.trace.Tracer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TracesTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final String SEARCH =
            "{\"query\": \"saffron\", \"filters\": {\"user_id\": \"ana-17\"}}";

    @TempDir Path data;
    private final Collector collector = new Collector();

    @AfterEach
    void close() {
        collector.close();
    }

    @Test
    void aSearchIsASpanWithItsStepsInside() {
        try (var server = start(Map.of())) {
            server.send("POST", "/v3/memories/search/", SEARCH);
        }

        var request = collector.span("POST /v3/memories/search");
        assertThat(request.parent()).isEmpty();
        for (var step : List.of("embed", "search gather")) {
            assertThat(collector.span(step).trace()).as(step).isEqualTo(request.trace());
            assertThat(collector.span(step).parent()).as(step).isEqualTo(request.id());
        }
        assertThat(collector.received())
                .contains("service.name", "keepsake", "http.route", "http.response.status_code")
                .doesNotContain("saffron", "ana-17", ServerUnderTest.KEY);
    }

    @Test
    void aCallerThatTracesSeesTheRequestInItsOwnTrace() {
        try (var server = start(Map.of())) {
            send(server, "POST", "/v3/memories/search/", SEARCH);
        }

        assertThat(collector.span("POST /v3/memories/search"))
                .returns(TRACE, Collector.Span::trace)
                .returns(CALLER, Collector.Span::parent);
    }

    @Test
    void workThatIsDoneLaterBelongsToTheTraceOfWhoAskedForIt() {
        try (var server = start(Map.of())) {
            var accepted =
                    send(
                            server,
                            "POST",
                            "/v3/memories/add/",
                            "{\"messages\": \"Ana likes saffron tea.\", \"user_id\": \"ana-17\"}");
            awaitEnd(server, accepted);
        }

        var request = collector.span("POST /v3/memories/add");
        var add = collector.span("add");
        assertThat(add.trace()).isEqualTo(TRACE);
        assertThat(add.parent()).isEqualTo(request.id());
        assertThat(collector.span("storage apply"))
                .returns(TRACE, Collector.Span::trace)
                .returns(add.id(), Collector.Span::parent);
        assertThat(collector.received()).doesNotContain("saffron");
    }

    @Test
    void aLanguageModelIsToldTheTraceThatAsksIt() throws IOException {
        List<String> parents = new CopyOnWriteArrayList<>();
        var model =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        model.createContext(
                "/",
                exchange -> {
                    parents.add(
                            String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
                    var reply =
                            """
                            {"choices": [{"index": 0, "finish_reason": "stop",
                              "message": {"role": "assistant", "content": "{\\"memory\\": []}"}}],
                             "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}
                            """
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, reply.length);
                    exchange.getResponseBody().write(reply);
                    exchange.close();
                });
        model.start();
        try (var server =
                start(
                        Map.of(
                                "KEEPSAKE_LLM_BASE_URL",
                                "http://127.0.0.1:" + model.getAddress().getPort() + "/v1",
                                "KEEPSAKE_LLM_MODEL",
                                "fake"))) {
            send(
                    server,
                    "POST",
                    "/v3/memories/add/",
                    "{\"messages\": \"I like tea.\", \"user_id\": \"ana\", \"async_mode\": false}");
        } finally {
            model.stop(0);
        }

        var asking = collector.span("ask model");
        assertThat(asking.trace()).isEqualTo(TRACE);
        assertThat(parents).first().isEqualTo("00-" + TRACE + "-" + asking.id() + "-01");
    }

    @Test
    void aBrokenParentIsNoParent() {
        try (var server = start(Map.of())) {
            server.send(
                    "GET",
                    "/v1/ping/",
                    "",
                    Map.of(
                            "Authorization",
                            "Token " + ServerUnderTest.KEY,
                            "traceparent",
                            "00-nonsense-with-a-dash"));
        }

        assertThat(collector.span("GET /v1/ping").parent()).isEmpty();
    }

    @Test
    void aFailedStepTellsWhatKindOfFailureAndNotItsMessage() {
        var traces = new Traces(URI.create(collector.url()), "keepsake", "1");
        assertThatThrownBy(() ->
                        traces.trace(
                                Step.APPLY,
                                () -> {
                                    throw new IllegalStateException("Ana likes saffron");
                                }))
                .hasMessage("Ana likes saffron");
        traces.close();

        assertThat(collector.received())
                .contains("storage apply", "java.lang.IllegalStateException")
                .doesNotContain("saffron");
    }

    @Test
    void withoutACollectorNothingIsTraced() {
        var settings = Configuration.load(null, Map.of()).observe();
        try (var observation = new Observation(settings, "1")) {
            assertThat(observation.tracer()).isSameAs(Tracer.NONE);
            assertThat(observation.headers()).isEmpty();
            assertThat(observation.tracer().position()).isEqualTo(Optional.empty());
        }
    }

    /// Spans that nobody takes must not hold up the server, nor its end.
    @Test
    void aCollectorThatIsAwayHarmsNobody() {
        collector.close();
        try (var server = start(Map.of())) {
            assertThat(server.send("POST", "/v3/memories/search/", SEARCH).statusCode())
                    .isEqualTo(200);
        }
        assertThat(collector.spans()).isEmpty();
    }

    private ServerUnderTest start(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("KEEPSAKE_OTEL_ENDPOINT", collector.url());
        return ServerUnderTest.start(data, settings);
    }

    private static String send(ServerUnderTest server, String method, String path, String body) {
        return server.send(
                        method,
                        path,
                        body,
                        Map.of(
                                "Authorization", "Token " + ServerUnderTest.KEY,
                                "traceparent", "00-" + TRACE + "-" + CALLER + "-01"))
                .body();
    }

    private static void awaitEnd(ServerUnderTest server, String accepted) {
        var id = accepted.replaceFirst("(?s).*\"event_id\":\"([^\"]+)\".*", "$1");
        String event;
        do {
            Thread.onSpinWait();
            event = server.send("GET", "/v1/event/" + id + "/", "").body();
        } while (!event.contains("\"SUCCEEDED\""));
    }
}
