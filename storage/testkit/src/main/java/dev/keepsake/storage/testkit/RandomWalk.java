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

    private final long seed;
    private final Random random;
    private final List<Step> steps = new ArrayList<>();
    private final int weights;

    private RandomWalk(Storage tested, FixedClock clock, long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        var pair = new Pair(CheckedStorage.of(tested), new InMemoryStorage(clock));
        var words = new Vocabulary(random);
        var memories = new MemorySteps(pair, words, new RandomFilters(random), clock);
        steps.addAll(memories.steps());
        steps.addAll(new WorkSteps(pair, words, memories, clock).steps());
        steps.addAll(new EventSteps(pair, words, clock).steps());
        steps.addAll(new EntitySteps(pair, words, clock).steps());
        steps.addAll(new IndexSteps(pair, words, new RandomFilters(random)).steps());
        weights = steps.stream().mapToInt(Step::weight).sum();
    }

    /// Walks with an empty storage.
    ///
    /// @param clock the one that the storage reads; it is moved
    /// @throws AssertionError that names seed and step, when an answer differs
    public static void walk(Storage tested, FixedClock clock, long seed) {
        var walk = new RandomWalk(tested, clock, seed);
        for (var number = 1; number <= LENGTH; number++) {
            walk.go(number);
        }
    }

    private void go(int number) {
        var step = choose();
        try {
            step.action().run();
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError(
                    "step %d, to %s (%s): %s"
                            .formatted(
                                    number, step.name(), Seeds.repeat(seed), broken.getMessage()),
                    broken);
        }
    }

    private Step choose() {
        var at = random.nextInt(weights);
        for (var step : steps) {
            at -= step.weight();
            if (at < 0) {
                return step;
            }
        }
        throw new IllegalStateException("weights do not add up");
    }
}
