package dev.keepsake.storage.testkit;

import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The steps of a random walk that record and read events.
final class EventSteps {

    private final Pair pair;
    private final Vocabulary words;
    private final FixedClock clock;

    EventSteps(Pair pair, Vocabulary words, FixedClock clock) {
        this.pair = pair;
        this.words = words;
        this.clock = clock;
    }

    List<Step> steps() {
        return List.of(
                new Step(6, "record events", this::record),
                new Step(10, "list events", this::list),
                new Step(4, "count events", this::count),
                new Step(2, "expire events", this::expire));
    }

    private void record() {
        var entries =
                IntStream.range(0, words.below(4))
                        .mapToObj(_ -> new EventLog.Entry(words.project(), event()))
                        .toList();
        pair.same(storage -> {
            storage.events().record(entries);
            return true;
        });
    }

    private Event event() {
        var event =
                Event.pending(
                        new EventId(words.uuid()),
                        words.oneOf(List.of(EventType.values())),
                        words.scope(),
                        Map.of(),
                        instant());
        return words.chance(0.8)
                ? event.succeeded(List.of(), Map.of(), clock.instant())
                : event.failed("why", clock.instant());
    }

    private void list() {
        var project = words.project();
        var query =
                new EventQuery(
                        words.chance(0.6) ? null : words.oneOf(List.of(EventType.values())),
                        words.chance(0.6) ? null : words.oneOf(List.of(EventStatus.values())),
                        words.chance(0.6) ? Scope.NONE : words.scope(),
                        bound(),
                        bound());
        var ask = new Page.Ask(1 + words.below(3), 1 + words.below(30));
        pair.same(storage -> storage.events().list(project, query, ask))
                .ifPresent(page -> page.items().forEach(this::find));
    }

    private void find(Event event) {
        var project = words.project();
        pair.same(storage -> storage.events().find(project, event.id()));
    }

    private void count() {
        var project = words.project();
        var month = instant();
        pair.same(storage -> storage.events().totals(project, month));
    }

    private void expire() {
        var before = clock.instant().minusSeconds(words.below(120));
        pair.same(storage -> storage.events().expire(before));
    }

    private @Nullable Instant bound() {
        return words.chance(0.7) ? null : instant();
    }

    /// Now, or some time before, up to the month before.
    private Instant instant() {
        return clock.instant().minus(Duration.ofDays(words.below(3) * 15L));
    }
}
