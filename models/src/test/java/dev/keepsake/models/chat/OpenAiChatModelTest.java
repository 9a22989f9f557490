package dev.keepsake.models.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.ChatModel.Ask;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiChatModelTest {

    private static final Map<String, Object> SCHEMA =
            Map.of("type", "object", "properties", Map.of("memory", Map.of("type", "array")));
    private static final String NO_SCHEMAS =
            "{\"error\":{\"message\":\"'response_format.type' must be 'text'\"}}";

    private FakeChatServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeChatServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aQuestionIsCarriedAndItsAnswerCounted() {
        server.answering("hello");

        var reply = model("secret").ask(new Ask("be brief", "hi", null));

        assertThat(reply.text()).isEqualTo("hello");
        assertThat(reply.inputTokens()).isEqualTo(21);
        assertThat(reply.outputTokens()).isEqualTo(7);
        var request = server.requests().getFirst();
        assertThat(request.path()).isEqualTo("/v1/chat/completions");
        assertThat(request.authorization()).isEqualTo("Bearer secret");
        assertThat(request.protocol()).isEqualTo("HTTP/1.1");
        assertThat(request.body().path("model").asString()).isEqualTo("small");
        assertThat(request.body().at("/messages/0/role").asString()).isEqualTo("system");
        assertThat(request.body().at("/messages/0/content").asString()).isEqualTo("be brief");
        assertThat(request.body().at("/messages/1/content").asString()).isEqualTo("hi");
        assertThat(request.body().has("response_format")).isFalse();
        assertThat(request.body().has("temperature")).isFalse();
    }

    @Test
    void withoutAKeyNoneIsSent() {
        server.answering("hello");

        model(null).ask(new Ask("s", "u", null));

        assertThat(server.requests().getFirst().authorization()).isNull();
    }

    @Test
    void aSchemaIsSentAsStrictResponseFormat() {
        server.answering("{}");

        model(null).ask(new Ask("s", "u", SCHEMA));

        var format = server.requests().getFirst().body().path("response_format");
        assertThat(format.path("type").asString()).isEqualTo("json_schema");
        assertThat(format.at("/json_schema/strict").asBoolean()).isTrue();
        assertThat(format.at("/json_schema/schema/properties/memory/type").asString())
                .isEqualTo("array");
    }

    @Test
    void anEndpointThatRefusesSchemasIsAskedWithoutFromThenOn() {
        server.refusing(400, NO_SCHEMAS).answering("one").answering("two");
        var model = model(null);

        assertThat(model.ask(new Ask("s", "u", SCHEMA)).text()).isEqualTo("one");
        assertThat(model.ask(new Ask("s", "u", SCHEMA)).text()).isEqualTo("two");

        assertThat(server.requests())
                .extracting(request -> request.body().has("response_format"))
                .containsExactly(true, false, false);
    }

    @Test
    void otherBadRequestsAreNotAskedAgain() {
        server.refusing(400, "{\"error\":{\"message\":\"too long\"}}");

        assertThat(failureOf(new Ask("s", "u", SCHEMA)).retriable()).isFalse();
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
        "503, true"
    })
    void statusesTellWhetherAskingAgainMayHelp(int status, boolean retriable) {
        server.refusing(status, "{\"error\":{\"code\":\"some_code\",\"message\":\"no\"}}");

        var failed = failureOf(new Ask("s", "u", null));

        assertThat(failed.retriable()).isEqualTo(retriable);
        assertThat(failed).hasMessage("the chat endpoint answered " + status + " (some_code)");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void anEndpointThatTakesTooLongMayBeAskedAgain() {
        var impatient =
                new OpenAiChatModel(
                        new ChatEndpoint(server.baseUrl(), null, "small", Duration.ofMillis(300)));

        assertThatThrownBy(() -> impatient.ask(new Ask("s", "u", null)))
                .isInstanceOfSatisfying(
                        Failure.ModelFailed.class,
                        failed -> assertThat(failed.retriable()).isTrue());
    }

    @Test
    void anEndpointThatIsNotThereMayBeAskedAgain() {
        server.close();

        var failed = failureOf(new Ask("s", "u", null));

        assertThat(failed.retriable()).isTrue();
        assertThat(failed).hasMessageContaining("cannot be reached");
    }

    @Test
    void aPageInsteadOfACompletionIsUnusable() {
        server.refusing(200, "<html>welcome</html>");

        assertThat(failureOf(new Ask("s", "u", null)).retriable()).isFalse();
    }

    @Test
    void anAnswerWithoutTextIsEmpty() {
        server.refusing(
                200,
                """
                {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
                 "message":{"role":"assistant","content":null},"finish_reason":"stop"}]}\
                """);

        var reply = model(null).ask(new Ask("s", "u", null));

        assertThat(reply.text()).isEmpty();
        assertThat(reply.inputTokens()).isZero();
    }

    @Test
    void failuresRepeatNeitherKeysNorTexts() {
        server.refusing(
                401,
                "{\"error\":{\"message\":\"bad key s3cr3t-key\",\"code\":\"S3CR3T my diary\"}}");

        var failed =
                catchThrowableOfType(
                        Failure.ModelFailed.class,
                        () -> model("s3cr3t-key").ask(new Ask("s", "my diary", null)));

        var trace = new StringWriter();
        failed.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("s3cr3t").doesNotContain("my diary");
    }

    @Test
    void aKeyIsNeverShown() {
        var endpoint =
                new ChatEndpoint(
                        "http://localhost/v1", "s3cr3t-key", "small", Duration.ofSeconds(9));

        assertThat(endpoint.toString()).doesNotContain("s3cr3t").contains("with key");
        assertThat(new OpenAiChatModel(endpoint).name()).isEqualTo("openai/small");
    }

    private OpenAiChatModel model(@Nullable String key) {
        return new OpenAiChatModel(
                new ChatEndpoint(server.baseUrl(), key, "small", Duration.ofSeconds(20)));
    }

    private Failure.ModelFailed failureOf(Ask ask) {
        return catchThrowableOfType(Failure.ModelFailed.class, () -> model(null).ask(ask));
    }
}
