package dev.keepsake.models.chat;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The clients of the providers, all set up alike: no retries and no logs of their own, one
/// transport, and no wish about temperature, which some models refuse.
final class Connections {

    /// Anthropic wants to be told; this is less than every model of today may give.
    private static final int ANTHROPIC_ANSWER = 8_192;

    private Connections() {}

    static ChatModel open(ChatEndpoint endpoint, Supplier<Map<String, String>> headers) {
        return switch (endpoint.provider()) {
            case OPENAI -> openAi(endpoint, headers);
            case ANTHROPIC -> anthropic(endpoint, headers);
            case GEMINI -> gemini(endpoint, headers);
            case OLLAMA -> ollama(endpoint, headers);
        };
    }

    private static ChatModel openAi(ChatEndpoint endpoint, Supplier<Map<String, String>> headers) {
        var builder =
                OpenAiChatModel.builder()
                        .httpClientBuilder(ChatTransport.within(endpoint.timeout()))
                        .baseUrl(endpoint.baseUrl())
                        .modelName(endpoint.model())
                        .timeout(endpoint.timeout())
                        .strictJsonSchema(true)
                        .maxRetries(0)
                        .customHeaders(headers)
                        .logRequests(false)
                        .logResponses(false);
        if (endpoint.key() != null) {
            builder.apiKey(endpoint.key());
        }
        if (endpoint.limits().outputTokens() != null) {
            builder.maxCompletionTokens(endpoint.limits().outputTokens());
        }
        return builder.build();
    }

    private static ChatModel anthropic(
            ChatEndpoint endpoint, Supplier<Map<String, String>> headers) {
        var most = endpoint.limits().outputTokens();
        return AnthropicChatModel.builder()
                .httpClientBuilder(ChatTransport.within(endpoint.timeout()))
                .baseUrl(endpoint.baseUrl())
                .apiKey(String.valueOf(endpoint.key()))
                .modelName(endpoint.model())
                .maxTokens(most == null ? ANTHROPIC_ANSWER : most)
                .timeout(endpoint.timeout())
                .maxRetries(0)
                .customHeaders(headers)
                .logRequests(false)
                .logResponses(false)
                .build();
    }

    private static ChatModel gemini(ChatEndpoint endpoint, Supplier<Map<String, String>> headers) {
        var builder =
                GoogleAiGeminiChatModel.builder()
                        .httpClientBuilder(ChatTransport.within(endpoint.timeout()))
                        .baseUrl(endpoint.baseUrl())
                        .apiKey(String.valueOf(endpoint.key()))
                        .modelName(endpoint.model())
                        .timeout(endpoint.timeout())
                        .customHeaders(headers)
                        .logRequests(false)
                        .logResponses(false)
                        .maxRetries(0);
        if (endpoint.limits().outputTokens() != null) {
            builder.maxOutputTokens(endpoint.limits().outputTokens());
        }
        return builder.build();
    }

    /// Ollama itself wants no key, but what stands before it may.
    private static ChatModel ollama(ChatEndpoint endpoint, Supplier<Map<String, String>> headers) {
        var builder = OllamaChatModel.builder();
        builder.httpClientBuilder(ChatTransport.within(endpoint.timeout()))
                .baseUrl(endpoint.baseUrl())
                .modelName(endpoint.model())
                .timeout(endpoint.timeout())
                .customHeaders(() -> withKey(endpoint, headers.get()))
                .logRequests(false)
                .logResponses(false);
        if (endpoint.limits().outputTokens() != null) {
            builder.numPredict(endpoint.limits().outputTokens());
        }
        if (endpoint.limits().contextTokens() != null) {
            builder.numCtx(endpoint.limits().contextTokens());
        }
        return builder.maxRetries(0).build();
    }

    private static Map<String, String> withKey(ChatEndpoint endpoint, Map<String, String> headers) {
        if (endpoint.key() == null) {
            return headers;
        }
        var all = new LinkedHashMap<>(headers);
        all.put("Authorization", "Bearer " + endpoint.key());
        return all;
    }
}
