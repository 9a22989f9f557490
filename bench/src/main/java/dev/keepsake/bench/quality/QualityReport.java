package dev.keepsake.bench.quality;

import dev.keepsake.bench.quality.Fixtures.Half;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the gates said about one half of the fixtures.
public record QualityReport(String half, List<Gate> gates) {

    /// The figure of a gate.
    ///
    /// @throws IllegalArgumentException when nothing of that name was measured
    public double figure(String name) {
        for (var gate : gates) {
            var figure = gate.figure();
            if (gate.name().equals(name) && figure != null) {
                return figure;
            }
        }
        throw new IllegalArgumentException("no figure for " + name + " in " + gates);
    }

    /// Whether everything that could be measured is good enough.
    boolean isMet() {
        return gates.stream().allMatch(gate -> gate.figure() == null || gate.isMet());
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("half", half);
        json.put("gates", gates.stream().map(Gate::toJson).toList());
        return json;
    }

    /// The table, and below it what failed when that is wanted.
    String toText(boolean withFailures) {
        var text = new StringBuilder("fixtures: " + half + "%n".formatted());
        gates.forEach(gate -> text.append(gate.line()));
        if (withFailures) {
            for (var gate : gates) {
                text.append("%n%s%n".formatted(gate.name()));
                gate.failures().forEach(failure -> text.append("  " + failure + "%n".formatted()));
            }
        }
        return text.toString();
    }

    static QualityReport of(Half half, List<Gate> gates) {
        return new QualityReport(half.suffix(), List.copyOf(gates));
    }
}
