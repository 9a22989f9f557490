package dev.keepsake.trace;

/// What takes time in the engine.
public enum Step {
    /// Texts become vectors.
    EMBED,
    /// A language model is asked.
    ASK_MODEL,
    /// The index looks for candidates.
    GATHER,
    /// Changes go to disk.
    APPLY,
    /// An add, from its lease to its end.
    ADD,
    /// A run of synthesis, from its lease to its end.
    DREAM
}
