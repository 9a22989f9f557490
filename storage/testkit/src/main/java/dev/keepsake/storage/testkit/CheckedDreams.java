package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.dream.DreamRun;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.Dreams;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The part of [CheckedStorage] that watches what synthesis did.
record CheckedDreams(Dreams dreams, Checks checks) implements Dreams {

    @Override
    public void put(ProjectId project, DreamRun run) {
        checks.run(() -> dreams.put(project, run));
    }

    @Override
    public Page<DreamRun> runs(ProjectId project, @Nullable String user, Page.Ask ask) {
        var page = checks.answer(() -> dreams.runs(project, user, ask));
        assertThat(page.items()).hasSizeLessThanOrEqualTo(ask.size());
        assertThat(page.items())
                .allSatisfy(run -> assertThat(user == null || run.user().equals(user)).isTrue());
        Checks.ordered(page.items(), Comparator.comparing(DreamRun::started).reversed());
        return page;
    }

    @Override
    public void note(
            ProjectId project,
            String user,
            MemoryId pattern,
            Collection<MemoryId> sources,
            Instant at) {
        checks.run(() -> dreams.note(project, user, pattern, sources, at));
    }

    @Override
    public Map<MemoryId, Set<MemoryId>> evidence(ProjectId project, String user) {
        return checks.answer(() -> dreams.evidence(project, user));
    }

    @Override
    public int expire(Instant before) {
        return checks.answer(() -> dreams.expire(before));
    }
}
