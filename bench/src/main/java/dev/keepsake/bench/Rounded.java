package dev.keepsake.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/// Figures with as many digits as they are worth.
public final class Rounded {

    private Rounded() {}

    /// Four digits after the point.
    public static double share(double value) {
        return Math.round(value * 1e4) / 1e4;
    }

    /// Two digits after the point.
    public static double hundredth(double value) {
        return Math.round(value * 1e2) / 1e2;
    }

    /// One digit after the point.
    public static double tenth(double value) {
        return Math.round(value * 10) / 10.0;
    }

    /// The usual three, in milliseconds.
    public static Map<String, Object> percentiles(Durations durations) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("p50", hundredth(durations.percentile(50)));
        json.put("p95", hundredth(durations.percentile(95)));
        json.put("p99", hundredth(durations.percentile(99)));
        return json;
    }
}
