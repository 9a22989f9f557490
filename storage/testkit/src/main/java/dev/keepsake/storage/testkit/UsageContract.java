package dev.keepsake.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.ProjectId;
import dev.keepsake.failure.Failure;
import dev.keepsake.model.Bill.Spent;
import dev.keepsake.model.Operation;
import dev.keepsake.storage.UsageLog;
import dev.keepsake.usage.Usage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What [UsageLog] promises.
public interface UsageContract extends TestedStorage {

    LocalDate DAY = LocalDate.of(2026, 8, 22);

    private UsageLog usage() {
        return storage().usage();
    }

    @Test
    default void whatIsSpentInADayOnOneOperationAndModelIsAddedUp() {
        usage().add(PROJECT, used(DAY, Operation.EXTRACT, "a/b", 100, 10, "0.000000150"));
        usage().add(PROJECT, used(DAY, Operation.EXTRACT, "a/b", 11, 1, "2.5"));

        assertThat(usage().list(PROJECT, DAY, DAY))
                .containsExactly(
                        new Usage(
                                DAY,
                                Operation.EXTRACT,
                                "a/b",
                                new Spent(2, 111, 11, new BigDecimal("2.50000015"))));
    }

    @Test
    default void daysOperationsAndModelsAreToldApartInOrder() {
        var tomorrow = used(DAY.plusDays(1), Operation.CLASSIFY, "a", 1, 1, null);
        var summary = used(DAY, Operation.SUMMARY, "a", 2, 2, null);
        var other = used(DAY, Operation.EXTRACT, "b \"ö\" ☕", 3, 3, null);
        var extract = used(DAY, Operation.EXTRACT, "a", 4, 4, null);
        List.of(tomorrow, summary, other, extract).forEach(each -> usage().add(PROJECT, each));

        assertThat(usage().list(PROJECT, DAY, DAY.plusDays(1)))
                .containsExactly(extract, other, summary, tomorrow);
        assertThat(usage().list(PROJECT, DAY.plusDays(1), DAY.plusDays(9)))
                .containsExactly(tomorrow);
        assertThat(usage().list(PROJECT, DAY.minusDays(9), DAY.minusDays(1))).isEmpty();
    }

    @Test
    default void anUnpricedCallLeavesTheCostAsItIs() {
        usage().add(PROJECT, used(DAY, Operation.EXTRACT, "a", 1, 1, null));
        assertThat(onlyCost()).isNull();

        usage().add(PROJECT, used(DAY, Operation.EXTRACT, "a", 1, 1, "0"));
        usage().add(PROJECT, used(DAY, Operation.EXTRACT, "a", 1, 1, null));

        assertThat(onlyCost()).isEqualByComparingTo("0");
    }

    private @Nullable BigDecimal onlyCost() {
        return usage().list(PROJECT, DAY, DAY).getFirst().spent().cost();
    }

    @Test
    default void oneProjectDoesNotSeeWhatAnotherSpends() {
        var other = ProjectId.random();
        usage().add(PROJECT, used(DAY, Operation.EXTRACT, "a", 1, 1, null));
        usage().add(other, used(DAY, Operation.EXTRACT, "a", 7, 7, null));

        assertThat(usage().list(PROJECT, DAY, DAY).getFirst().spent().inputTokens()).isEqualTo(1);
        assertThat(usage().list(ProjectId.random(), DAY, DAY)).isEmpty();
    }

    @Test
    default void callsAtTheSameTimeAreAllCounted() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 64)
                    .forEach(_ ->
                            threads.submit(() ->
                                    usage().add(
                                                    PROJECT,
                                                    used(DAY, Operation.DREAM, "a", 2, 3, "1"))));
        }

        assertThat(usage().list(PROJECT, DAY, DAY))
                .containsExactly(
                        new Usage(
                                DAY,
                                Operation.DREAM,
                                "a",
                                new Spent(64, 128, 192, new BigDecimal(64))));
    }

    @Test
    default void whatARemovedProjectSpentIsErasedAndItSpendsNoMore() {
        var founding = Samples.founding("eve", now());
        storage().accounts().found(founding);
        var removed = founding.project().id();
        var successor = Samples.project(founding.organization().id(), "next", true, now());
        usage().add(removed, used(DAY, Operation.EXTRACT, "a", 1, 1, null));
        usage().add(PROJECT, used(DAY, Operation.EXTRACT, "a", 1, 1, null));
        storage().accounts().remove(removed, successor, now());

        assertThatThrownBy(
                        () -> usage().add(removed, used(DAY, Operation.EXTRACT, "a", 1, 1, null)))
                .isInstanceOf(Failure.Missing.class);
        storage().erasure().erase(removed);

        assertThat(usage().list(removed, DAY, DAY)).isEmpty();
        assertThat(usage().list(PROJECT, DAY, DAY)).hasSize(1);
    }

    private static Usage used(
            LocalDate day,
            Operation operation,
            String model,
            long input,
            long output,
            @Nullable String cost) {
        return new Usage(
                day,
                operation,
                model,
                new Spent(1, input, output, cost == null ? null : new BigDecimal(cost)));
    }
}
