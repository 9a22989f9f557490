package dev.keepsake.category;

import dev.keepsake.model.Embedder;
import dev.keepsake.model.EmbeddingModel;
import dev.keepsake.model.TextAnalyzer;
import dev.keepsake.model.TextEmbedding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A category as vectors and cue words.
///
/// @param vectors of its name, its description, the parts of that, and its examples; unit length
/// @param centre of the vectors, unit length
/// @param cues the terms of each cue
/// @param isShipped whether examples say what it means
@SuppressWarnings("ArrayRecordComponent")
record Prototype(
        String name,
        List<float[]> vectors,
        float[] centre,
        Set<List<String>> cues,
        boolean isShipped) {

    /// What the weights were chosen by is told in `docs/quality.md`.
    private static final double CENTRE_WEIGHT = 0.35;

    private static final double CUE_BONUS = 0.15;

    /// A category without examples lies further from what belongs to it.
    private static final double ALLOWANCE = 0.05;

    /// How far behind the best label another may be; the less is known of it, the less it says.
    private static final double BAND = 0.08;

    private static final double BAND_WITHOUT_EXAMPLES = 0.15;

    private static final int MOST_PARTS = 12;
    private static final int MOST_PART_CHARS = 400;
    private static final int MOST_CUE_TERMS = 3;

    /// All but the one for the rest, which is no meaning of its own; in one call to the embedder.
    static List<Prototype> allOf(Catalog catalog, Embedder embedder, TextAnalyzer analyzer) {
        var meant = catalog.categories().stream().filter(each -> !each.isRest()).toList();
        List<List<String>> texts = meant.stream().map(Prototype::texts).toList();
        var vectors =
                embedder.embedAll(texts.stream().flatMap(List::stream).toList()).stream()
                        .map(TextEmbedding::vector)
                        .toList();
        List<Prototype> prototypes = new ArrayList<>();
        var from = 0;
        for (var at = 0; at < meant.size(); at++) {
            var to = from + texts.get(at).size();
            var own = vectors.subList(from, to);
            var category = meant.get(at);
            prototypes.add(
                    new Prototype(
                            category.name(),
                            List.copyOf(own),
                            centre(own),
                            cues(category, analyzer),
                            !category.examples().isEmpty()));
            from = to;
        }
        return prototypes;
    }

    private static List<String> texts(Category category) {
        Set<String> texts = new LinkedHashSet<>();
        texts.add(category.spoken());
        var description = category.description();
        if (description != null) {
            texts.add(cut(description));
            texts.addAll(parts(description));
        }
        texts.addAll(category.examples());
        return List.copyOf(texts);
    }

    private static List<String> parts(String description) {
        List<String> parts = new ArrayList<>();
        for (var part : description.split("[,;:.\\n]")) {
            if (part.strip().length() >= 3 && parts.size() < MOST_PARTS) {
                parts.add(cut(part.strip()));
            }
        }
        return parts;
    }

    private static String cut(String text) {
        return text.length() <= MOST_PART_CHARS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_PART_CHARS / 2));
    }

    /// Of a category that somebody made up, the words of its name and the short parts of its
    /// description are all there is.
    private static Set<List<String>> cues(Category category, TextAnalyzer analyzer) {
        Set<List<String>> cues = new HashSet<>();
        for (var cue : category.cues()) {
            cues.add(analyzer.terms(cue));
        }
        if (category.cues().isEmpty()) {
            cues.add(analyzer.terms(category.spoken()));
            var description = category.description();
            if (description != null) {
                for (var part : parts(description)) {
                    var terms = analyzer.terms(part);
                    if (terms.size() <= MOST_CUE_TERMS) {
                        terms.forEach(term -> cues.add(List.of(term)));
                    }
                }
            }
        }
        cues.remove(List.<String>of());
        return cues;
    }

    private static float[] centre(List<float[]> vectors) {
        var sum = new float[vectors.getFirst().length];
        for (var vector : vectors) {
            for (var i = 0; i < sum.length; i++) {
                sum[i] += vector[i];
            }
        }
        var length = Math.sqrt(product(sum, sum));
        for (var i = 0; i < sum.length && length > 0; i++) {
            sum[i] /= (float) length;
        }
        return sum;
    }

    /// By how much the least score is lower.
    double allowance() {
        return isShipped ? 0 : ALLOWANCE;
    }

    /// How far behind the best label it may be.
    double band() {
        return isShipped ? BAND : BAND_WITHOUT_EXAMPLES;
    }

    /// @param vector of a statement, by the same model
    /// @param terms of the statement
    double score(EmbeddingModel model, float[] vector, List<String> terms) {
        if (vector.length != centre.length) {
            return 0;
        }
        var best = 0.0;
        var second = 0.0;
        for (var each : vectors) {
            var similarity = model.calibrated(product(vector, each));
            if (similarity > best) {
                second = best;
                best = similarity;
            } else if (similarity > second) {
                second = similarity;
            }
        }
        var near = vectors.size() == 1 ? best : (2 * best + second) / 3;
        var whole = model.calibrated(product(vector, centre));
        var bonus = hasCue(terms) ? CUE_BONUS : 0;
        return (1 - CENTRE_WEIGHT) * near + CENTRE_WEIGHT * whole + bonus;
    }

    private boolean hasCue(List<String> terms) {
        for (var cue : cues) {
            if (Collections.indexOfSubList(terms, cue) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static double product(float[] one, float[] other) {
        var product = 0.0;
        for (var i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
        }
        return product;
    }
}
