package dev.keepsake.storage;

/// What users think of single memories.
public interface Feedbacks {}
