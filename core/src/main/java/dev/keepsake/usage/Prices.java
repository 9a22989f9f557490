package dev.keepsake.usage;

import dev.keepsake.model.Bill.Spent;
import dev.keepsake.model.ChatModel;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// What a model costs for a million tokens, in whatever currency the operator thinks in.
///
/// @param input null when unknown
/// @param output null when unknown
public record Prices(@Nullable BigDecimal input, @Nullable BigDecimal output) {

    public static final Prices UNKNOWN = new Prices(null, null);

    /// Costs are kept to a billionth.
    public static final int DIGITS = 9;

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /// One answer, priced. With one price alone the other kind of token is free.
    public Spent spent(ChatModel.Reply reply) {
        return new Spent(1, reply.inputTokens(), reply.outputTokens(), cost(reply));
    }

    private @Nullable BigDecimal cost(ChatModel.Reply reply) {
        if (input == null && output == null) {
            return null;
        }
        return of(input, reply.inputTokens()).add(of(output, reply.outputTokens()));
    }

    private static BigDecimal of(@Nullable BigDecimal price, long tokens) {
        return price == null
                ? BigDecimal.ZERO
                : price.multiply(BigDecimal.valueOf(tokens))
                        .divide(MILLION, DIGITS, RoundingMode.HALF_UP);
    }
}
