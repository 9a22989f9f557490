package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.Doomed;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.entity.Erased;
import dev.keepsake.event.Event;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.storage.Erasure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The part of [CheckedStorage] that watches erasures.
record CheckedErasure(Erasure erasure, Checks checks) implements Erasure {

    @Override
    public List<ProjectId> doomed() {
        return checks.answer(erasure::doomed);
    }

    @Override
    public Map<String, Long> erase(ProjectId project) {
        var erased = checks.answer(() -> erasure.erase(project));
        assertThat(erased.values()).allMatch(count -> count >= 0);
        assertThat(erasure.doomed()).doesNotContain(project);
        return erased;
    }

    @Override
    public Doom doom(
            ProjectId project,
            EntityKey key,
            Event pending,
            String why,
            long deleted,
            List<MemoryId> shown) {
        return checks.answer(() -> erasure.doom(project, key, pending, why, deleted, shown));
    }

    @Override
    public List<Doomed> doomedEntities() {
        var doomed = checks.answer(erasure::doomedEntities);
        Checks.ordered(doomed, Comparator.comparing(Doomed::number));
        return doomed;
    }

    @Override
    public List<Erased> erase(ProjectId project, List<Doomed> entities) {
        var erased = checks.answer(() -> erasure.erase(project, entities));
        for (var each : erased) {
            assertThat(entities).contains(each.entity());
            assertThat(each.entity().project()).isEqualTo(project);
            assertThat(each.erased().values()).allMatch(count -> count >= 0);
            assertThat(each.left().values()).allMatch(count -> count >= 0);
            each.memories().forEach(id -> checks.belongs(project, id));
        }
        return erased;
    }

    @Override
    public void settle(Doomed entity, Event event) {
        checks.run(() -> erasure.settle(entity, event));
    }

    @Override
    public boolean isCompactionDue() {
        return checks.answer(erasure::isCompactionDue);
    }

    @Override
    public Optional<Long> bytesToCompact() {
        return checks.answer(erasure::bytesToCompact);
    }

    @Override
    public void compact() {
        checks.run(erasure::compact);
    }
}
