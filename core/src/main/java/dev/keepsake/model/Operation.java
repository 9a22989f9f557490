package dev.keepsake.model;

/// What a language model is asked for. Names are stored, and shown in lower case.
public enum Operation {
    /// Memories from messages.
    EXTRACT,
    /// Categories, and when things happened.
    CLASSIFY,
    /// Patterns among memories.
    DREAM,
    /// A short account of somebody.
    SUMMARY,
    /// Memories poured into a schema.
    EXPORT,
    /// The digest of an agent's run.
    PROCEDURAL,
    /// What a picture shows.
    VISION,
    /// The better order of search results.
    RERANK,
    /// Whether the model answers at all.
    TRIAL
}
