package dev.keepsake.storage;

/// Exports and what came of them.
public interface Exports {}
