package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.feedback.Feedback;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.MemoryId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What users think of single memories: at most one [Feedback] each.
///
/// It goes with its memory, and with the text that it was about: [MemoryStore#apply] drops it in
/// the same transaction that deletes the memory or changes its text, and so does every other
/// removal of a memory.
public interface Feedbacks {

    /// Writes feedback, durably, in place of what was there for the memory.
    ///
    /// @return as it is stored: with the id of the one that it replaced, if there was one
    /// @throws Failure.Missing when the project has no such memory
    Feedback set(ProjectId project, Feedback feedback);

    /// Removes what is thought of a memory.
    ///
    /// @return what was there
    Optional<Feedback> remove(ProjectId project, MemoryId memory);

    /// What is thought of these memories; those without feedback are absent.
    Map<MemoryId, Feedback> findAll(ProjectId project, Collection<MemoryId> memories);

    /// Feedback with a reason about memories that the filter matches, newest first.
    List<Feedback> reasons(ProjectId project, Filter filter, int limit);
}
