package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.SearchIndex;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The part of [CheckedStorage] that watches the index.
record CheckedIndex(SearchIndex index, Checks checks) implements SearchIndex {

    @Override
    public void write(Batch batch) {
        for (var put : batch.puts()) {
            checks.given(put.project(), put.stored().memory().id());
        }
        checks.run(() -> index.write(batch));
    }

    @Override
    public Mark applied() {
        return checks.answer(index::applied);
    }

    @Override
    public List<Candidate> gather(ProjectId project, Probe probe, Filter filter) {
        var found = checks.answer(() -> index.gather(project, probe, filter));
        assertThat((long) found.size())
                .as("candidates")
                .isLessThanOrEqualTo((long) probe.nearest() + probe.matching());
        assertThat(found).extracting(Candidate::id).doesNotHaveDuplicates();
        found.forEach(candidate -> checks.belongs(project, candidate.id()));
        found.forEach(CheckedIndex::isSane);
        return found;
    }

    private static void isSane(Candidate candidate) {
        assertThat(candidate.cosine()).as("cosine of %s", candidate).isBetween(-1.0, 1.0);
        assertThat(candidate.bm25()).as("bm25 of %s", candidate).isFinite().isNotNegative();
        assertThat(candidate.coverage()).as("coverage of %s", candidate).isBetween(0.0, 1.0);
    }

    @Override
    public Optional<Fingerprint> fingerprint() {
        return checks.answer(index::fingerprint);
    }

    @Override
    public int layout() {
        return index.layout();
    }

    @Override
    public void reset(Fingerprint fingerprint) {
        checks.run(() -> index.reset(fingerprint));
    }

    @Override
    public long size() {
        return checks.answer(index::size);
    }

    @Override
    public Set<MemoryId> present(ProjectId project, Set<MemoryId> ids) {
        var present = checks.answer(() -> index.present(project, ids));
        assertThat(ids).containsAll(present);
        present.forEach(id -> checks.belongs(project, id));
        return present;
    }

    @Override
    public void erase(ProjectId project) {
        checks.run(() -> index.erase(project));
    }

    @Override
    public void compact() {
        checks.run(index::compact);
    }

    @Override
    public void flush() {
        checks.run(index::flush);
    }
}
