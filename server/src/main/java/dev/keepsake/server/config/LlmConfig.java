package dev.keepsake.server.config;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The language model that distils conversations.
///
/// @param baseUrl null for the provider's own
/// @param apiKey null when the endpoint wants none
/// @param maxOutputTokens null for what the provider allows
/// @param contextTokens asked for where it can be asked for
/// @param inputPrice for a million tokens; null when unknown
/// @param outputPrice for a million tokens; null when unknown
public record LlmConfig(
        Provider provider,
        @Nullable URI baseUrl,
        @Nullable Secret apiKey,
        String model,
        Duration timeout,
        @Nullable Integer maxOutputTokens,
        int contextTokens,
        @Nullable BigDecimal inputPrice,
        @Nullable BigDecimal outputPrice) {

    /// Whose protocol the endpoint speaks.
    public enum Provider {
        OPENAI,
        ANTHROPIC,
        GEMINI,
        OLLAMA
    }

    /// Null without a language model: extraction then goes by rules.
    static @Nullable LlmConfig from(Values values) {
        var provider =
                values.read(
                        "llm.provider",
                        Kind.choice(Provider.class),
                        "openai",
                        "The protocol of the endpoint. `openai` is also spoken by vLLM, LM Studio, llama.cpp and many others.");
        var baseUrl =
                values.find(
                        "llm.base-url",
                        Kind.url(),
                        "the provider's own; with `ollama` `http://localhost:11434`",
                        "The address of the endpoint, version included: with `openai` it ends before `/chat/completions`, with `anthropic` before `/messages`, with `gemini` before `/models`, with `ollama` before `/api`.");
        var apiKey =
                values.find(
                        "llm.api-key",
                        Rules.ANY_SECRET,
                        "none",
                        "The key, where the endpoint wants one; `anthropic` and `gemini` do.");
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
        var maxOutputTokens =
                values.find(
                        "llm.max-output-tokens",
                        Kind.wholeNumber(16, 1_000_000),
                        "the provider's; with `anthropic` `8192`",
                        "The longest answer.");
        var contextTokens =
                values.read(
                        "llm.context-tokens",
                        Kind.wholeNumber(1024, 10_000_000),
                        "16384",
                        "With `ollama`: the context window to ask for. It drops what does not fit without a word.");
        var inputPrice =
                values.find(
                        "llm.price-input",
                        Kind.amount(),
                        "none: no costs are told",
                        "What a million tokens of questions cost, in any currency.");
        var outputPrice =
                values.find(
                        "llm.price-output",
                        Kind.amount(),
                        "none: no costs are told",
                        "What a million tokens of answers cost.");
        if (model == null) {
            Rules.require(
                    baseUrl == null && apiKey == null,
                    "llm.base-url or llm.api-key is given, but llm.model is not");
            return null;
        }
        Rules.require(
                apiKey != null || provider == Provider.OPENAI || provider == Provider.OLLAMA,
                "llm.provider = %s: llm.api-key must be given",
                Kind.spelled(provider));
        return new LlmConfig(
                provider,
                baseUrl,
                apiKey,
                model,
                timeout,
                maxOutputTokens,
                contextTokens,
                inputPrice,
                outputPrice);
    }
}
