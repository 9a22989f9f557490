package dev.keepsake.storage.embedded;

import java.time.Duration;

/// How a [LuceneIndex] behaves; nothing here changes what is on disk.
///
/// @param commitAfter the longest that a written batch waits to become durable. Waiting costs
///   nothing but a longer replay after a crash
/// @param commitAt how many waiting changes are made durable at once
/// @param exactUpTo how many matches of a filter are all compared with a question; beyond it, the
///   nearest are found approximately
/// @param graphFrom the size from which a segment gets a graph. Building graphs is the largest part
///   of the cost of indexing, and below `exactUpTo` nobody walks them
record LuceneSettings(Duration commitAfter, int commitAt, int exactUpTo, int graphFrom) {

    static final LuceneSettings STANDARD =
            new LuceneSettings(Duration.ofSeconds(5), 20_000, 200_000, 100_000);
}
