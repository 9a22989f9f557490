package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.dream.DreamRun;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What synthesis did, and what each pattern was made from, also after the pattern is gone: so that
/// one which somebody deleted does not come back.
///
/// Both belong to a user. What is told of a user that the project does not have is passed over, so
/// nothing gets in behind an [Erasure], which takes both along.
public interface Dreams {

    /// Writes how a run stands, in place of what was written of it before.
    void put(ProjectId project, DreamRun run);

    /// Newest first: start, then id as text, both descending.
    ///
    /// @param user whose; null for everybody's
    Page<DreamRun> runs(ProjectId project, @Nullable String user, Page.Ask ask);

    /// Writes what a pattern rests on, in place of what was written of it before.
    void note(
            ProjectId project,
            String user,
            MemoryId pattern,
            Collection<MemoryId> sources,
            Instant at);

    /// What the patterns that a user ever had rested on.
    Map<MemoryId, Set<MemoryId>> evidence(ProjectId project, String user);

    /// Forgets runs that started before an instant, but never the last one of a user.
    ///
    /// @return how many
    int expire(Instant before);
}
