package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Page;
import dev.keepsake.quality.QuarantineId;
import dev.keepsake.quality.QuarantineQuery;
import dev.keepsake.quality.Quarantined;
import dev.keepsake.quality.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What was refused as a memory, for each project as much as its adds allow. It gets in by
/// [MemoryStore#apply], in the transaction of the add that refused it; the oldest beyond the add's
/// [capacity][ChangeSet.Refused#capacity] drop out.
public interface Quarantine {

    /// Newest first: by instant, then in the order of writing, both descending.
    Page<Quarantined> list(ProjectId project, QuarantineQuery query, Page.Ask ask);

    /// How much there is of each verdict; those without are absent.
    Map<Verdict, Long> totals(ProjectId project);

    Optional<Quarantined> find(ProjectId project, QuarantineId id);

    /// @return whether it was there
    boolean remove(ProjectId project, QuarantineId id);

    /// @return how much there was
    long removeAll(ProjectId project, QuarantineQuery query);

    /// Forgets what was refused before an instant, in all projects.
    ///
    /// @return how much
    int expire(Instant before);
}
