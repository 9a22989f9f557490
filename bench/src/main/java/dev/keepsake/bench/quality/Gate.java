package dev.keepsake.bench.quality;

import dev.keepsake.bench.Rounded;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One figure with its target.
///
/// @param figure what was measured; null when the product cannot do it yet
/// @param detail counts behind it
/// @param failures what went wrong, one line each
record Gate(
        String name, @Nullable Double figure, Target target, String detail, List<String> failures) {

    /// @param isMost true for a limit from above
    record Target(double bound, boolean isMost) {
        static Target atLeast(double bound) {
            return new Target(bound, false);
        }

        static Target atMost(double bound) {
            return new Target(bound, true);
        }

        boolean isMetBy(double figure) {
            return isMost ? figure <= bound : figure >= bound;
        }

        @Override
        public String toString() {
            return (isMost ? "<= " : ">= ") + bound;
        }
    }

    /// Of a share: those that did not fail among all.
    static Gate share(String name, int all, double least, List<String> failures) {
        int good = all - failures.size();
        return new Gate(
                name,
                all == 0 ? 0 : (double) good / all,
                Target.atLeast(least),
                good + " of " + all,
                failures);
    }

    static Gate notYet(String name, Target target, String why) {
        return new Gate(name, null, target, why, List.of());
    }

    boolean isMet() {
        return figure != null && target.isMetBy(figure);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        if (figure != null) {
            json.put("figure", Rounded.share(figure));
        }
        json.put("target", target.toString());
        json.put("met", isMet());
        json.put("detail", detail);
        return json;
    }

    String line() {
        var verdict = figure == null ? "not yet" : isMet() ? "met" : "MISSED";
        var value = figure == null ? "-" : "%.3f".formatted(figure);
        return "%-44s %7s  %-9s %-8s %s%n".formatted(name, value, target, verdict, detail);
    }
}
