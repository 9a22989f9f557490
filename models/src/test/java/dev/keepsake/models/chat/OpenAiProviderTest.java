package dev.keepsake.models.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenAiProviderTest extends ProviderContract {

    @Override
    Provider provider() {
        return Provider.OPENAI;
    }

    @Override
    String version() {
        return "/v1";
    }

    @Override
    String keyHeader() {
        return "Authorization";
    }

    @Override
    String answer(String quotedText, boolean isCut) {
        return """
        {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
         "message":{"role":"assistant","content":%s},"finish_reason":"%s"}],
         "usage":{"prompt_tokens":7,"completion_tokens":21,"total_tokens":28}}\
        """
                .formatted(quotedText, isCut ? "length" : "stop");
    }

    @Override
    String refusal(String code, String words) {
        return "{\"error\":{\"message\":\"%s\",\"type\":\"x\",\"code\":\"%s\"}}"
                .formatted(words, code);
    }

    @Override
    JsonNode schemaIn(JsonNode body) {
        return body.at("/response_format/json_schema/schema");
    }

    @Test
    void aQuestionIsAChatCompletion() {
        answering("hello");

        model().ask(ask(SCHEMA));

        assertThat(server.requests().getFirst().path()).isEqualTo("/v1/chat/completions");
        assertThat(sent().path("model").asString()).isEqualTo("small");
        assertThat(sent().at("/messages/0/role").asString()).isEqualTo("system");
        assertThat(sent().at("/messages/0/content").asString()).isEqualTo("be brief");
        assertThat(sent().at("/messages/1/content").asString()).contains("my diary");
        assertThat(sent().at("/response_format/type").asString()).isEqualTo("json_schema");
        assertThat(sent().at("/response_format/json_schema/strict").asBoolean()).isTrue();
        assertThat(sent().has("temperature")).isFalse();
    }

    @Test
    void withoutAKeyNoneIsSent() {
        answering("hello");

        model(null, Duration.ofSeconds(20), ChatEndpoint.Limits.NONE).ask(ask(null));

        assertThat(server.requests().getFirst().headers()).doesNotContainKey("Authorization");
    }

    @Test
    void aLimitOfAnswersIsSent() {
        answering("hello");

        model("key", Duration.ofSeconds(20), new ChatEndpoint.Limits(77, 99)).ask(ask(null));

        assertThat(sent().path("max_completion_tokens").asInt()).isEqualTo(77);
    }

    @Test
    void anAnswerWithoutTextOrUsageIsEmpty() {
        server.answering(
                200,
                """
                {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
                 "message":{"role":"assistant","content":null},"finish_reason":"stop"}]}\
                """);

        var reply = model().ask(ask(null));

        assertThat(reply.text()).isEmpty();
        assertThat(reply.inputTokens()).isZero();
    }

    @Test
    void aKeyIsNeverShown() {
        var endpoint =
                new ChatEndpoint(
                        Provider.OPENAI,
                        "http://localhost/v1",
                        "s3cr3t-key",
                        "small",
                        Duration.ofSeconds(9),
                        ChatEndpoint.Limits.NONE);

        assertThat(endpoint.toString()).doesNotContain("s3cr3t").contains("with key");
        assertThat(new ProviderModel(endpoint).name()).isEqualTo("openai/small");
    }
}
