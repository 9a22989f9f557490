package dev.keepsake.search;

import dev.keepsake.graph.EntityWeights;

/// The constants of ranking (engine contract 2 and 18).
///
/// @param poolFactor semantic candidates per wanted result
/// @param poolFloor at least this many semantic candidates
/// @param recallUnion whether keyword hits and memories that the question names become candidates
///   even when meaning alone would not bring them (R3)
/// @param coverage whether the keyword signal is weighed by the share of the question that matched
///   (R1)
/// @param minActiveBm25 the keyword signal counts only if some candidate reaches this (R2); 0 for
///   always
public record SearchSettings(
        int poolFactor,
        int poolFloor,
        boolean recallUnion,
        boolean coverage,
        double minActiveBm25,
        Bm25 bm25,
        EntityWeights entities) {

    public static final SearchSettings STANDARD =
            new SearchSettings(4, 60, true, true, 0.20, Bm25.STANDARD, EntityWeights.STANDARD);

    int pool(int topK) {
        return Math.max(poolFactor * topK, poolFloor);
    }
}
