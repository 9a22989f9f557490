package dev.keepsake.server.config;

import dev.keepsake.ingest.IngestSettings;

/// How messages become memories (engine contract 1).
public record IngestConfig(IngestSettings intake, OnLlmFailure onLlmFailure) {

    /// What becomes of an add whose language model gave no answer.
    public enum OnLlmFailure {
        /// Its event fails; nothing is stored.
        FAIL,
        /// The rules extractor does what it can.
        RULES
    }

    static IngestConfig from(Values values) {
        var intake =
                IngestSettings.STANDARD
                        .withWorkers(
                                values.read(
                                        "ingest.workers",
                                        Kind.wholeNumber(1, 256),
                                        "4",
                                        "Adds with `infer: true` worked on at the same time. Those of one owner always run in order."))
                        .withExisting(
                                values.read(
                                        "context.existing",
                                        Kind.wholeNumber(0, 100),
                                        "10",
                                        "Stored memories near to the new messages that an extraction sees, for each of user and agent."))
                        .withMediaBytes(
                                values.read(
                                                "media.max_mib",
                                                Kind.wholeNumber(1, 256),
                                                "20",
                                                "Largest picture or document in a message, in MiB.")
                                        << 20);
        return new IngestConfig(
                intake,
                values.read(
                        "extraction.on_llm_failure",
                        Kind.choice(OnLlmFailure.class),
                        "fail",
                        "After the last retry: let the event fail, or extract by rules."));
    }
}
