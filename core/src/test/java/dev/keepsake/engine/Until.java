package dev.keepsake.engine;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for what other threads do.
public final class Until {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Until() {}

    /// Returns once the condition holds; fails when that takes longer than any test should.
    public static void holds(BooleanSupplier condition) {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still not so after " + LONGEST);
            }
            Thread.yield();
        }
    }
}
