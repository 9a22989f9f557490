package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Page;
import dev.keepsake.quality.QuarantineId;
import dev.keepsake.quality.QuarantineQuery;
import dev.keepsake.quality.Quarantined;
import dev.keepsake.quality.Verdict;
import dev.keepsake.storage.Quarantine;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// The part of [CheckedStorage] that watches what was refused.
record CheckedQuarantine(Quarantine quarantine, Checks checks) implements Quarantine {

    @Override
    public Page<Quarantined> list(ProjectId project, QuarantineQuery query, Page.Ask ask) {
        var page = checks.answer(() -> quarantine.list(project, query, ask));
        Checks.isPageOf(ask, page);
        Checks.ordered(page.items(), Comparator.comparing(Quarantined::at).reversed());
        assertThat(page.items()).allMatch(query::fits);
        return page;
    }

    @Override
    public Map<Verdict, Long> totals(ProjectId project) {
        var totals = checks.answer(() -> quarantine.totals(project));
        assertThat(totals.values()).allMatch(count -> count > 0);
        return totals;
    }

    @Override
    public Optional<Quarantined> find(ProjectId project, QuarantineId id) {
        return checks.answer(() -> quarantine.find(project, id));
    }

    @Override
    public boolean remove(ProjectId project, QuarantineId id) {
        return checks.answer(() -> quarantine.remove(project, id));
    }

    @Override
    public long removeAll(ProjectId project, QuarantineQuery query) {
        return checks.answer(() -> quarantine.removeAll(project, query));
    }

    @Override
    public int expire(Instant before) {
        return checks.answer(() -> quarantine.expire(before));
    }
}
