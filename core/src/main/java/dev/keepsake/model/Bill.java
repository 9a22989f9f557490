package dev.keepsake.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Adds up what one piece of work spends on language models. Safe for many threads.
public final class Bill {

    private Spent spent = Spent.NOTHING;

    public synchronized void add(Spent more) {
        spent = spent.plus(more);
    }

    public synchronized Spent spent() {
        return spent;
    }

    /// Calls of language models and what they took.
    ///
    /// @param cost in the currency of the configured prices; null when no price is known
    public record Spent(
            long calls, long inputTokens, long outputTokens, @Nullable BigDecimal cost) {

        public static final Spent NOTHING = new Spent(0, 0, 0, null);

        /// Equal amounts are equal, however they were added up.
        @SuppressWarnings("NullAway") // the annotation of a record component is lost here
        public Spent {
            cost = cost == null ? null : cost.stripTrailingZeros();
        }

        public Spent plus(Spent more) {
            return new Spent(
                    calls + more.calls,
                    inputTokens + more.inputTokens,
                    outputTokens + more.outputTokens,
                    sum(cost, more.cost));
        }

        private static @Nullable BigDecimal sum(
                @Nullable BigDecimal one, @Nullable BigDecimal two) {
            if (one == null || two == null) {
                return one == null ? two : one;
            }
            return one.add(two);
        }
    }
}
