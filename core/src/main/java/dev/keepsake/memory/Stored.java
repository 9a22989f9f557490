package dev.keepsake.memory;

/// A memory with what was computed from it: one row of the truth.
public record Stored(Memory memory, Encoding encoding) {}
