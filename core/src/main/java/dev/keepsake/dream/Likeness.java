package dev.keepsake.dream;

import dev.keepsake.category.Category;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Stored;
import dev.keepsake.model.EmbeddingModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How alike the memories of one run are: their calibrated cosine, a little more where they share a
/// name or a category (engine contract 7.5). For one thread.
final class Likeness {

    private static final double SHARED_NAME = 0.10;
    private static final double SHARED_CATEGORY = 0.05;

    private final EmbeddingModel model;
    private final List<Stored> rows;
    private final List<Set<String>> names = new ArrayList<>();
    private final List<Set<String>> categories = new ArrayList<>();

    Likeness(EmbeddingModel model, List<Stored> rows) {
        this.model = model;
        this.rows = rows;
        for (var row : rows) {
            names.add(ProperNames.in(row.memory().text()));
            categories.add(labels(row.memory()));
        }
    }

    /// To fit nothing else is nothing that two memories share.
    private static Set<String> labels(Memory memory) {
        var labels = memory.categories();
        Set<String> told = new HashSet<>(labels == null ? List.of() : labels);
        told.removeIf(label -> Category.of(label, null).isRest());
        return told;
    }

    int count() {
        return rows.size();
    }

    Stored row(int at) {
        return rows.get(at);
    }

    double of(int one, int other) {
        var similarity =
                cosine(
                        model,
                        rows.get(one).encoding().vector(),
                        rows.get(other).encoding().vector());
        if (!Collections.disjoint(names.get(one), names.get(other))) {
            similarity += SHARED_NAME;
        }
        if (!Collections.disjoint(categories.get(one), categories.get(other))) {
            similarity += SHARED_CATEGORY;
        }
        return similarity;
    }

    /// Of unit vectors of one model, so the product is the cosine; calibrated.
    static double cosine(EmbeddingModel model, float[] one, float[] other) {
        if (one.length != other.length) {
            return 0;
        }
        var product = 0.0;
        for (var i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
        }
        return model.calibrated(product);
    }
}
