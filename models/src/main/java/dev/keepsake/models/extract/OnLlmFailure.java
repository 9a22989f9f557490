package dev.keepsake.models.extract;

/// What becomes of an add when the language model stays silent (`extraction.on_llm_failure`).
public enum OnLlmFailure {
    /// The add fails and nothing is stored.
    FAIL,
    /// The rules extractor takes over.
    RULES
}
