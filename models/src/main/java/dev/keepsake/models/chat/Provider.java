package dev.keepsake.models.chat;

/// Whose protocol a chat endpoint speaks.
public enum Provider {
    /// OpenAI's chat completions, which vLLM, LM Studio, llama.cpp and many others speak too.
    OPENAI("openai", "https://api.openai.com/v1"),
    /// Anthropic's messages.
    ANTHROPIC("anthropic", "https://api.anthropic.com/v1"),
    /// Google's generative language API.
    GEMINI("gemini", "https://generativelanguage.googleapis.com/v1beta"),
    /// Ollama's own API.
    OLLAMA("ollama", "http://localhost:11434");

    private final String label;
    private final String baseUrl;

    Provider(String label, String baseUrl) {
        this.label = label;
        this.baseUrl = baseUrl;
    }

    /// As in settings, events and metrics.
    public String label() {
        return label;
    }

    /// Where its own endpoint is.
    public String baseUrl() {
        return baseUrl;
    }
}
