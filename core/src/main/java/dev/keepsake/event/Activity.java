package dev.keepsake.event;

import dev.keepsake.account.Caller;
import dev.keepsake.account.Permission;
import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.MemoryStore;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What went on in a project, day by day of UTC. Adds, searches and entities are counted from the
/// events, which are kept for a while only; memories from those that still exist. Safe for many
/// threads.
public final class Activity {

    /// Longest span that can be asked for.
    public static final int MOST_DAYS = 92;

    private static final int PAGE = 500;

    /// Of a busier day the entities are counted from this many adds, the latest.
    private static final int MOST_ADDS = 10_000;

    private final Journal journal;
    private final MemoryStore memories;

    public Activity(Journal journal, MemoryStore memories) {
        this.journal = journal;
        this.memories = memories;
    }

    /// @param memories created on that day and still there
    /// @param entities different users, agents, apps and runs that were named by adds
    public record Day(LocalDate day, long adds, long searches, long memories, long entities) {}

    /// Every day from the first to the last, oldest first.
    ///
    /// @throws Failure.Forbidden when the caller may not read there
    /// @throws Failure.Invalid when the span is none, or longer than [#MOST_DAYS]
    public List<Day> days(Caller caller, LocalDate first, LocalDate last) {
        caller.require(Permission.READ_DATA);
        if (last.isBefore(first) || !last.isBefore(first.plusDays(MOST_DAYS))) {
            throw new Failure.Invalid(
                    "from, to: must span 1 to " + MOST_DAYS + " days, the first one first");
        }
        return first.datesUntil(last.plusDays(1)).map(day -> day(caller.project(), day)).toList();
    }

    private Day day(ProjectId project, LocalDate day) {
        var from = start(day);
        var until = start(day.plusDays(1));
        var adds = events(project, EventType.ADD, from, until, new Page.Ask(1, 1)).total();
        return new Day(
                day,
                adds,
                events(project, EventType.SEARCH, from, until, new Page.Ask(1, 1)).total(),
                memories(project, from, until),
                adds == 0 ? 0 : entities(project, from, until));
    }

    private Page<Event> events(
            ProjectId project, EventType type, Instant from, Instant until, Page.Ask ask) {
        return journal.list(project, new EventQuery(type, null, Scope.NONE, from, until), ask);
    }

    private long memories(ProjectId project, Instant from, Instant until) {
        var created = new Filter.InstantWithin(Filter.InstantField.CREATED, from, until);
        return memories.list(project, created, new Page.Ask(1, 1)).total();
    }

    private long entities(ProjectId project, Instant from, Instant until) {
        Set<Named> named = new HashSet<>();
        for (var number = 1; number <= MOST_ADDS / PAGE; number++) {
            var page = events(project, EventType.ADD, from, until, new Page.Ask(number, PAGE));
            page.items().forEach(event -> collect(event.scope(), named));
            if (!page.hasNext()) {
                break;
            }
        }
        return named.size();
    }

    private record Named(EntityKind kind, String id) {}

    private static void collect(Scope scope, Set<Named> named) {
        for (var kind : EntityKind.values()) {
            var id = scope.id(kind);
            if (id != null) {
                named.add(new Named(kind, id));
            }
        }
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
