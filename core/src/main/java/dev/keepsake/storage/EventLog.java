package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventTotals;
import dev.keepsake.memory.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The operations of each project, kept for a while; their counts, kept for good.
public interface EventLog {

    /// Writes events of operations that are already finished, durably and in one transaction.
    void record(List<Entry> entries);

    Optional<Event> find(ProjectId project, EventId id);

    /// Newest first: creation, then the order of writing, both descending.
    Page<Event> list(ProjectId project, EventQuery query, Page.Ask ask);

    /// @param month any instant of the month that counts as current
    EventTotals totals(ProjectId project, Instant month);

    /// Forgets finished events completed before an instant; totals stay.
    ///
    /// @return how many
    int expire(Instant before);

    /// A finished event and its project.
    record Entry(ProjectId project, Event event) {}
}
