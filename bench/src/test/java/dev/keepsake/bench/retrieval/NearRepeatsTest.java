package dev.keepsake.bench.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearRepeatsTest {

    private static int count(float... points) {
        List<float[]> vectors = new ArrayList<>();
        for (var point : points) {
            vectors.add(new float[] {point});
        }
        return NearRepeats.count(vectors, (one, other) -> 1 - Math.abs(one[0] - other[0]));
    }

    @Test
    void everyMemoryWithATwinCountsOnce() {
        assertThat(count(0f, 0.01f, 0.02f, 0.5f)).isEqualTo(3);
    }

    @Test
    void neighboursAreNoTwins() {
        assertThat(count(0f, 0.06f, 0.12f)).isZero();
    }
}
