package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.event.Event;
import dev.keepsake.event.EventTotals;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.MemoryId;
import dev.keepsake.memory.Message;
import dev.keepsake.memory.Page;
import dev.keepsake.memory.Revision;
import dev.keepsake.storage.InMemoryStorage;
import dev.keepsake.storage.LoggedChange;
import dev.keepsake.storage.Logins.Use;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.MemoryStore.MemoryTotals;
import dev.keepsake.storage.SearchIndex.Candidate;
import dev.keepsake.storage.WorkQueue.Lease;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A walk is long and varied enough to notice when any one method answers wrongly now and then.
class RandomWalkTest {

    private static final long SEED = 1;

    static Stream<Lie> lies() {
        return Stream.of(
                Lie.about("memories", "apply", (Mark mark) -> new Mark(mark.value() / 3)),
                Lie.about("memories", "find", (Optional<Memory> _) -> Optional.empty()),
                Lie.about("memories", "findAll", RandomWalkTest::withoutLast),
                Lie.about("memories", "encodings", (Map<?, ?> _) -> Map.of()),
                Lie.about("memories", "withHash", RandomWalkTest::withoutLast),
                Lie.about("memories", "list", RandomWalkTest::renumbered),
                Lie.about("memories", "replacedBy", RandomWalkTest::withoutLast),
                Lie.about("memories", "histories", RandomWalkTest::shortened),
                Lie.about("memories", "revisions", RandomWalkTest::renumbered),
                Lie.about("memories", "window", (List<Message> all) -> all.reversed()),
                Lie.about("memories", "totals", RandomWalkTest::miscounted),
                Lie.about("memories", "head", (Mark mark) -> new Mark(mark.value() / 2 * 2)),
                Lie.about("memories", "changesAfter", RandomWalkTest::withoutDeletions),
                Lie.about("memories", "rows", RandomWalkTest::withoutFirstOfMany),
                Lie.about("index", "size", (Long size) -> size / 10 * 10),
                Lie.about("index", "present", (Set<MemoryId> _) -> Set.of()),
                Lie.about("index", "gather", RandomWalkTest::withoutLast),
                Lie.about("index", "gather", RandomWalkTest::rescored),
                Lie.about("work", "claim", RandomWalkTest::firstAttemptOnly),
                Lie.about("work", "renew", (Boolean _) -> true),
                Lie.about("work", "finish", (Boolean _) -> true),
                Lie.about("work", "backlog", (Long backlog) -> Math.min(backlog, 9)),
                Lie.about("events", "find", (Optional<Event> _) -> Optional.empty()),
                Lie.about("events", "list", RandomWalkTest::renumbered),
                Lie.about("events", "totals", RandomWalkTest::withoutOlderMonths),
                Lie.about("events", "expire", (Integer count) -> Math.min(count, 1)));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aWalkNotices(Lie lie) {
        var clock = new FixedClock();
        var storage = lie.toldBy(new InMemoryStorage(clock));

        assertThatThrownBy(() -> RandomWalk.walk(storage, clock, SEED))
                .isInstanceOf(AssertionError.class);
    }

    static Stream<Lie> liesAboutAccounts() {
        return Stream.of(
                Lie.about("accounts", "isEmpty", (Boolean _) -> false),
                Lie.about("accounts", "accounts", RandomWalkTest::withoutLastOfAll),
                Lie.about("accounts", "accountByEmail", (Optional<?> _) -> Optional.empty()),
                Lie.about("accounts", "accountByUsername", (Optional<?> _) -> Optional.empty()),
                Lie.about("accounts", "organization", (Optional<?> _) -> Optional.empty()),
                Lie.about("accounts", "projects", RandomWalkTest::withoutLast),
                Lie.about("accounts", "memberships", RandomWalkTest::withoutLast),
                Lie.about("accounts", "members", RandomWalkTest::withoutLast),
                Lie.about("accounts", "keys", RandomWalkTest::withoutLast),
                Lie.about("accounts", "key", (Optional<?> _) -> Optional.empty()),
                Lie.about("accounts", "invitation", (Optional<?> _) -> Optional.empty()),
                Lie.about("accounts", "invitations", RandomWalkTest::withoutLast),
                Lie.about("logins", "session", (Optional<?> _) -> Optional.empty()),
                Lie.about("logins", "sessions", RandomWalkTest::withoutLast),
                Lie.about("logins", "end", (Boolean _) -> true),
                Lie.about("logins", "codesSince", (Integer count) -> Math.min(count, 1)),
                Lie.about("logins", "lastCode", (Optional<?> _) -> Optional.empty()),
                Lie.about("logins", "use", RandomWalkTest::neverExhausted),
                Lie.about("logins", "expire", (Integer count) -> Math.min(count, 1)),
                Lie.about("audit", "audit", RandomWalkTest::withoutLast),
                Lie.about("audit", "requests", RandomWalkTest::withoutLast),
                Lie.about("audit", "expireRequests", (Integer count) -> Math.min(count, 1)));
    }

    @ParameterizedTest
    @MethodSource("liesAboutAccounts")
    void aWalkOverAccountsNotices(Lie lie) {
        var clock = new FixedClock();
        var storage = lie.toldBy(new InMemoryStorage(clock));

        assertThatThrownBy(() -> AccountsWalk.walk(storage, clock, SEED))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aFailureTellsTheSeedThatRepeatsIt() {
        var clock = new FixedClock();
        var lie = Lie.about("memories", "find", (Optional<Memory> _) -> Optional.empty());

        assertThatThrownBy(() -> RandomWalk.walk(lie.toldBy(new InMemoryStorage(clock)), clock, 42))
                .hasMessageContaining("-Dkeepsake.seed=42")
                .hasMessageContaining("step");
    }

    private static List<?> withoutLast(List<?> all) {
        return all.size() < 2 ? all : all.subList(0, all.size() - 1);
    }

    /// Of the method without arguments; the one with some gives a map.
    private static Object withoutLastOfAll(Object all) {
        return all instanceof List<?> list ? withoutLast(list) : all;
    }

    private static Use neverExhausted(Use right) {
        return right == Use.EXHAUSTED ? Use.WRONG : right;
    }

    private static List<?> withoutFirstOfMany(List<?> all) {
        return all.size() < 10 ? all : all.subList(1, all.size());
    }

    private static Page<?> renumbered(Page<?> page) {
        return page.total() < 20
                ? page
                : new Page<>(page.items(), page.total() + 1, page.number(), page.size());
    }

    private static Map<MemoryId, List<Revision>> shortened(Map<MemoryId, List<Revision>> all) {
        all.replaceAll((_, history) -> history.size() < 3 ? history : history.subList(0, 2));
        return all;
    }

    private static MemoryTotals miscounted(MemoryTotals right) {
        return new MemoryTotals(
                right.memories(),
                right.users(),
                right.users(),
                right.runs(),
                right.memoriesWithUser(),
                right.memoriesWithAgent(),
                right.memoriesWithRun());
    }

    private static List<LoggedChange> withoutDeletions(List<LoggedChange> all) {
        return all.stream()
                .filter(change -> change.revision().kind() != Revision.Kind.DELETE)
                .toList();
    }

    private static List<Candidate> rescored(List<Candidate> all) {
        return all.stream()
                .map(each ->
                        new Candidate(
                                each.id(), each.cosine(), each.bm25() * 1.001, each.coverage()))
                .toList();
    }

    private static Optional<Lease> firstAttemptOnly(Optional<Lease> right) {
        return right.map(
                lease -> new Lease(lease.project(), lease.token(), 1, lease.until(), lease.work()));
    }

    private static EventTotals withoutOlderMonths(EventTotals right) {
        return new EventTotals(
                right.adds(),
                right.addsThisMonth(),
                right.retrievalsThisMonth(),
                right.retrievalsThisMonth());
    }
}
