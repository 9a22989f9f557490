package dev.keepsake.models.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AnthropicProviderTest extends ProviderContract {

    @Override
    Provider provider() {
        return Provider.ANTHROPIC;
    }

    @Override
    String version() {
        return "/v1";
    }

    @Override
    String keyHeader() {
        return "x-api-key";
    }

    @Override
    String answer(String quotedText, boolean isCut) {
        return """
        {"id":"msg_1","type":"message","role":"assistant","model":"m",
         "content":[{"type":"text","text":%s}],"stop_reason":"%s","stop_sequence":null,
         "usage":{"input_tokens":7,"output_tokens":21}}\
        """
                .formatted(quotedText, isCut ? "max_tokens" : "end_turn");
    }

    @Override
    String refusal(String code, String words) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"}}"
                .formatted(code, words);
    }

    @Override
    JsonNode schemaIn(JsonNode body) {
        return body.at("/output_config/format/schema");
    }

    @Test
    void aQuestionIsAMessage() {
        answering("hello");

        model().ask(ask(SCHEMA));

        var request = server.requests().getFirst();
        assertThat(request.path()).isEqualTo("/v1/messages");
        assertThat(request.header("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(sent().path("model").asString()).isEqualTo("small");
        assertThat(sent().path("max_tokens").asInt()).isEqualTo(8192);
        assertThat(sent().path("system").toString()).contains("be brief");
        assertThat(sent().at("/messages/0/role").asString()).isEqualTo("user");
        assertThat(sent().at("/messages/0/content").toString()).contains("my diary");
        assertThat(sent().at("/output_config/format/type").asString()).isEqualTo("json_schema");
        assertThat(sent().has("temperature")).isFalse();
    }

    @Test
    void aLimitOfAnswersIsSent() {
        answering("hello");

        model("key", Duration.ofSeconds(20), new ChatEndpoint.Limits(77, 99)).ask(ask(null));

        assertThat(sent().path("max_tokens").asInt()).isEqualTo(77);
    }
}
