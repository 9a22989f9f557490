package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keepsake.memory.MemoryId;
import dev.keepsake.storage.SearchIndex.Candidate;
import dev.keepsake.storage.SearchIndex.Probe;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// Judges the candidates of an index by those of the yardstick. Signals may differ by rounding, and
/// of memories that tie at the end of a list any may be in it.
final class Gathered {

    private static final double ROUNDING = 1e-5;

    private Gathered() {}

    /// @param all the yardstick's candidates for the same probe without limits
    static void assertFits(List<Candidate> found, List<Candidate> all, Probe probe) {
        var byId = byId(found);
        assertThat(byId(all).keySet()).containsAll(byId.keySet());
        var cosineCut = cut(all, Candidate::cosine, probe.nearest());
        var matching = all.stream().filter(candidate -> candidate.bm25() > 0).toList();
        var bm25Cut = cut(matching, Candidate::bm25, probe.matching());
        for (var expected : all) {
            var byWords = expected.bm25() > 0 ? expected.bm25() - bm25Cut : -1;
            var by = Math.max(expected.cosine() - cosineCut, byWords);
            if (by > ROUNDING) {
                assertThat(byId).as("clearly among the best").containsKey(expected.id());
            } else if (by < -ROUNDING) {
                assertThat(byId).as("clearly not among the best").doesNotContainKey(expected.id());
            }
            var actual = byId.get(expected.id());
            if (actual != null) {
                assertSameSignals(actual, expected);
            }
        }
        assertThat(found.size())
                .isGreaterThanOrEqualTo(Math.min(all.size(), probe.nearest()))
                .isGreaterThanOrEqualTo(Math.min(matching.size(), probe.matching()));
    }

    private static void assertSameSignals(Candidate actual, Candidate expected) {
        assertThat(actual.cosine()).as("cosine").isCloseTo(expected.cosine(), within(ROUNDING));
        assertThat(actual.bm25()).as("bm25").isCloseTo(expected.bm25(), within(ROUNDING));
        assertThat(actual.coverage())
                .as("coverage")
                .isCloseTo(expected.coverage(), within(ROUNDING));
    }

    /// The score that a memory needs to be among so many best.
    private static double cut(
            List<Candidate> candidates, ToDoubleFunction<Candidate> score, int limit) {
        if (limit == 0 || candidates.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        var best = candidates.stream().mapToDouble(score).map(each -> -each).sorted().toArray();
        // one below the last when all fit, so that rounding does not matter there
        return limit >= best.length ? -best[best.length - 1] - 1 : -best[limit - 1];
    }

    private static Map<MemoryId, Candidate> byId(List<Candidate> candidates) {
        return candidates.stream().collect(Collectors.toMap(Candidate::id, Function.identity()));
    }
}
