package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Stored;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Compares the question with every memory that matches the filter.
final class InMemoryIndex implements SearchIndex {

    private final Gate gate;
    private final Map<ProjectId, Map<MemoryId, Stored>> entries = new HashMap<>();
    private Mark applied = Mark.START;
    private @Nullable Fingerprint fingerprint;

    InMemoryIndex(Gate gate) {
        this.gate = gate;
    }

    @Override
    public void write(Batch batch) {
        gate.run(() -> {
            batch.puts().forEach(this::put);
            batch.removals().forEach(removal -> of(removal.project()).remove(removal.id()));
            applied = batch.upTo();
        });
    }

    private void put(Put put) {
        of(put.project()).put(put.stored().memory().id(), put.stored());
    }

    @Override
    public Mark applied() {
        return gate.inside(() -> applied);
    }

    @Override
    public List<Candidate> gather(ProjectId project, Probe probe, Filter filter) {
        return gate.inside(() -> {
            var matching = of(project).values().stream().filter(filter::matches).toList();
            var words = new WordScores(probe, matching);
            return best(probe, matching.stream().map(row -> rate(row, probe, words)).toList());
        });
    }

    private static Candidate rate(Stored row, Probe probe, WordScores words) {
        return new Candidate(
                row.memory().id(),
                cosine(probe.vector(), row.encoding().vector()),
                words.score(row),
                words.coverage(row));
    }

    private static List<Candidate> best(Probe probe, List<Candidate> all) {
        var nearest =
                all.stream()
                        .sorted(Comparator.comparingDouble(Candidate::cosine).reversed())
                        .limit(probe.nearest());
        var matching =
                all.stream()
                        .filter(candidate -> candidate.bm25() > 0)
                        .sorted(Comparator.comparingDouble(Candidate::bm25).reversed())
                        .limit(probe.matching());
        var included = all.stream().filter(each -> probe.included().contains(each.id()));
        return Stream.of(nearest, matching, included)
                .flatMap(Function.identity())
                .distinct()
                .toList();
    }

    /// Of unit vectors, so the product is enough.
    private static double cosine(float[] one, float[] other) {
        var sum = 0.0;
        for (var i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return Math.clamp(sum, -1.0, 1.0);
    }

    @Override
    public Optional<Fingerprint> fingerprint() {
        return gate.inside(() -> Optional.ofNullable(fingerprint));
    }

    /// Nothing is kept, so there is nothing to lay out.
    @Override
    public int layout() {
        return 1;
    }

    @Override
    public void reset(Fingerprint newFingerprint) {
        gate.run(() -> {
            entries.clear();
            applied = Mark.START;
            fingerprint = newFingerprint;
        });
    }

    @Override
    public long size() {
        return gate.inside(() -> entries.values().stream().mapToLong(Map::size).sum());
    }

    @Override
    public Set<MemoryId> present(ProjectId project, Set<MemoryId> ids) {
        return gate.inside(
                () -> ids.stream().filter(of(project)::containsKey).collect(Collectors.toSet()));
    }

    @Override
    public void flush() {
        gate.run(() -> {});
    }

    @Override
    public void erase(ProjectId project) {
        gate.run(() -> entries.remove(project));
    }

    @Override
    public void compact() {
        gate.run(() -> {});
    }

    private Map<MemoryId, Stored> of(ProjectId project) {
        return entries.computeIfAbsent(project, _ -> new LinkedHashMap<>());
    }
}
