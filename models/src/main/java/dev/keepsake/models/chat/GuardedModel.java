package dev.keepsake.models.chat;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.ChatModel;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;

/// Leaves an endpoint alone that does not work: when four in five of its last questions failed (of
/// the last eight, and of five at least) nobody is sent there for half a minute, and everybody is
/// told so at once; then one question tries again. Only failures that show a dead endpoint count:
/// time-outs, 5xx, no connection. A refusal comes from one that lives, and so does a limit of rate
/// or whatever else names a time to come back. Safe for many threads.
public final class GuardedModel implements ChatModel {

    /// Whether questions get through.
    public enum State {
        /// They do.
        CLOSED,
        /// One may, to see whether the others could.
        HALF_OPEN,
        /// They do not.
        OPEN
    }

    private static final Duration REST = Duration.ofSeconds(30);

    private final ChatModel model;
    private final CircuitBreaker breaker;

    public GuardedModel(ChatModel model) {
        this(model, REST);
    }

    GuardedModel(ChatModel model, Duration rest) {
        this.model = model;
        this.breaker =
                CircuitBreaker.of(
                        model.name(),
                        CircuitBreakerConfig.custom()
                                .slidingWindowType(
                                        CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                                .slidingWindowSize(8)
                                .minimumNumberOfCalls(5)
                                .failureRateThreshold(80)
                                .waitDurationInOpenState(rest)
                                .permittedNumberOfCallsInHalfOpenState(1)
                                .recordException(GuardedModel::showsADeadEndpoint)
                                .build());
    }

    private static boolean showsADeadEndpoint(Throwable failed) {
        return failed instanceof Failure.ModelFailed model
                && model.retriable()
                && model.retryAfter() == null;
    }

    @Override
    public String name() {
        return model.name();
    }

    /// Half open is only entered by a question: one that rests long enough still says open.
    public State state() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> State.OPEN;
            case HALF_OPEN -> State.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> State.CLOSED;
        };
    }

    @Override
    public Reply ask(Ask ask) {
        try {
            return breaker.executeSupplier(() -> model.ask(ask));
        } catch (CallNotPermittedException _) {
            throw new Failure.ModelFailed(
                    "the chat endpoint failed again and again and is left alone for a while",
                    false);
        }
    }
}
