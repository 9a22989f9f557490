package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.failure.Failure;
import dev.keepsake.storage.Mark;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.WorkQueue.Lease;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// A storage and the yardstick, asked the same things. What each makes up itself (marks, tokens,
/// ids of history entries) differs; it is kept in pairs.
final class Pair {

    private final Storage tested;
    private final Storage yardstick;
    private final TreeMap<Mark, Mark> marks = new TreeMap<>();

    Pair(Storage tested, Storage yardstick) {
        this.tested = tested;
        this.yardstick = yardstick;
    }

    Storage yardstick() {
        return yardstick;
    }

    /// Asks both and fails unless the answers are equal, or both refuse in the same way.
    ///
    /// @return the answer; empty when they refused
    <T> Optional<T> same(Function<Storage, T> question) {
        return agree(question, (actual, expected) -> assertThat(actual).isEqualTo(expected));
    }

    /// Asks both and has the answers judged, the tested one first.
    ///
    /// @return the yardstick's answer; empty when they refused
    <T> Optional<T> agree(Function<Storage, T> question, BiConsumer<T, T> judge) {
        var expected = Answer.of(question, yardstick);
        var actual = Answer.of(question, tested);
        return switch (expected) {
            case Answer.Given<T>(var wanted) ->
                    switch (actual) {
                        case Answer.Given<T>(var given) -> {
                            judge.accept(given, wanted);
                            yield Optional.of(wanted);
                        }
                        case Answer.Refused<T>(var failure) ->
                                throw new AssertionError("refused, instead of " + wanted, failure);
                    };
            case Answer.Refused<T>(var wanted) ->
                    switch (actual) {
                        case Answer.Given<T>(var given) ->
                                throw new AssertionError(
                                        "answered " + given + ", instead of refusing", wanted);
                        case Answer.Refused<T>(var failure) -> {
                            assertThat(failure).hasSameClassAs(wanted);
                            yield Optional.empty();
                        }
                    };
        };
    }

    /// Asks both for a lease.
    ///
    /// @return the leases, if one was given
    Optional<Leases> lease(Function<Storage, Optional<Lease>> question) {
        var leases =
                new Object() {
                    Optional<Leases> both = Optional.empty();
                };
        agree(
                question,
                (actual, expected) -> {
                    assertThat(actual.map(Pair::withoutToken))
                            .isEqualTo(expected.map(Pair::withoutToken));
                    leases.both = actual.map(given -> new Leases(given, expected.orElseThrow()));
                });
        return leases.both;
    }

    private static Lease withoutToken(Lease lease) {
        return new Lease(lease.project(), "", lease.attempt(), lease.until(), lease.work());
    }

    /// Fails unless the marks are the same place in both logs, as far as earlier marks tell.
    void sameMark(Mark actual, Mark expected) {
        var known = marks.putIfAbsent(expected, actual);
        assertThat(actual).as("mark").isEqualTo(known == null ? actual : known);
        var before = marks.lowerEntry(expected);
        if (before != null) {
            assertThat(actual).as("a later mark").isGreaterThan(before.getValue());
        }
        var after = marks.higherEntry(expected);
        if (after != null) {
            assertThat(actual).as("an earlier mark").isLessThan(after.getValue());
        }
    }

    /// The same right, as each of the two storages gave it.
    record Leases(Lease tested, Lease yardstick) {}

    /// The lease as this storage knows it.
    Lease of(Leases leases, Storage storage) {
        return storage == yardstick ? leases.yardstick() : leases.tested();
    }

    private sealed interface Answer<T> {

        record Given<T>(T value) implements Answer<T> {}

        record Refused<T>(Failure failure) implements Answer<T> {}

        static <T> Answer<T> of(Function<Storage, T> question, Storage storage) {
            try {
                return new Given<>(question.apply(storage));
            } catch (Failure failure) {
                return new Refused<>(failure);
            }
        }
    }
}
