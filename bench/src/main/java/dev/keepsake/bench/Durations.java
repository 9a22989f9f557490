package dev.keepsake.bench;

import java.util.Arrays;

/// Measured times of one operation; safe for many threads until they are read.
public final class Durations {

    private static final double NANOS_PER_MILLI = 1e6;

    private long[] nanos = new long[256];
    private int count;

    public synchronized void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = duration;
    }

    public synchronized int count() {
        return count;
    }

    /// The shortest time, in milliseconds, that at least `percent` in a hundred stayed within
    /// (nearest rank); 0 when nothing was measured.
    public synchronized double percentile(double percent) {
        if (count == 0) {
            return 0;
        }
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        var rank = Math.max(1, (int) Math.ceil(percent / 100 * count));
        return sorted[rank - 1] / NANOS_PER_MILLI;
    }
}
