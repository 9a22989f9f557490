package dev.keepsake.ingest;

import dev.keepsake.failure.Failure;

/// Distils a conversation into statements worth remembering. It only proposes: scope, duplicates
/// and storage are decided after it. Safe for many threads.
public interface Extractor {

    /// @throws Failure.ModelFailed when a model is needed and does not answer, after the retries
    ///   that the implementation makes
    Extraction extract(ExtractionTask task);
}
