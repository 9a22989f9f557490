package dev.keepsake.dream;

import dev.keepsake.memory.Stored;
import dev.keepsake.model.EmbeddingModel;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/// Finds memories that belong together (engine contract 7.5, steps 2). Pure and deterministic.
final class Clusters {

    /// `dream.cluster_cut` of engine contract 18.
    private static final double CUT = 0.45;

    private static final double FINER_CUT = 0.55;
    private static final double FINEST_CUT = 0.95;
    private static final double CUT_STEP = 0.10;
    private static final int LEAST = 3;
    private static final int MOST = 25;
    private static final int LEAST_DAYS = 2;

    private final Likeness likeness;
    private final Dendrogram dendrogram;
    private final List<Cluster> found = new ArrayList<>();

    private Clusters(Likeness likeness) {
        this.likeness = likeness;
        this.dendrogram = new Dendrogram(likeness.count(), likeness::of);
    }

    /// Groups of 3 to 25 from at least two days.
    static List<Cluster> of(EmbeddingModel model, List<Stored> rows) {
        var clusters = new Clusters(new Likeness(model, rows));
        clusters.dendrogram.groups(CUT).forEach(group -> clusters.take(group, FINER_CUT));
        return List.copyOf(clusters.found);
    }

    /// What is too large is cut finer and finer.
    private void take(List<Integer> group, double nextCut) {
        if (group.size() > MOST && nextCut <= FINEST_CUT) {
            var members = new HashSet<>(group);
            dendrogram
                    .groups(nextCut, members::contains)
                    .forEach(part -> take(part, nextCut + CUT_STEP));
        } else if (group.size() >= LEAST) {
            add(group);
        }
    }

    private record Central(Stored row, double likeness) {}

    private void add(List<Integer> group) {
        List<Central> members = new ArrayList<>();
        for (var one : group) {
            var sum = 0.0;
            for (var other : group) {
                sum += one.equals(other) ? 0 : likeness.of(one, other);
            }
            members.add(new Central(likeness.row(one), sum / (group.size() - 1)));
        }
        members.sort(Comparator.comparingDouble(Central::likeness).reversed());
        var kept = members.subList(0, Math.min(MOST, members.size()));
        var rows = kept.stream().map(Central::row).toList();
        if (days(rows) >= LEAST_DAYS) {
            found.add(
                    new Cluster(
                            rows,
                            kept.stream().mapToDouble(Central::likeness).average().orElse(0)));
        }
    }

    private static long days(List<Stored> rows) {
        return rows.stream()
                .map(row -> row.memory().times().created().atOffset(ZoneOffset.UTC).toLocalDate())
                .distinct()
                .count();
    }
}
