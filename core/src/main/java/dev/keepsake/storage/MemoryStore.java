package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Encoding;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The truth about memories and the log of every change to them.
///
/// A read sees every [#apply] that returned before it began. All but the last four methods stay
/// inside one project; those serve the index and cross projects.
public interface MemoryStore {

    /// Applies all changes, their history entries, the message window and the settlement of the
    /// event in one durable transaction, or nothing. A change set whose cause was applied before
    /// changes nothing and returns the first mark again.
    ///
    /// @return the mark of the last change, or the head when there are no changes
    /// @throws Failure.Conflict when a changed memory is not in the state that its change expects,
    ///   when an added id exists, or when the settled lease is lost
    Mark apply(ProjectId project, ChangeSet changes);

    Optional<Memory> find(ProjectId project, MemoryId id);

    /// The memories of these ids; order kept, absent ones skipped.
    List<Memory> findAll(ProjectId project, List<MemoryId> ids);

    /// The encodings of these living memories; absent ones are absent.
    Map<MemoryId, Encoding> encodings(ProjectId project, Collection<MemoryId> ids);

    /// The memories of exactly this scope whose text has one of these hashes, in any lifecycle
    /// state.
    List<Memory> withHash(ProjectId project, Scope scope, Collection<String> hashes);

    /// Matching memories, newest first: creation, then id as text, both descending.
    Page<Memory> list(ProjectId project, Filter filter, Page.Ask ask);

    /// Memories that the given ones replaced, one step back (`replacedBy` is one of the ids), in
    /// any order.
    List<Memory> replacedBy(ProjectId project, Collection<MemoryId> ids);

    /// The patterns of these users, in any order: memories that synthesis made.
    List<Memory> patternsOf(ProjectId project, Collection<String> users);

    /// The history of each id, oldest first, without annotations; ids never seen are absent from
    /// the map.
    Map<MemoryId, List<Revision>> histories(ProjectId project, Collection<MemoryId> ids);

    /// The history of the whole project, newest first, without annotations.
    Page<Revision> revisions(ProjectId project, Page.Ask ask);

    /// The rolling window of one session scope, oldest first; at most [ChangeSet.Window#CAPACITY]
    /// messages.
    List<Message> window(ProjectId project, String sessionKey);

    MemoryTotals totals(ProjectId project);

    /// The changes of one project after a mark in mark order, annotations included, at most
    /// `limit`. Each comes with the encoding of exactly its state as far as that was kept; the last
    /// change of a living memory always has it.
    List<LoggedChange> log(ProjectId project, Mark after, int limit);

    /// Appends what [#log] told of another project, or of this one elsewhere: ids, instants and
    /// causes stay, marks are new, memories end in the states that the changes lead to. A state
    /// without an encoding is logged only. Changes whose revision is in the log already are passed
    /// over, so doing it again is fine. All or nothing, durable.
    void restore(ProjectId project, List<LoggedChange> changes);

    /// The labels that at least one memory carries, sorted as text.
    List<String> categories(ProjectId project);

    /// The last mark given out by a committed change; what an index must reach to show everything.
    Mark head();

    /// The changes after a mark in mark order, at most `limit`; empty when there are none yet.
    List<LoggedChange> changesAfter(Mark mark, int limit);

    /// Living rows in a fixed order, for rebuilding an index: first call with [Row#BEFORE_FIRST],
    /// then with the last row's position; empty at the end. Changes made meanwhile may or may not
    /// show.
    List<Row> rows(long position, int limit);

    /// Replaces the encoding of living rows without touching their state or history, after the
    /// embedding model changed. Rows that are gone are skipped.
    void reencode(List<Row> rows);

    /// Numbers for the statistics.
    record MemoryTotals(
            long memories,
            long users,
            long agents,
            long runs,
            long memoriesWithUser,
            long memoriesWithAgent,
            long memoriesWithRun) {}
}
