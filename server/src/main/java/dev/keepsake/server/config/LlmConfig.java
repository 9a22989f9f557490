package dev.keepsake.server.config;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The language model that distils conversations, behind any endpoint that speaks the OpenAI chat
/// API.
///
/// @param apiKey null when the endpoint wants none
public record LlmConfig(URI baseUrl, @Nullable Secret apiKey, String model, Duration timeout) {

    /// Null without a language model: extraction then goes by rules.
    static @Nullable LlmConfig from(Values values) {
        var baseUrl =
                values.find(
                        "llm.base-url",
                        Kind.url(),
                        "`https://api.openai.com/v1`",
                        "The address that ends before `/chat/completions`: OpenAI, Ollama, vLLM, LM Studio.");
        var apiKey =
                values.find(
                        "llm.api-key",
                        Rules.ANY_SECRET,
                        "none",
                        "The key, where the endpoint wants one.");
        var model =
                values.find(
                        "llm.model",
                        Kind.text(),
                        "none: extraction by rules",
                        "The chat model that extracts memories. Giving it turns the language model on.");
        var timeout =
                values.read(
                        "llm.timeout",
                        Kind.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                        "60s",
                        "How long one call may take.");
        if (model == null) {
            Rules.require(
                    baseUrl == null && apiKey == null,
                    "llm.base-url or llm.api-key is given, but llm.model is not");
            return null;
        }
        var address = baseUrl == null ? URI.create("https://api.openai.com/v1") : baseUrl;
        return new LlmConfig(address, apiKey, model, timeout);
    }
}
