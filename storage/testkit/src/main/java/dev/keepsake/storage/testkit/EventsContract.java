package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.account.AccountId;
import dev.keepsake.account.KeyId;
import dev.keepsake.event.Actor;
import dev.keepsake.event.Event;
import dev.keepsake.event.EventId;
import dev.keepsake.event.EventQuery;
import dev.keepsake.event.EventResult;
import dev.keepsake.event.EventStatus;
import dev.keepsake.event.EventTotals;
import dev.keepsake.event.EventType;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Scope;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.EventLog;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [EventLog] promises.
public interface EventsContract extends TestedStorage {

    private EventLog log() {
        return storage().events();
    }

    @Test
    default void aRecordedEventComesBackEqual() {
        var event = withEverything();

        record(event);

        assertThat(log().find(PROJECT, event.id())).contains(event);
        assertThat(list(EventQuery.ALL)).containsExactly(event);
    }

    @Test
    default void theGraphStateOfAnEventHasThreeValues() {
        for (var linked : Arrays.asList(true, false, null)) {
            var event = linked(Samples.finished(EventType.ADD, Scope.NONE, now()), linked);

            record(event);

            assertThat(log().find(PROJECT, event.id())).contains(event);
        }
    }

    @Test
    default void anUnknownEventIsNotFound() {
        record(Samples.finished(EventType.GET, Scope.NONE, now()));

        assertThat(log().find(PROJECT, EventId.random())).isEmpty();
    }

    @Test
    default void recordingNothingIsFine() {
        log().record(List.of());

        assertThat(list(EventQuery.ALL)).isEmpty();
    }

    @Test
    default void whatTheDashboardReadsIsNoUseOfTheApi() {
        var dashboard = new Actor(AccountId.random(), null);
        var key = new Actor(AccountId.random(), KeyId.random());
        record(
                Samples.finished(EventType.SEARCH, Scope.NONE, now()).by(dashboard),
                Samples.finished(EventType.GET_ALL, Scope.NONE, now()).by(key),
                Samples.finished(EventType.ADD, Scope.NONE, now()).by(dashboard));

        assertThat(log().totals(PROJECT, now())).isEqualTo(new EventTotals(1, 0, 2, 1));
    }

    @Test
    default void theFeedIsNewestFirstThenLastWrittenFirst() {
        var old = Samples.finished(EventType.GET, Scope.NONE, now().minusSeconds(10));
        var one = Samples.finished(EventType.GET, Scope.NONE, now());
        var two = Samples.finished(EventType.SEARCH, Scope.NONE, now());
        var three = Samples.finished(EventType.ADD, Scope.NONE, now());

        record(one, two);
        record(old);
        record(three);

        assertThat(list(EventQuery.ALL)).containsExactly(three, two, one, old);
    }

    @Test
    default void anEventKeepsItsPlaceInTheFeedWhenItIsFinished() {
        var work = Samples.work(now(), "ana");
        storage().work().accept(PROJECT, work);
        var later = Samples.finished(EventType.GET, Scope.NONE, now());
        record(later);

        var lease = storage().work().claim(MINUTE).orElseThrow();
        var done = lease.work().event().succeeded(List.of(), Map.of(), now());
        apply(
                PROJECT,
                new ChangeSet(
                        now(), List.of(), null, new ChangeSet.Settlement.Leased(lease, done)));

        assertThat(list(EventQuery.ALL)).containsExactly(later, done);
    }

    @Test
    default void pagesCutTheFeedAndCountAllOfIt() {
        var events =
                IntStream.range(0, 5)
                        .mapToObj(n ->
                                Samples.finished(EventType.GET, Scope.NONE, now().plusSeconds(n)))
                        .toList();
        record(events.toArray(Event[]::new));

        assertThat(log().list(PROJECT, EventQuery.ALL, new Page.Ask(2, 2)))
                .isEqualTo(new Page<>(List.of(events.get(2), events.get(1)), 5, 2, 2));
        assertThat(log().list(PROJECT, EventQuery.ALL, new Page.Ask(4, 2)))
                .isEqualTo(new Page<>(List.of(), 5, 4, 2));
    }

    @Test
    default void theFeedIsNarrowedByTypeAndStatus() {
        var add = Samples.finished(EventType.ADD, Scope.NONE, now());
        var search = Samples.finished(EventType.SEARCH, Scope.NONE, now());
        var failed = Samples.pending(EventType.SEARCH, Scope.NONE, now()).failed("why", now());
        record(add, search, failed);

        assertThat(list(query(EventType.SEARCH, null, Scope.NONE))).containsExactly(failed, search);
        assertThat(list(query(null, EventStatus.FAILED, Scope.NONE))).containsExactly(failed);
        assertThat(list(query(EventType.ADD, EventStatus.FAILED, Scope.NONE))).isEmpty();
    }

    @Test
    default void theFeedIsNarrowedByTheIdsGiven() {
        var ana = Samples.finished(EventType.ADD, Scope.ofUser("ana"), now());
        var anaInRun =
                Samples.finished(
                        EventType.ADD, Scope.ofUser("ana").with(EntityKind.RUN, "r1"), now());
        var bot = Samples.finished(EventType.ADD, Scope.NONE.with(EntityKind.AGENT, "ana"), now());
        var app = Samples.finished(EventType.ADD, Scope.NONE.with(EntityKind.APP, "a%"), now());
        record(ana, anaInRun, bot, app);

        assertThat(list(query(null, null, Scope.ofUser("ana")))).containsExactly(anaInRun, ana);
        assertThat(list(query(null, null, anaInRun.scope()))).containsExactly(anaInRun);
        assertThat(list(query(null, null, bot.scope()))).containsExactly(bot);
        assertThat(list(query(null, null, app.scope()))).containsExactly(app);
        assertThat(list(query(null, null, Scope.ofUser("Ana")))).isEmpty();
    }

    @Test
    default void theFeedIsNarrowedByCreation() {
        var one = Samples.finished(EventType.GET, Scope.NONE, now());
        var two = Samples.finished(EventType.GET, Scope.NONE, now().plusSeconds(1));
        var three = Samples.finished(EventType.GET, Scope.NONE, now().plusSeconds(2));
        record(one, two, three);

        assertThat(list(created(two.created(), three.created()))).containsExactly(two);
        assertThat(list(created(two.created(), null))).containsExactly(three, two);
        assertThat(list(created(null, two.created()))).containsExactly(one);
    }

    @Test
    default void totalsCountAddsSearchesAndLists() {
        record(
                Samples.finished(EventType.ADD, Scope.NONE, now()),
                Samples.finished(EventType.SEARCH, Scope.NONE, now()),
                Samples.finished(EventType.GET_ALL, Scope.NONE, now()),
                Samples.finished(EventType.GET, Scope.NONE, now()),
                Samples.finished(EventType.UPDATE, Scope.NONE, now()),
                Samples.finished(EventType.DELETE, Scope.NONE, now()));
        apply(PROJECT, Samples.memory("one").added());
        storage().work().accept(PROJECT, Samples.work(now(), "ana"));

        assertThat(log().totals(PROJECT, now())).isEqualTo(new EventTotals(3, 3, 2, 2));
    }

    @Test
    default void theMonthIsACalendarMonthInUtc() {
        record(
                search("2027-01-31T23:59:59.999999Z"),
                search("2027-02-01T00:00:00Z"),
                search("2027-02-28T23:59:59Z"),
                search("2027-03-01T00:00:00Z"),
                search("2026-02-10T00:00:00Z"));

        assertThat(log().totals(PROJECT, Instant.parse("2027-02-01T00:00:00Z")))
                .isEqualTo(new EventTotals(0, 0, 5, 2));
        assertThat(log().totals(PROJECT, Instant.parse("2027-02-28T23:59:59.9Z")))
                .isEqualTo(new EventTotals(0, 0, 5, 2));
        assertThat(log().totals(PROJECT, Instant.parse("2027-04-01T00:00:00Z")))
                .isEqualTo(new EventTotals(0, 0, 5, 0));
    }

    @Test
    default void addsOfTheMonthAreThoseMadeWithKeys() {
        var dashboard = new Actor(AccountId.random(), null);
        var february = Instant.parse("2027-02-01T00:00:00Z");
        record(
                Samples.finished(EventType.ADD, Scope.NONE, february.minusNanos(1000)),
                Samples.finished(EventType.ADD, Scope.NONE, february),
                Samples.finished(EventType.ADD, Scope.NONE, february).by(dashboard));

        assertThat(log().totals(PROJECT, february)).isEqualTo(new EventTotals(3, 1, 0, 0));
    }

    @Test
    default void expiryForgetsFinishedEventsAndKeepsTotals() {
        var old = Samples.finished(EventType.SEARCH, Scope.NONE, now().minusSeconds(10));
        var older = Samples.finished(EventType.ADD, Scope.NONE, now().minusSeconds(20));
        var young = Samples.finished(EventType.SEARCH, Scope.NONE, now());
        record(old, older, young);

        assertThat(log().expire(now())).isEqualTo(2);

        assertThat(list(EventQuery.ALL)).containsExactly(young);
        assertThat(log().find(PROJECT, old.id())).isEmpty();
        assertThat(log().totals(PROJECT, now())).isEqualTo(new EventTotals(1, 1, 2, 2));
        assertThat(log().expire(now())).isZero();
    }

    @Test
    default void expiryLooksAtCompletionNotCreation() {
        var slow =
                Samples.pending(EventType.SEARCH, Scope.NONE, now().minusSeconds(100))
                        .succeeded(List.of(), Map.of(), now());
        record(slow);

        assertThat(log().expire(now())).isZero();

        assertThat(log().find(PROJECT, slow.id())).contains(slow);
    }

    @Test
    default void unfinishedEventsNeverExpire() {
        var waiting = Samples.work(now(), "ana");
        var running = Samples.work(now(), "ben");
        storage().work().accept(PROJECT, waiting);
        storage().work().acceptAndClaim(PROJECT, running, MINUTE);
        clock().advance(MINUTE.multipliedBy(100_000));

        assertThat(log().expire(now())).isZero();

        assertThat(list(EventQuery.ALL)).hasSize(2);
    }

    // --- pieces

    private void record(Event... events) {
        log().record(
                        Arrays.stream(events)
                                .map(event -> new EventLog.Entry(PROJECT, event))
                                .toList());
    }

    private List<Event> list(EventQuery query) {
        return log().list(PROJECT, query, Page.Ask.first(100)).items();
    }

    private static EventQuery query(
            @Nullable EventType type, @Nullable EventStatus status, Scope scope) {
        return new EventQuery(type, status, scope, null, null);
    }

    private static EventQuery created(@Nullable Instant from, @Nullable Instant until) {
        return new EventQuery(null, null, Scope.NONE, from, until);
    }

    private static Event search(String instant) {
        return Samples.finished(EventType.SEARCH, Scope.NONE, Instant.parse(instant));
    }

    private static Event linked(Event event, @Nullable Boolean linked) {
        return new Event(
                event.id(),
                event.type(),
                event.status(),
                event.scope(),
                event.payload(),
                event.metadata(),
                event.results(),
                event.created(),
                event.updated(),
                event.started(),
                event.completed(),
                linked,
                event.error(),
                event.actor());
    }

    private static Event withEverything() {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("query", "where \"do\" I live?");
        payload.put("none", null);
        payload.put("filters", Map.of("AND", List.of(Map.of("user_id", "ana"))));
        var id = MemoryId.random();
        var scope = new Scope("ana", "bot", "app", "run");
        return new Event(
                EventId.random(),
                EventType.SEARCH,
                EventStatus.FAILED,
                scope,
                payload,
                Map.of("intent", "none", "final", 0.866),
                List.of(
                        EventResult.found(id, "lives in Graz", 0.75),
                        EventResult.found(id, "has a cat", null),
                        EventResult.of(id, EventResult.Effect.ADD, "text", scope),
                        EventResult.of(id, EventResult.Effect.NOOP, null, Scope.NONE),
                        EventResult.deleted(id)),
                Samples.START,
                Samples.START.plusSeconds(3),
                Samples.START.plusSeconds(1),
                Samples.START.plusSeconds(2),
                true,
                "no answer",
                new Actor(AccountId.random(), KeyId.random()));
    }
}
