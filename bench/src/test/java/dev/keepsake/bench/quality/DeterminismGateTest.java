package dev.keepsake.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeterminismGateTest {

    @Test
    void anotherOrderIsADifference() {
        var gate =
                DeterminismGate.compare(
                        Map.of("c1", List.of("a", "b"), "c2", List.of("a")),
                        Map.of("c1", List.of("b", "a"), "c2", List.of("a")));

        assertThat(gate.figure()).isEqualTo(1.0);
        assertThat(gate.isMet()).isFalse();
    }

    @Test
    void theSameTwiceHasNone() {
        var account = Map.of("c1", List.of("a", "b"));

        assertThat(DeterminismGate.compare(account, Map.copyOf(account)).isMet()).isTrue();
    }
}
