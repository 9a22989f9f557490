package dev.keepsake.models.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.ChatModel.Ask;
import dev.keepsake.model.Purpose;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a [ProviderModel] does whatever the provider, over a server that speaks its protocol.
abstract class ProviderContract {

    static final Map<String, Object> SCHEMA =
            Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of(
                            "memory",
                            Map.of(
                                    "type",
                                    "array",
                                    "items",
                                    Map.of("type", new String[] {"string", "null"}))));

    final FakeChatServer server = started();

    private static FakeChatServer started() {
        try {
            return new FakeChatServer();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    abstract Provider provider();

    /// What comes after the address of the server.
    abstract String version();

    /// A whole answer of 21 tokens to a question of 7.
    abstract String answer(String quotedText, boolean isCut);

    /// A refusal with a code of the provider and words that repeat key and question.
    abstract String refusal(String code, String words);

    /// Where a request carries its schema.
    abstract JsonNode schemaIn(JsonNode body);

    abstract String keyHeader();

    @BeforeEach
    void fresh() {
        assertThat(server.requests()).isEmpty();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    ProviderModel model() {
        return model("s3cr3t-key", Duration.ofSeconds(20), ChatEndpoint.Limits.NONE);
    }

    ProviderModel model(@Nullable String key, Duration timeout, ChatEndpoint.Limits limits) {
        return new ProviderModel(
                new ChatEndpoint(
                        provider(), server.address() + version(), key, "small", timeout, limits),
                () -> Map.of("traceparent", "00-1-2-01"));
    }

    static Ask ask(@Nullable Map<String, Object> schema) {
        return new Ask(Purpose.trial(), "be brief", "my diary: \"hi\"\n☕", schema);
    }

    void answering(String text) {
        server.answering(200, answer(JsonMapper.shared().writeValueAsString(text), false));
    }

    JsonNode sent() {
        return server.requests().getFirst().body();
    }

    Failure.ModelFailed failure() {
        return failure(model());
    }

    static Failure.ModelFailed failure(ProviderModel model) {
        return catchThrowableOfType(Failure.ModelFailed.class, () -> model.ask(ask(null)));
    }

    @Test
    void anAnswerIsCarriedAndCounted() {
        answering("hello ☕");

        var reply = model().ask(ask(null));

        assertThat(reply.text()).isEqualTo("hello ☕");
        assertThat(reply.inputTokens()).isEqualTo(7);
        assertThat(reply.outputTokens()).isEqualTo(21);
        assertThat(reply.isCut()).isFalse();
        var request = server.requests().getFirst();
        assertThat(request.protocol()).isEqualTo("HTTP/1.1");
        assertThat(request.header(keyHeader())).contains("s3cr3t-key");
        assertThat(request.header("traceparent")).isEqualTo("00-1-2-01");
        assertThat(request.path()).doesNotContain("s3cr3t");
    }

    @Test
    void aCutAnswerSaysSo() {
        server.answering(200, answer("\"half an ans\"", true));

        var reply = model().ask(ask(null));

        assertThat(reply.text()).isEqualTo("half an ans");
        assertThat(reply.isCut()).isTrue();
    }

    @Test
    void aSchemaIsSentAsTheProviderHasIt() {
        answering("{}");

        model().ask(ask(SCHEMA));

        var schema = schemaIn(sent());
        assertThat(schema.at("/properties/memory/items/type").toString())
                .isEqualTo("[\"string\",\"null\"]");
    }

    @Test
    void withoutASchemaNoneIsSent() {
        answering("{}");

        model().ask(ask(null));

        assertThat(schemaIn(sent()).isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void anEndpointThatRefusesSchemasIsAskedWithoutFromThenOn(int status) {
        server.answering(
                status, refusal("invalid_argument", "unsupported response_format: schema"));
        answering("one");
        answering("two");
        var model = model();

        assertThat(model.ask(ask(SCHEMA)).text()).isEqualTo("one");
        assertThat(model.ask(ask(SCHEMA)).text()).isEqualTo("two");

        assertThat(server.requests())
                .extracting(request -> !schemaIn(request.body()).isMissingNode())
                .containsExactly(true, false, false);
    }

    @Test
    void otherBadRequestsAreNotAskedAgain() {
        server.answering(400, refusal("invalid_argument", "too long"));

        var failed =
                catchThrowableOfType(Failure.ModelFailed.class, () -> model().ask(ask(SCHEMA)));

        assertThat(failed.retriable()).isFalse();
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, false",
        "401, false",
        "403, false",
        "404, false",
        "408, true",
        "429, true",
        "500, true",
        "502, true",
        "503, true",
        "529, true"
    })
    void statusesTellWhetherAskingAgainMayHelp(int status, boolean retriable) {
        server.answering(status, refusal("some_code", "no"));

        var failed = failure();

        assertThat(failed.retriable()).isEqualTo(retriable);
        assertThat(failed).hasMessageStartingWith("the chat endpoint answered " + status);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aRefusalTellsHowLongToWait() {
        var soon = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(30);
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(soon);
        server.answering(429, Map.of("Retry-After", "7"), refusal("rate_limit", "slow"))
                .answering(503, Map.of("retry-after-ms", "1500"), refusal("busy", "slow"))
                .answering(429, Map.of("Retry-After", date), refusal("rate_limit", "slow"))
                .answering(429, Map.of("Retry-After", "soon"), refusal("rate_limit", "slow"))
                .answering(429, "{\"error\":{\"details\":[{\"retryDelay\":\"3.5s\"}]}}")
                .answering(503, refusal("busy", "slow"));
        var model = model();

        assertThat(failure(model).retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(failure(model).retryAfter()).isEqualTo(Duration.ofMillis(1500));
        assertThat(failure(model).retryAfter())
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
        assertThat(failure(model).retryAfter()).isEqualTo(Duration.ZERO);
        assertThat(failure(model).retryAfter()).isEqualTo(Duration.ofMillis(3500));
        assertThat(failure(model).retryAfter()).isNull();
    }

    @Test
    void anEndpointThatDoesNotAnswerInTimeMayBeAskedAgain() {
        var impatient = model("key", Duration.ofMillis(300), ChatEndpoint.Limits.NONE);

        var failed = failure(impatient);

        assertThat(failed.retriable()).isTrue();
        assertThat(failed).hasMessage("the chat endpoint did not answer within 300 ms");
    }

    @Test
    void anAnswerThatNeverEndsIsLateToo() {
        server.stalling();
        var impatient = model("key", Duration.ofMillis(300), ChatEndpoint.Limits.NONE);

        assertThat(failure(impatient)).hasMessage("the chat endpoint did not answer within 300 ms");
    }

    @Test
    void anEndpointThatIsNotThereMayBeAskedAgain() {
        server.close();

        var failed = failure();

        assertThat(failed.retriable()).isTrue();
        assertThat(failed).hasMessageContaining("cannot be reached");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>welcome</html>", "", "{", "[]", "null", "{\"error\":\"no\"}"})
    void whatIsNoAnswerIsUnusable(String body) {
        server.answering(200, body);

        var outcome = catchThrowableOfType(Failure.ModelFailed.class, this::textOfAnswer);

        // an object that lacks everything may pass for an empty answer, which the ladder refuses
        assertThat(outcome == null || !outcome.retriable()).isTrue();
    }

    private void textOfAnswer() {
        assertThat(model().ask(ask(null)).text()).isEmpty();
    }

    @Test
    void failuresRepeatNeitherKeysNorTexts() {
        server.answering(401, refusal("S3CR3T my diary", "bad key s3cr3t-key, my diary"));

        var failed = failure();

        var trace = new StringWriter();
        failed.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("s3cr3t").doesNotContain("my diary");
    }

    @Test
    void anInterruptedQuestionFailsAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        var failed = failure();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failed.retriable()).isFalse();
    }
}
