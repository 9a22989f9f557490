package dev.keepsake.storage.testkit;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventTotals;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.MemoryStore.MemoryTotals;
import dev.keepsake.storage.Storage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that one project shows at a moment, through every method that can show it. Two views
/// are equal when nobody can tell the difference; only the index, which lags, is left out.
public record ProjectView(
        Page<Memory> memories,
        List<Memory> byId,
        Set<Memory> byHash,
        Set<Memory> replaced,
        Map<MemoryId, List<Revision>> histories,
        Page<Revision> revisions,
        List<Message> window,
        MemoryTotals totals,
        Page<Event> events,
        EventTotals eventTotals) {

    private static final Page.Ask ALL = Page.Ask.first(Page.Ask.MAX_SIZE);

    /// Looks at a project.
    ///
    /// @param ids those to ask for by name, whether or not the project has them
    /// @param scope those to ask for by hash
    public static ProjectView of(
            Storage storage, ProjectId project, List<MemoryId> ids, Scope scope, Instant month) {
        var memories = storage.memories();
        var listed = memories.list(project, Filter.EVERYTHING, ALL);
        var hashes = listed.items().stream().map(Memory::hash).toList();
        var revisions = memories.revisions(project, ALL);
        var everSeen =
                Stream.concat(ids.stream(), revisions.items().stream().map(Revision::memoryId))
                        .distinct()
                        .toList();
        return new ProjectView(
                listed,
                memories.findAll(project, everSeen),
                Set.copyOf(memories.withHash(project, scope, hashes)),
                memories.replacedBy(project, everSeen).stream().collect(Collectors.toSet()),
                memories.histories(project, everSeen),
                revisions,
                memories.window(project, scope.sessionKey()),
                memories.totals(project),
                storage.events().list(project, EventQuery.ALL, ALL),
                storage.events().totals(project, month));
    }
}
