package dev.keepsake.bench.load;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// Numbered statements and questions; the same number gives the same text in every run. Immutable.
final class Texts {

    private static final int LEAST_WORDS = 12;
    private static final int MOST_WORDS = 30;
    private static final long SEED = 20_240_229;

    private final Grammar grammar = Grammar.resource("statements.grammar");

    /// Of 12 to 30 words.
    String statement(long number) {
        var random = random(number);
        while (true) {
            var text = grammar.text("statement", random);
            var words = text.split(" ").length;
            if (words >= LEAST_WORDS && words <= MOST_WORDS) {
                return text;
            }
        }
    }

    List<String> statements(long from, long to) {
        return LongStream.range(from, to).mapToObj(this::statement).toList();
    }

    String question(long number) {
        return grammar.text("question", random(-1 - number));
    }

    /// The multiplier only spreads the seeds. It must not be the golden ratio that SplittableRandom
    /// steps by, or each text would use the numbers of the one before, shifted by one.
    private static SplittableRandom random(long number) {
        return new SplittableRandom(SEED + number * 0xD1342543DE82EF95L);
    }
}
