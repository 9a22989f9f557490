package dev.keepsake.storage.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until it is told to move. Safe for many threads.
public final class FixedClock implements InstantSource {

    private volatile Instant now;

    /// Stands at [Samples#START].
    public FixedClock() {
        this(Samples.START);
    }

    public FixedClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    public synchronized void advance(Duration step) {
        now = now.plus(step);
    }
}
