package dev.keepsake.search;

import dev.keepsake.memory.Memory;

/// One memory found, with the parts of its score; all but the weight in [0,1], an inactive signal
/// is 0.
///
/// @param weight what feedback made of the score; 1 without any
public record Hit(
        Memory memory,
        double score,
        double semantic,
        double keyword,
        double entity,
        double weight) {}
