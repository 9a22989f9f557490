package dev.keepsake.ingest;

import dev.keepsake.memory.Memory;

/// A stored memory near a draft.
///
/// @param similarity of the two, calibrated
record Neighbour(Memory memory, double similarity) {}
