package dev.keepsake.models.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GeminiProviderTest extends ProviderContract {

    @Override
    Provider provider() {
        return Provider.GEMINI;
    }

    @Override
    String version() {
        return "/v1beta";
    }

    @Override
    String keyHeader() {
        return "x-goog-api-key";
    }

    @Override
    String answer(String quotedText, boolean isCut) {
        return """
        {"candidates":[{"content":{"parts":[{"text":%s}],"role":"model"},"finishReason":"%s",
          "index":0}],
         "usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":21,"totalTokenCount":28},
         "modelVersion":"m"}\
        """
                .formatted(quotedText, isCut ? "MAX_TOKENS" : "STOP");
    }

    @Override
    String refusal(String code, String words) {
        return "{\"error\":{\"code\":400,\"message\":\"%s\",\"status\":\"%s\"}}"
                .formatted(words, code);
    }

    @Override
    JsonNode schemaIn(JsonNode body) {
        return body.at("/generationConfig/responseJsonSchema");
    }

    @Test
    void aQuestionIsToGenerateContent() {
        answering("hello");

        model().ask(ask(SCHEMA));

        assertThat(server.requests().getFirst().path())
                .isEqualTo("/v1beta/models/small:generateContent");
        assertThat(sent().at("/systemInstruction/parts/0/text").asString()).isEqualTo("be brief");
        assertThat(sent().at("/contents/0/role").asString()).isEqualTo("user");
        assertThat(sent().at("/contents/0/parts/0/text").asString()).contains("my diary");
        assertThat(sent().at("/generationConfig/responseMimeType").asString())
                .isEqualTo("application/json");
        assertThat(sent().at("/generationConfig").has("temperature")).isFalse();
    }

    @Test
    void aLimitOfAnswersIsSent() {
        answering("hello");

        model("key", Duration.ofSeconds(20), new ChatEndpoint.Limits(77, 99)).ask(ask(null));

        assertThat(sent().at("/generationConfig/maxOutputTokens").asInt()).isEqualTo(77);
    }
}
