package dev.keepsake.models.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where and how to reach an OpenAI-compatible chat endpoint.
///
/// @param baseUrl up to and including the version, as in `https://api.openai.com/v1` or
///   `http://localhost:11434/v1`
/// @param key sent as a bearer token; null for endpoints that want none
/// @param model the name that the endpoint knows the model by
/// @param timeout for one whole question
public record ChatEndpoint(String baseUrl, @Nullable String key, String model, Duration timeout) {

    public static final Duration STANDARD_TIMEOUT = Duration.ofSeconds(90);

    public ChatEndpoint {
        key = key == null || key.isBlank() ? null : key.strip();
    }

    /// Never shows the key.
    @Override
    public String toString() {
        return "ChatEndpoint["
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
