package dev.keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table of the wire contract's section 5.4, all combinations of the flags.
class VisibilityTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-08-22");

    @ParameterizedTest
    @CsvSource({
        // expired, latest, merged: active, superseded, merged
        "false, false, false, true, true,  false",
        "true,  false, false, true, true,  false",
        "false, true,  false, true, false, false",
        "false, false, true,  true, true,  true",
        "true,  true,  false, true, false, false",
        "true,  false, true,  true, true,  true",
        "false, true,  true,  true, false, false",
        "true,  true,  true,  true, false, false",
    })
    void flagsDecideWhichStatesAreSeen(
            boolean showExpired,
            boolean latestOnly,
            boolean includeMerged,
            boolean active,
            boolean superseded,
            boolean merged) {
        var visibility = new Visibility(TODAY, showExpired, latestOnly, includeMerged);

        var seen = List.of(active, superseded, merged);
        for (var state : Lifecycle.values()) {
            var shown = seen.get(state.ordinal());
            assertThat(sees(visibility, state, null)).as("%s", state).isEqualTo(shown);
            assertThat(sees(visibility, state, TODAY)).as("%s today", state).isEqualTo(shown);
            assertThat(sees(visibility, state, TODAY.minusDays(1)))
                    .as("%s expired", state)
                    .isEqualTo(shown && showExpired);
        }
    }

    @Test
    void theFilterAsAskedStillHolds() {
        var nothing = new Filter.Any(List.of());

        assertThat(Visibility.standard(TODAY).within(nothing).matches(row(Lifecycle.ACTIVE, null)))
                .isFalse();
    }

    private static boolean sees(Visibility visibility, Lifecycle state, LocalDate expiration) {
        return visibility.within(Filter.EVERYTHING).matches(row(state, expiration));
    }

    private static Stored row(Lifecycle state, LocalDate expiration) {
        var memory =
                Memory.of(
                                MemoryId.random(),
                                "m",
                                Scope.ofUser("u"),
                                Times.at(Instant.parse("2026-01-01T00:00:00Z")))
                        .withExpiration(expiration)
                        .withLineage(Lineage.FRESH.moved(state, null));
        return new Stored(memory, new Encoding(List.of(), "none", new float[] {1}));
    }
}
