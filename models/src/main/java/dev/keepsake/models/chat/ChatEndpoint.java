package dev.keepsake.models.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where and how to reach a chat endpoint.
///
/// @param baseUrl up to and including the version where the provider has one, as in
///   `https://api.openai.com/v1`
/// @param key null for endpoints that want none
/// @param model the name that the endpoint knows the model by
/// @param timeout for one whole question
/// @param limits how much may go in and come out
public record ChatEndpoint(
        Provider provider,
        String baseUrl,
        @Nullable String key,
        String model,
        Duration timeout,
        Limits limits) {

    public static final Duration STANDARD_TIMEOUT = Duration.ofSeconds(90);

    /// @param outputTokens the longest answer; null for what the provider allows
    /// @param contextTokens the window to ask for where it can be asked for (Ollama, which silently
    ///   drops what does not fit); null for what the endpoint has
    public record Limits(@Nullable Integer outputTokens, @Nullable Integer contextTokens) {
        public static final Limits NONE = new Limits(null, null);
    }

    @SuppressWarnings("NullAway") // the annotation of a record component is lost here
    public ChatEndpoint {
        key = key == null || key.isBlank() ? null : key.strip();
    }

    /// Provider and model, as shown in events and metrics.
    public String name() {
        return provider.label() + "/" + model;
    }

    /// Never shows the key.
    @Override
    public String toString() {
        return "ChatEndpoint["
                + provider.label()
                + " "
                + baseUrl
                + ", "
                + model
                + ", "
                + (key == null ? "no key" : "with key")
                + ", "
                + timeout
                + "]";
    }
}
