package dev.keepsake.storage.testkit;

/// What a [dev.keepsake.memory.Filter] means is the same in lists and in the index.
public interface FiltersContract extends TestedStorage {}
