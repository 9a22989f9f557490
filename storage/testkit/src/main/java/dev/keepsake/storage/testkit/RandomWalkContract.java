package dev.keepsake.storage.testkit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A storage answers as the yardstick does, whatever it is asked.
public interface RandomWalkContract extends TestedStorage {

    @ParameterizedTest
    @MethodSource("dev.keepsake.storage.testkit.Seeds#seeds")
    default void aRandomWalkAgreesWithTheYardstick(long seed) {
        RandomWalk.walk(storage(), clock(), seed);
    }

    @ParameterizedTest
    @MethodSource("dev.keepsake.storage.testkit.Seeds#seeds")
    default void aRandomWalkOverAccountsAgreesWithTheYardstick(long seed) {
        AccountsWalk.walk(storage(), clock(), seed);
    }
}
