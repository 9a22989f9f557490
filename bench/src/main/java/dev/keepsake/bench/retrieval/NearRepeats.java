package dev.keepsake.bench.retrieval;

import java.util.List;
import java.util.function.ToDoubleBiFunction;

/// Counts memories that say what another of the same person says. Pure.
final class NearRepeats {

    /// Calibrated similarity from which on two texts say the same.
    private static final double SAME = 0.95;

    private NearRepeats() {}

    /// How many have at least one other so near.
    ///
    /// @param similarity symmetric
    static int count(List<float[]> vectors, ToDoubleBiFunction<float[], float[]> similarity) {
        var repeated = new boolean[vectors.size()];
        for (int i = 0; i < vectors.size(); i++) {
            for (int j = i + 1; j < vectors.size(); j++) {
                if (similarity.applyAsDouble(vectors.get(i), vectors.get(j)) >= SAME) {
                    repeated[i] = true;
                    repeated[j] = true;
                }
            }
        }
        int count = 0;
        for (var each : repeated) {
            count += each ? 1 : 0;
        }
        return count;
    }
}
