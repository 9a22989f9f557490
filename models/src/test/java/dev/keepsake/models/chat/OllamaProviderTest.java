package dev.keepsake.models.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OllamaProviderTest extends ProviderContract {

    @Override
    Provider provider() {
        return Provider.OLLAMA;
    }

    @Override
    String version() {
        return "";
    }

    @Override
    String keyHeader() {
        return "Authorization";
    }

    @Override
    String answer(String quotedText, boolean isCut) {
        return """
        {"model":"m","created_at":"2026-08-22T12:00:00Z",
         "message":{"role":"assistant","content":%s},"done":true,"done_reason":"%s",
         "prompt_eval_count":7,"eval_count":21}\
        """
                .formatted(quotedText, isCut ? "length" : "stop");
    }

    @Override
    String refusal(String code, String words) {
        return "{\"error\":\"%s %s\"}".formatted(code, words);
    }

    @Override
    JsonNode schemaIn(JsonNode body) {
        return body.at("/format");
    }

    @Test
    void aQuestionIsAChat() {
        answering("hello");

        model().ask(ask(SCHEMA));

        assertThat(server.requests().getFirst().path()).isEqualTo("/api/chat");
        assertThat(sent().path("model").asString()).isEqualTo("small");
        assertThat(sent().path("stream").asBoolean(true)).isFalse();
        assertThat(sent().at("/messages/0/content").asString()).isEqualTo("be brief");
        assertThat(sent().at("/messages/1/content").asString()).contains("my diary");
        assertThat(sent().at("/options").has("temperature")).isFalse();
    }

    @Test
    void limitsAreSentAndWithoutAKeyNoneIs() {
        answering("hello");

        model(null, Duration.ofSeconds(20), new ChatEndpoint.Limits(77, 8192)).ask(ask(null));

        assertThat(sent().at("/options/num_predict").asInt()).isEqualTo(77);
        assertThat(sent().at("/options/num_ctx").asInt()).isEqualTo(8192);
        assertThat(server.requests().getFirst().headers()).doesNotContainKey("Authorization");
    }
}
