package dev.keepsake.memory;

/// Who stated a fact.
public enum Attribution {
    USER,
    ASSISTANT
}
