package dev.keepsake.storage;

import dev.keepsake.account.ProjectId;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventTotals;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Page;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Events in the order in which they were first written, and counters beside them.
final class InMemoryEvents implements EventLog {

    private final Gate gate;
    private final Set<ProjectId> doomed;
    private final Map<ProjectId, Map<EventId, Event>> events = new LinkedHashMap<>();
    private final Map<ProjectId, Counts> counts = new HashMap<>();

    /// @param doomed projects that take no events any more
    InMemoryEvents(Gate gate, Set<ProjectId> doomed) {
        this.gate = gate;
        this.doomed = doomed;
    }

    /// Writes an event for the first time or over its earlier state; only the first time counts.
    void write(ProjectId project, Event event) {
        var known = events.computeIfAbsent(project, _ -> new LinkedHashMap<>());
        if (known.put(event.id(), event) == null) {
            counts.computeIfAbsent(project, _ -> new Counts()).count(event);
        }
    }

    /// Puts what is left of some events in their place.
    void redact(ProjectId project, Predicate<Event> chosen) {
        events.getOrDefault(project, new LinkedHashMap<>())
                .replaceAll((_, event) -> chosen.test(event) ? event.redacted() : event);
    }

    /// Changes an event if it is there.
    void change(ProjectId project, EventId id, UnaryOperator<Event> change) {
        events.getOrDefault(project, new LinkedHashMap<>())
                .computeIfPresent(id, (_, event) -> change.apply(event));
    }

    long count(ProjectId project, Predicate<Event> chosen) {
        return of(project).values().stream().filter(chosen).count();
    }

    /// @return how many events went
    long erase(ProjectId project) {
        counts.remove(project);
        var gone = events.remove(project);
        return gone == null ? 0 : gone.size();
    }

    boolean knows(ProjectId project, EventId id) {
        return of(project).containsKey(id);
    }

    @Override
    public void record(List<Entry> entries) {
        gate.run(() ->
                entries.stream()
                        .filter(entry -> !doomed.contains(entry.project()))
                        .forEach(entry -> write(entry.project(), entry.event())));
    }

    @Override
    public Optional<Event> find(ProjectId project, EventId id) {
        return gate.inside(() -> Optional.ofNullable(of(project).get(id)));
    }

    @Override
    public Page<Event> list(ProjectId project, EventQuery query, Page.Ask ask) {
        return gate.inside(() ->
                Pages.cut(
                        of(project).values().stream()
                                .filter(event -> isAsked(event, query))
                                .toList()
                                .reversed()
                                .stream()
                                .sorted(Comparator.comparing(Event::created).reversed())
                                .toList(),
                        ask));
    }

    @Override
    public EventTotals totals(ProjectId project, Instant month) {
        return gate.inside(() -> counts.getOrDefault(project, new Counts()).totals(monthOf(month)));
    }

    @Override
    public int expire(Instant before) {
        return gate.inside(() -> {
            var counted = 0;
            for (var known : events.values()) {
                var size = known.size();
                known.values().removeIf(event -> isOver(event, before));
                counted += size - known.size();
            }
            return counted;
        });
    }

    private Map<EventId, Event> of(ProjectId project) {
        return events.getOrDefault(project, Map.of());
    }

    private static boolean isOver(Event event, Instant before) {
        return event.status().isFinal()
                && event.completed() != null
                && event.completed().isBefore(before);
    }

    private static boolean isAsked(Event event, EventQuery query) {
        return (query.type() == null || query.type() == event.type())
                && (query.status() == null || query.status() == event.status())
                && (query.from() == null || !event.created().isBefore(query.from()))
                && (query.until() == null || event.created().isBefore(query.until()))
                && Arrays.stream(EntityKind.values()).allMatch(kind -> fits(event, query, kind));
    }

    private static boolean fits(Event event, EventQuery query, EntityKind kind) {
        var wanted = query.scope().id(kind);
        return wanted == null || wanted.equals(event.scope().id(kind));
    }

    private static YearMonth monthOf(Instant instant) {
        return YearMonth.from(instant.atOffset(ZoneOffset.UTC));
    }

    private static final class Counts {
        private long adds;
        private long retrievals;
        private final Map<YearMonth, Long> addsByKey = new HashMap<>();
        private final Map<YearMonth, Long> retrievalsByKey = new HashMap<>();

        void count(Event event) {
            if (event.type() == EventType.ADD) {
                adds++;
                countByKey(addsByKey, event);
            }
            if (event.type() == EventType.SEARCH || event.type() == EventType.GET_ALL) {
                retrievals++;
                countByKey(retrievalsByKey, event);
            }
        }

        private static void countByKey(Map<YearMonth, Long> months, Event event) {
            if (!isOfDashboard(event)) {
                months.merge(monthOf(event.created()), 1L, Long::sum);
            }
        }

        EventTotals totals(YearMonth month) {
            return new EventTotals(
                    adds,
                    addsByKey.getOrDefault(month, 0L),
                    retrievals,
                    retrievalsByKey.getOrDefault(month, 0L));
        }

        private static boolean isOfDashboard(Event event) {
            var actor = event.actor();
            return actor != null && actor.key() == null;
        }
    }
}
