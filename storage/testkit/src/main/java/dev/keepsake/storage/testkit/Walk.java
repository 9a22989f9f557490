package dev.keepsake.storage.testkit;

import java.util.List;
import java.util.Random;

/// Takes random steps. A seed decides everything, so a failure can be repeated.
final class Walk {

    private final long seed;
    private final Random random;
    private final List<Step> steps;
    private final int weights;

    /// @param random made from the seed; the steps may draw from it, too
    Walk(long seed, Random random, List<Step> steps) {
        this.seed = seed;
        this.random = random;
        this.steps = List.copyOf(steps);
        this.weights = steps.stream().mapToInt(Step::weight).sum();
    }

    /// @throws AssertionError that names seed and step, when one fails
    void go(int length) {
        for (var number = 1; number <= length; number++) {
            take(number);
        }
    }

    private void take(int number) {
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
