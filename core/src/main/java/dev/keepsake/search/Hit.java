package dev.keepsake.search;

import dev.keepsake.memory.Memory;

/// One memory found, with the parts of its score; all in [0,1], an inactive signal is 0.
public record Hit(Memory memory, double score, double semantic, double keyword, double entity) {}
