package dev.keepsake.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DurationsTest {

    private static Durations ofMillis(long... millis) {
        var durations = new Durations();
        LongStream.of(millis).forEach(each -> durations.add(each * 1_000_000));
        return durations;
    }

    @Test
    void aPercentileIsTheNearestRank() {
        var durations = ofMillis(LongStream.rangeClosed(1, 300).map(i -> 301 - i).toArray());

        assertThat(durations.percentile(50)).isEqualTo(150);
        assertThat(durations.percentile(95)).isEqualTo(285);
        assertThat(durations.percentile(99)).isEqualTo(297);
        assertThat(durations.percentile(100)).isEqualTo(300);
        assertThat(durations.count()).isEqualTo(300);
    }

    @Test
    void ofThreeTheSecondIsTheMedian() {
        assertThat(ofMillis(9, 1, 4).percentile(50)).isEqualTo(4);
        assertThat(ofMillis(9, 1, 4).percentile(1)).isEqualTo(1);
    }

    @Test
    void nothingMeasuredIsZero() {
        assertThat(ofMillis().percentile(50)).isZero();
    }
}
