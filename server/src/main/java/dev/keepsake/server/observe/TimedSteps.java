package dev.keepsake.server.observe;

import dev.keepsake.trace.Step;
import dev.keepsake.trace.Tracer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Takes the time of steps while another tracer follows them.
final class TimedSteps implements Tracer {

    private final Tracer other;
    private final Clock clock;

    /// Is told how long a step took.
    @FunctionalInterface
    interface Clock {
        void took(Step step, Duration time, boolean well);
    }

    TimedSteps(Tracer other, Clock clock) {
        this.other = other;
        this.clock = clock;
    }

    @Override
    public <T> T trace(Step step, Supplier<T> work) {
        return other.trace(step, timed(step, work));
    }

    @Override
    public <T> T traceAfter(Optional<String> cause, Step step, Supplier<T> work) {
        return other.traceAfter(cause, step, timed(step, work));
    }

    private <T> Supplier<T> timed(Step step, Supplier<T> work) {
        return () -> {
            var started = System.nanoTime();
            var well = false;
            try {
                var result = work.get();
                well = true;
                return result;
            } finally {
                clock.took(step, Duration.ofNanos(System.nanoTime() - started), well);
            }
        };
    }

    @Override
    public Optional<String> position() {
        return other.position();
    }
}
