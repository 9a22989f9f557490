package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import java.util.List;
import java.util.Map;

/// Removes for good what a deletion hid: a deleted memory leaves its history, the events that speak
/// of it, vectors of its past texts, and traces in files. What is erased here leaves nothing, once
/// [#compact] has run.
public interface Erasure {

    /// Removed projects whose contents are still there, in order of removal.
    List<ProjectId> doomed();

    /// Erases everything that is stored under a project, then strikes it off [#doomed]. Doing it
    /// again, or for a project that has nothing, is fine; a crash leaves it to be done again.
    ///
    /// @return how many of each kind of thing went
    Map<String, Long> erase(ProjectId project);

    /// Rewrites what is stored, so that no byte of erased things is left in it. Costs about as much
    /// as copying everything; reads go on, writes wait.
    void compact();
}
