package dev.keepsake.search;

import dev.keepsake.memory.MemoryId;
import dev.keepsake.model.EmbeddingModel;
import dev.keepsake.storage.SearchIndex.Candidate;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Makes one score in [0,1] out of the signals of each candidate (engine contract 2.3 to 2.5).
/// Pure.
///
/// `score = (semantic + keyword + entity) / D`, where `D` is 1, plus 1 when the keyword signal is
/// active, plus 0.5 when the entity signal is; a signal is active when some candidate has enough of
/// it, so that a stray common word does not halve every score.
public final class Fusion {

    private final SearchSettings settings;
    private final EmbeddingModel model;

    public Fusion(SearchSettings settings, EmbeddingModel model) {
        this.settings = settings;
        this.model = model;
    }

    /// One candidate with its parts and its score; all in [0,1] but the weight.
    ///
    /// @param weight what feedback made of the score; 1 without any
    public record Scored(
            MemoryId id,
            double semantic,
            double keyword,
            double entity,
            double weight,
            double score) {

        /// With a score that feedback has raised or lowered (engine contract 10).
        public Scored weighed(double by) {
            return new Scored(id, semantic, keyword, entity, by, Math.min(1.0, score * by));
        }
    }

    /// The candidates at or above the threshold, in no order. The threshold looks at meaning alone.
    ///
    /// @param boosts the entity signal of the memories that the question names
    /// @param termCount analysed terms of the question
    public List<Scored> score(
            List<Candidate> candidates,
            Map<MemoryId, Double> boosts,
            int termCount,
            double threshold) {
        var signals =
                candidates.stream()
                        .map(each -> signals(each, boosts.getOrDefault(each.id(), 0.0), termCount))
                        .toList();
        var active =
                new Active(
                        isActive(signals, Scored::keyword, settings.minActiveBm25()),
                        isActive(signals, Scored::entity, settings.entities().minActive()));
        return signals.stream()
                .filter(each -> each.semantic >= threshold)
                .map(each -> fused(each, active))
                .toList();
    }

    private static boolean isActive(
            List<Scored> signals, ToDoubleFunction<Scored> signal, double floor) {
        return signals.stream().mapToDouble(signal).anyMatch(value -> value > 0 && value >= floor);
    }

    /// Which signals beside meaning count.
    private record Active(boolean keyword, boolean entity) {
        double divisor() {
            return 1.0 + (keyword ? 1.0 : 0.0) + (entity ? 0.5 : 0.0);
        }
    }

    private Scored signals(Candidate candidate, double entity, int termCount) {
        var keyword = squashed(candidate.bm25(), termCount);
        if (settings.coverage()) {
            keyword *= candidate.coverage();
        }
        return new Scored(
                candidate.id(), model.calibrated(candidate.cosine()), keyword, entity, 1, 0);
    }

    private static Scored fused(Scored signals, Active active) {
        var keyword = active.keyword ? signals.keyword : 0;
        var entity = active.entity ? signals.entity : 0;
        var score = Math.min(1.0, (signals.semantic + keyword + entity) / active.divisor());
        return new Scored(signals.id, signals.semantic, keyword, entity, 1, score);
    }

    /// The logistic that maps a raw BM25 score into [0,1); its midpoint and slope grow with the
    /// length of the question.
    static double squashed(double raw, int termCount) {
        if (raw <= 0) {
            return 0;
        }
        var curve = Curve.of(Math.max(1, termCount));
        return 1 / (1 + Math.exp(-curve.slope * (raw - curve.midpoint)));
    }

    private record Curve(double midpoint, double slope) {
        static Curve of(int terms) {
            if (terms <= 3) {
                return new Curve(5.0, 0.7);
            }
            if (terms <= 6) {
                return new Curve(7.0, 0.6);
            }
            if (terms <= 9) {
                return new Curve(9.0, 0.5);
            }
            return terms <= 15 ? new Curve(10.0, 0.5) : new Curve(12.0, 0.5);
        }
    }
}
