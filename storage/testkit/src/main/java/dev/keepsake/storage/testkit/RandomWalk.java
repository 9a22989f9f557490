package dev.keepsake.storage.testkit;

import dev.keepsake.storage.InMemoryStorage;
import dev.keepsake.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Some hundred random operations on a storage and, with equal inputs, on [InMemoryStorage]; every
/// answer must agree. A seed decides everything, so a failure can be repeated.
public final class RandomWalk {

    private static final int LENGTH = 800;

    private RandomWalk() {}

    /// Walks with an empty storage.
    ///
    /// @param clock the one that the storage reads; it is moved
    /// @throws AssertionError that names seed and step, when an answer differs
    public static void walk(Storage tested, FixedClock clock, long seed) {
        var random = new Random(seed);
        var pair = new Pair(CheckedStorage.of(tested), new InMemoryStorage(clock));
        var words = new Vocabulary(random);
        var memories = new MemorySteps(pair, words, new RandomFilters(random), clock);
        List<Step> steps = new ArrayList<>(memories.steps());
        steps.addAll(new WorkSteps(pair, words, memories, clock).steps());
        steps.addAll(new EventSteps(pair, words, clock).steps());
        steps.addAll(new ErasureSteps(pair, words, memories, clock).steps());
        steps.addAll(new EntitySteps(pair, words, clock).steps());
        steps.addAll(new IndexSteps(pair, words, new RandomFilters(random)).steps());
        new Walk(seed, random, steps).go(LENGTH);
    }
}
