package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.Doomed;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.entity.Erased;
import dev.keepsake.event.Event;
import dev.keepsake.memory.MemoryId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Removes for good what a deletion hid: a deleted memory leaves its history, the events that speak
/// of it, vectors of its past texts, and traces in files. What is erased here leaves nothing, once
/// [#compact] has run.
///
/// What is to be erased is noted durably first and struck off last, so an erasure that is cut short
/// is found again and simply done again. The index is not touched here; it follows the change log,
/// or is told by [SearchIndex#erase].
public interface Erasure {

    /// Removed projects whose contents are still there, in order of removal. They take nothing any
    /// more: events of reads are passed over, and every other write is refused as for something
    /// [missing][dev.keepsake.failure.Failure.Missing].
    List<ProjectId> doomed();

    /// Erases everything that is stored under a project, then strikes it off [#doomed]. Doing it
    /// again, or for a project that has nothing, is fine; a crash leaves it to be done again.
    ///
    /// @return how many of each kind of thing went
    Map<String, Long> erase(ProjectId project);

    /// Ends an entity, in one durable transaction: its row goes, unfinished work whose event
    /// carries its id ends as `FAILED` and [redacted][Event#redacted], whoever holds it, rolling
    /// windows of its sessions go, and what else is kept of it is noted to be erased. All history
    /// up to now is its past; an entity of the same name that comes later is another one.
    ///
    /// @param pending the event of the deletion; nothing in it may name the entity
    /// @param why the error of work that ends
    /// @param deleted how many memories were deleted on the way
    /// @param shown the first of them, for the event
    Doom doom(
            ProjectId project,
            EntityKey key,
            Event pending,
            String why,
            long deleted,
            List<MemoryId> shown);

    /// What came of [#doom].
    enum Doom {
        /// It is gone and noted.
        DONE,
        /// Memories still carry its id; nothing changed.
        HAS_MEMORIES,
        /// The project has no such entity; nothing changed.
        UNKNOWN
    }

    /// Deleted entities of which something may be left, in order of their deletion.
    List<Doomed> doomedEntities();

    /// Erases what is kept of deleted entities of one project, and looks afterwards for what is
    /// left. What several of them share counts for each of them, but for the history, where it
    /// counts for the first. Doing it again is fine. For each entity:
    ///
    /// - the history of every memory that ever carried its id is [redacted]
    ///   [dev.keepsake.memory.Revision#redacted], and the encodings of those memories go;
    /// - history of other memories loses the messages of operations that carried its id;
    /// - finished events up to the deletion that carry or name its id, any event that names one of
    ///   those memories, and events of nobody that repeat a text of theirs are redacted;
    /// - notices of webhooks tell nothing of those memories any more; those that are still to be
    ///   delivered tell it once more.
    List<Erased> erase(ProjectId project, List<Doomed> entities);

    /// Writes how the event of a deletion stands. With a final one the note goes, and with it the
    /// last mention of the entity's name.
    void settle(Doomed entity, Event event);

    /// Whether something was erased since [#compact] last ended, in this process or an earlier one.
    boolean isCompactionDue();

    /// About how many bytes [#compact] has to copy; empty when it costs nothing.
    Optional<Long> bytesToCompact();

    /// Rewrites what is stored, so that no byte of erased things is left in it. Costs about as much
    /// as copying everything; reads go on, writes wait.
    void compact();
}
