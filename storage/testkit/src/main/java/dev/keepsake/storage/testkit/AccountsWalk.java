package dev.keepsake.storage.testkit;

import dev.keepsake.storage.InMemoryStorage;
import dev.keepsake.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The same as [RandomWalk] for accounts, logins and logs, in a world so small that most steps meet
/// something. After each step everything is read and must be the same in both storages, and keep
/// the rules that hold at all times ([AccountsView]).
public final class AccountsWalk {

    private static final int LENGTH = 500;

    private AccountsWalk() {}

    /// Walks with an empty storage.
    ///
    /// @param clock the one that the storage reads; it is moved
    /// @throws AssertionError that names seed and step, when an answer differs
    public static void walk(Storage tested, FixedClock clock, long seed) {
        var random = new Random(seed);
        var pair = new Pair(CheckedStorage.of(tested), new InMemoryStorage(clock));
        var world = new AccountsWorld(pair, new Vocabulary(random), clock);
        List<Step> steps = new ArrayList<>();
        steps.addAll(new AccountSteps(world).steps());
        steps.addAll(new PlaceSteps(world).steps());
        steps.addAll(new KeySteps(world).steps());
        steps.addAll(new LoginSteps(world).steps());
        steps.addAll(new LogSteps(world).steps());
        new Walk(seed, random, steps.stream().map(world::watched).toList()).go(LENGTH);
    }
}
