package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventTotals;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.EventLog;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The part of [CheckedStorage] that watches events.
record CheckedEvents(EventLog log, Checks checks) implements EventLog {

    private static final Comparator<Event> NEWEST_FIRST =
            Comparator.comparing(Event::created).reversed();

    @Override
    public void record(List<Entry> entries) {
        checks.run(() -> log.record(entries));
    }

    @Override
    public Optional<Event> find(ProjectId project, EventId id) {
        var found = checks.answer(() -> log.find(project, id));
        found.ifPresent(event -> assertThat(event.id()).isEqualTo(id));
        return found;
    }

    @Override
    public Page<Event> list(ProjectId project, EventQuery query, Page.Ask ask) {
        var page = checks.answer(() -> log.list(project, query, ask));
        Checks.isPageOf(ask, page);
        Checks.ordered(page.items(), NEWEST_FIRST);
        return page;
    }

    @Override
    public EventTotals totals(ProjectId project, Instant month) {
        var totals = checks.answer(() -> log.totals(project, month));
        assertThat(totals.addsThisMonth()).isBetween(0L, totals.adds());
        assertThat(totals.retrievalsThisMonth()).isBetween(0L, totals.retrievals());
        return totals;
    }

    @Override
    public int expire(Instant before) {
        return checks.answer(() -> log.expire(before));
    }
}
