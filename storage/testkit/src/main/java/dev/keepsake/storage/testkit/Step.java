package dev.keepsake.storage.testkit;

/// Something that a random walk may do next.
///
/// @param weight how often, compared with the others
record Step(int weight, String name, Runnable action) {}
