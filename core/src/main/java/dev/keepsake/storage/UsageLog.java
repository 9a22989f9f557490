package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.usage.Usage;
import java.time.LocalDate;
import java.util.List;

/// What projects spend on language models, added up by day, operation and model. It holds counts
/// only, so nothing of it speaks of an entity; it goes with its project.
public interface UsageLog {

    /// Adds to what is there for the day, operation and model, durably.
    ///
    /// @throws Failure.Missing when the project was removed
    void add(ProjectId project, Usage usage);

    /// From the first day to the last, both included, by day, operation and model.
    List<Usage> list(ProjectId project, LocalDate first, LocalDate last);
}
