package dev.keepsake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.ingest.Extraction.Candidate;
import dev.keepsake.memory.Attribution;
import dev.keepsake.memory.Temporal;
import dev.keepsake.memory.Temporal.Precision;
import dev.keepsake.memory.Temporal.Status;
import dev.keepsake.memory.Temporal.Type;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rows named T.. are those of the engine contract, section 6.6.
class DatingTest {

    private static final Instant SATURDAY = Instant.parse("2026-08-22T12:00:00Z");

    private final Dating dating = new Dating(SATURDAY, ZoneOffset.UTC);

    @Test
    void T10_yesterdayIsTheDayBeforeTheObservation() {
        var told =
                new Dating(Instant.parse("2023-05-24T12:00:00Z"), ZoneOffset.UTC)
                        .told("I met Bo yesterday.");

        assertThat(told.text()).isEqualTo("I met Bo on May 23, 2023.");
        assertThat(told.temporal())
                .isEqualTo(
                        new Temporal(
                                Type.EVENT,
                                Status.COMPLETED,
                                Instant.parse("2023-05-23T00:00:00Z"),
                                Instant.parse("2023-05-24T00:00:00Z"),
                                Precision.DAY));
    }

    @Test
    void T11_durationsStayAsTheyAre() {
        assertThat(dating.told("User is back for 18 days").text())
                .isEqualTo("User is back for 18 days");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "User met Bo last week | EVENT | COMPLETED | 2026-08-10 | 2026-08-17 | WEEK",
                "User will move next month | PLAN | FUTURE | 2026-09-01 | 2026-10-01 | MONTH",
                "User's flight is on September 3 | PLAN | FUTURE | 2026-09-03 | 2026-09-04 | DAY",
                "User used to live in Oslo | STATE | COMPLETED | | | UNKNOWN",
                "User no longer eats meat | ABSENCE | ONGOING | | | UNKNOWN",
                "User likes figs | PREFERENCE | ONGOING | | | UNKNOWN",
                "User's sister Ana lives in Oslo | RELATIONSHIP | ONGOING | | | UNKNOWN",
                "User has lived in Oslo since March | STATE | ONGOING | 2026-03-01 | | MONTH",
                "User met Bo recently | EVENT | UNKNOWN | 2026-08-01 | 2026-09-01 | MONTH",
                "User moved to Oslo in March 2019 | EVENT | COMPLETED | 2019-03-01 | 2019-04-01 | MONTH",
                "User moved to Oslo in 2019 | EVENT | COMPLETED | 2019-01-01 | 2020-01-01 | YEAR",
                "User married in summer 2019 | EVENT | COMPLETED | 2019-06-01 | 2019-09-01 | SEASON",
                "User married on 3/14/2019 | EVENT | COMPLETED | 2019-03-14 | 2019-03-15 | DAY",
            })
    void kindAndTimeAreRead(
            String text, Type type, Status status, String start, String end, Precision precision) {
        assertThat(dating.of(text))
                .isEqualTo(new Temporal(type, status, midnight(start), midnight(end), precision));
    }

    private static Instant midnight(String day) {
        return day == null ? null : Instant.parse(day + "T00:00:00Z");
    }

    @Test
    void daysAreCountedInTheZoneOfTheConversation() {
        var late = Instant.parse("2026-08-22T23:30:00Z");

        assertThat(new Dating(late, ZoneId.of("Asia/Tokyo")).told("User met Bo today").text())
                .isEqualTo("User met Bo on August 23, 2026");
    }

    @Test
    void everySentenceOfATextIsDatedAndKeepsItsEnd() {
        var told = dating.told("Yesterday, User met Bo! User meets Ana tomorrow.");

        assertThat(told.text())
                .isEqualTo("User met Bo on August 21, 2026! User meets Ana on August 23, 2026.");
    }

    @Test
    void otherLanguagesKeepTheirWordsAndHaveNoRecord() {
        var told = dating.told("Ich heiße Jonas und wohne in Köln.");

        assertThat(told).isEqualTo(new Dating.Told("Ich heiße Jonas und wohne in Köln.", null));
    }

    @Test
    void whatALanguageModelLeftRelativeIsMadeAbsolute() {
        var checked =
                dating.checked(
                        Candidate.of("User met Bo yesterday.", Attribution.USER, List.of(0)));

        assertThat(checked.text()).isEqualTo("User met Bo on August 21, 2026.");
        assertThat(checked.temporal()).isNotNull();
    }

    @Test
    void theRecordOfALanguageModelIsKept() {
        var given = new Temporal(Type.PLAN, Status.FUTURE, null, null, Precision.UNKNOWN);
        var candidate =
                new Candidate(
                        "User met Bo.",
                        Attribution.USER,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        List.of(),
                        given,
                        null);

        assertThat(dating.checked(candidate).temporal()).isEqualTo(given);
    }

    @Test
    void whatIsTooLongForASentenceIsLeftAlone() {
        var text = "yesterday ".repeat(10_000) + "\uD83D";

        assertThat(dating.told(text).text()).isEqualTo(text);
    }
}
