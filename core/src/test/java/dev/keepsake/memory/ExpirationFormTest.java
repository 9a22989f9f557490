package dev.keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.failure.Failure;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ExpirationFormTest {

    static final List<Object> otherForms =
            List.of(
                    "",
                    "2099-02-30",
                    "2025-02-29",
                    "2099-2-3",
                    "20990203",
                    " 2099-02-03",
                    "2099-02-03T00:00:00Z",
                    "0000-01-01",
                    "+12099-02-03",
                    "tomorrow",
                    20990203,
                    true);

    @Test
    void aDayOfTheCalendarIsTakenWhetherPastOrNot() {
        assertThat(ExpirationForm.parse("2099-12-31")).isEqualTo(LocalDate.of(2099, 12, 31));
        assertThat(ExpirationForm.parse("1999-02-28")).isEqualTo(LocalDate.of(1999, 2, 28));
        assertThat(ExpirationForm.parse("2024-02-29")).isEqualTo(LocalDate.of(2024, 2, 29));
    }

    @ParameterizedTest
    @FieldSource("otherForms")
    void anythingElseIsRefused(Object value) {
        assertThatThrownBy(() -> ExpirationForm.parse(value))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessage("expiration_date must be a valid date in YYYY-MM-DD format.");
    }
}
