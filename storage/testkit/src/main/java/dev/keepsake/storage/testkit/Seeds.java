package dev.keepsake.storage.testkit;

import java.util.Random;
import java.util.stream.LongStream;

/// The seeds that random tests run with: some that never change and a new one each time. The system
/// property `keepsake.seed` replaces them all by one, `keepsake.walks` says how many new ones.
public final class Seeds {

    private static final String PROPERTY = "keepsake.seed";
    private static final String WALKS = "keepsake.walks";

    private Seeds() {}

    public static LongStream seeds() {
        var wanted = Long.getLong(PROPERTY);
        return wanted == null
                ? LongStream.concat(
                        LongStream.of(1, 2, 3), new Random().longs(Long.getLong(WALKS, 1)))
                : LongStream.of(wanted);
    }

    /// How to repeat a run, for failure messages.
    static String repeat(long seed) {
        return "repeat with -D" + PROPERTY + "=" + seed;
    }
}
