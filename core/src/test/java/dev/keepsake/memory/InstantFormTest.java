package dev.keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.failure.Failure;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstantFormTest {

    @ParameterizedTest
    @CsvSource({
        "1672531200, 2023-01-01T00:00:00Z",
        "1672531200.5, 2023-01-01T00:00:00.500Z",
        "+1672531200, 2023-01-01T00:00:00Z",
        "1.6725312E9, 2023-01-01T00:00:00Z",
        "1672531200123, 2023-01-01T00:00:00.123Z",
        "1672531200123.4567, 2023-01-01T00:00:00.123456Z",
        "99999999999, 5138-11-16T09:46:39Z",
        "100000000000, 1973-03-03T09:46:40Z",
        "-1, 1969-12-31T23:59:59Z",
        "-100000000000, 1966-10-31T14:13:20Z",
        "0, 1970-01-01T00:00:00Z",
        "2026-03-10T08:00:00Z, 2026-03-10T08:00:00Z",
        "2026-03-10t08:00:00z, 2026-03-10T08:00:00Z",
        "2026-03-10T08:00:00, 2026-03-10T08:00:00Z",
        "2026-03-10 08:00:00, 2026-03-10T08:00:00Z",
        "2026-03-10T08:00, 2026-03-10T08:00:00Z",
        "2026-03-10T08:00:00.1234567Z, 2026-03-10T08:00:00.123456Z",
        "2026-03-10T08:00:00.120000+00:00, 2026-03-10T08:00:00.120Z",
        "2026-03-10T08:00:00+02:00, 2026-03-10T06:00:00Z",
        "2026-03-10T08:00:00-0730, 2026-03-10T15:30:00Z",
        "2026-03-10T08:00:00 +01, 2026-03-10T07:00:00Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
    })
    void instantsComeAsEpochNumbersOrIsoTexts(String text, Instant instant) {
        var form = InstantForm.parse("timestamp", text);

        assertThat(form.start()).isEqualTo(instant);
        assertThat(form.noon()).isEqualTo(instant);
        assertThat(form.end()).isEqualTo(instant.plusNanos(1000));
        assertThat(form.isDay()).isFalse();
    }

    @Test
    void numbersMeanTheSameAsTheirTexts() {
        var expected = Instant.parse("2023-01-01T00:00:00.250Z");

        assertThat(InstantForm.parse("timestamp", 1672531200.25).start()).isEqualTo(expected);
        assertThat(InstantForm.parse("timestamp", 1672531200250L).start()).isEqualTo(expected);
        assertThat(InstantForm.parse("timestamp", new BigDecimal("1672531200.25")).start())
                .isEqualTo(expected);
        assertThat(InstantForm.parse("timestamp", 1672531200).start())
                .isEqualTo(Instant.parse("2023-01-01T00:00:00Z"));
    }

    @Test
    void aDayStandsForItsStartItsNoonOrItsEnd() {
        var form = InstantForm.parse("reference_date", " 2024-02-29 ");

        assertThat(form.isDay()).isTrue();
        assertThat(form.day()).isEqualTo(LocalDate.parse("2024-02-29"));
        assertThat(form.start()).isEqualTo(Instant.parse("2024-02-29T00:00:00Z"));
        assertThat(form.noon()).isEqualTo(Instant.parse("2024-02-29T12:00:00Z"));
        assertThat(form.end()).isEqualTo(Instant.parse("2024-03-01T00:00:00Z"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-02-30",
                "2025-02-29",
                "2026-13-01",
                "2026-1-1",
                "0000-01-01",
                "+12026-01-01",
                "2026-03",
                "2026-03-10T",
                "2026-03-10T24:00:00Z",
                "2026-03-10T08:60:00Z",
                "2026-03-10T08:00:60Z",
                "2026-03-10T08:00:00+19:00",
                "2026-03-10T08:00:00 Europe/Oslo",
                "0001-01-01T00:00:00+01:00",
                "9999-12-31T23:59:59-01:00",
                "1e300",
                "-1e300",
                "1,5",
                "0x10",
                "NaN",
                "１２３",
            })
    @FieldSource("notTexts")
    void anythingElseIsRefused(Object value) {
        assertThatThrownBy(() -> InstantForm.parse("timestamp", value))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageStartingWith(
                        "timestamp: must be epoch seconds, YYYY-MM-DD or an ISO 8601 date and time");
    }

    static final List<Object> notTexts =
            List.of(
                    true,
                    List.of(1),
                    Map.of("a", 1),
                    Double.NaN,
                    Double.POSITIVE_INFINITY,
                    Long.MAX_VALUE,
                    new BigDecimal("1e999999999"));

    @Test
    void numbersTooSmallToMatterAreTheEpoch() {
        assertThat(InstantForm.parse("timestamp", new BigDecimal("1e-999999999")).start())
                .isEqualTo(Instant.EPOCH);
    }
}
