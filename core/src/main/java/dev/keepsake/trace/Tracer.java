package dev.keepsake.trace;

import java.util.Optional;
import java.util.function.Supplier;

/// Watches the steps of the engine, for metrics and traces. A step that begins inside another on
/// the same thread is part of it. Implementations are safe for many threads, never throw, and run
/// the work exactly once, whatever becomes of their own.
public interface Tracer {

    /// Watches nothing.
    Tracer NONE =
            new Tracer() {
                @Override
                public <T> T trace(Step step, Supplier<T> work) {
                    return work.get();
                }

                @Override
                public <T> T traceAfter(Optional<String> cause, Step step, Supplier<T> work) {
                    return work.get();
                }

                @Override
                public Optional<String> position() {
                    return Optional.empty();
                }
            };

    /// Does the work as a step.
    <T> T trace(Step step, Supplier<T> work);

    /// The same for work that was asked for earlier, on another thread or in another process. Where
    /// a step is under way on this thread already, it is part of that one.
    ///
    /// @param cause the position of those who asked
    <T> T traceAfter(Optional<String> cause, Step step, Supplier<T> work);

    /// Where this thread is in its trace, in a form that can be kept with work that is done later;
    /// empty when nobody traces.
    Optional<String> position();
}
