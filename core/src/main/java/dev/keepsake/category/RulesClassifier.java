package dev.keepsake.category;

import dev.keepsake.model.Embedder;
import dev.keepsake.model.EmbeddingModel;
import dev.keepsake.model.Purpose;
import dev.keepsake.model.TextAnalyzer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Labels without a language model (engine contract 16.7): a statement belongs where its vector
/// lies near to what describes a category, and a little more where one of its words is a cue.
///
/// The vectors of a catalog are made once and kept for a number of catalogs, so a label costs some
/// hundred products. Safe for many threads.
public final class RulesClassifier implements Classifier {

    private static final int CATALOGS_KEPT = 32;

    private final Embedder embedder;
    private final TextAnalyzer analyzer;
    private final double minimum;

    /// The catalog used longest ago is the first.
    private final Map<Catalog, List<Prototype>> kept =
            new LinkedHashMap<>(CATALOGS_KEPT, 0.75f, true);

    public RulesClassifier(Embedder embedder, TextAnalyzer analyzer) {
        this.embedder = embedder;
        this.analyzer = analyzer;
        this.minimum = minimum(embedder.model());
    }

    /// Measured with both shipped models: 0.35 where unrelated texts have a cosine of 0, 0.45 where
    /// they have 0.38. Calibration takes the difference in level out, but not that in spread.
    private static double minimum(EmbeddingModel model) {
        return 0.35 + 0.26 * model.floor();
    }

    @Override
    public List<List<String>> labels(Purpose purpose, Catalog catalog, List<Statement> statements) {
        if (statements.isEmpty()) {
            return List.of();
        }
        var prototypes = prototypes(catalog);
        return statements.stream().map(each -> labels(catalog, prototypes, each)).toList();
    }

    private record Scored(Prototype prototype, double score) {}

    private List<String> labels(Catalog catalog, List<Prototype> prototypes, Statement statement) {
        var vector = statement.encoding().vector();
        var terms = statement.encoding().terms();
        List<Scored> scored = new ArrayList<>();
        for (var each : prototypes) {
            scored.add(new Scored(each, each.score(embedder.model(), vector, terms)));
        }
        var top = scored.stream().mapToDouble(Scored::score).max().orElse(0);
        // the sort is stable, so of equal scores the first of the catalog wins
        return catalog.kept(
                scored.stream()
                        .filter(each -> isKept(each, top))
                        .sorted(Comparator.comparingDouble(Scored::score).reversed())
                        .map(each -> each.prototype.name())
                        .toList());
    }

    private boolean isKept(Scored each, double top) {
        return each.score >= minimum - each.prototype.allowance()
                && each.score >= top - each.prototype.band();
    }

    /// Two threads that meet a new catalog both make it; that is rare and does no harm.
    private List<Prototype> prototypes(Catalog catalog) {
        synchronized (kept) {
            var known = kept.get(catalog);
            if (known != null) {
                return known;
            }
        }
        var made = Prototype.allOf(catalog, embedder, analyzer);
        synchronized (kept) {
            kept.put(catalog, made);
            if (kept.size() > CATALOGS_KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return made;
    }
}
