package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.feedback.Feedback;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.storage.Feedbacks;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The part of [CheckedStorage] that watches feedback.
record CheckedFeedbacks(Feedbacks feedback, Checks checks) implements Feedbacks {

    @Override
    public Feedback set(ProjectId project, Feedback given) {
        var kept = checks.answer(() -> feedback.set(project, given));
        assertThat(kept.memory()).isEqualTo(given.memory());
        checks.belongs(project, kept.memory());
        return kept;
    }

    @Override
    public Optional<Feedback> remove(ProjectId project, MemoryId memory) {
        return checks.answer(() -> feedback.remove(project, memory));
    }

    @Override
    public Map<MemoryId, Feedback> findAll(ProjectId project, Collection<MemoryId> memories) {
        var found = checks.answer(() -> feedback.findAll(project, memories));
        assertThat(memories).containsAll(found.keySet());
        found.forEach((id, each) -> assertThat(each.memory()).isEqualTo(id));
        found.keySet().forEach(id -> checks.belongs(project, id));
        return found;
    }

    @Override
    public List<Feedback> reasons(ProjectId project, Filter filter, int limit) {
        var reasons = checks.answer(() -> feedback.reasons(project, filter, limit));
        assertThat(reasons).hasSizeLessThanOrEqualTo(limit);
        assertThat(reasons).allSatisfy(each -> assertThat(each.reason()).isNotNull());
        Checks.ordered(reasons, Comparator.comparing(Feedback::at).reversed());
        reasons.forEach(each -> checks.belongs(project, each.memory()));
        return reasons;
    }
}
