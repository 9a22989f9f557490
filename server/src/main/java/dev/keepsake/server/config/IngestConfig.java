package dev.keepsake.server.config;

/// How messages become memories (engine contract 1).
///
/// @param workers adds worked on at the same time, always of different scopes
/// @param contextMessages earlier messages shown to the extractor
/// @param contextMemories stored memories shown to the extractor, for each entity of the add
/// @param contextTruncation characters kept of each of those
public record IngestConfig(
        int workers,
        int contextMessages,
        int contextMemories,
        int contextTruncation,
        OnLlmFailure onLlmFailure) {

    /// What becomes of an add whose language model gave no answer.
    public enum OnLlmFailure {
        /// Its event fails; nothing is stored.
        FAIL,
        /// The rules extractor does what it can.
        RULES
    }

    static IngestConfig from(Values values) {
        return new IngestConfig(
                values.read(
                        "ingest.workers",
                        Kind.wholeNumber(1, 256),
                        "4",
                        "Adds with `infer: true` worked on at the same time. Those of one owner always run in order."),
                values.read(
                        "context.window_messages",
                        Kind.wholeNumber(0, 1000),
                        "20",
                        "Earlier messages that an extraction sees as context."),
                values.read(
                        "context.existing",
                        Kind.wholeNumber(0, 100),
                        "10",
                        "Stored memories near to the new messages that an extraction sees, for each of user and agent."),
                values.read(
                        "context.truncate_chars",
                        Kind.wholeNumber(20, 100_000),
                        "300",
                        "Characters kept of each piece of context."),
                values.read(
                        "extraction.on_llm_failure",
                        Kind.choice(OnLlmFailure.class),
                        "fail",
                        "After the last retry: let the event fail, or extract by rules."));
    }
}
