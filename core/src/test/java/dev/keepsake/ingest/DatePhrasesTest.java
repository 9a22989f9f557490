package dev.keepsake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.memory.Temporal.Precision;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The base is Saturday, August 22, 2026, as in the engine contract.
class DatePhrasesTest {

    private final DatePhrases dates = new DatePhrases(LocalDate.of(2026, 8, 22));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "User met Bo today | User met Bo on August 22, 2026",
                "User met Bo last night | User met Bo on August 21, 2026",
                "User met Bo the day before yesterday | User met Bo on August 20, 2026",
                "User meets Bo tomorrow | User meets Bo on August 23, 2026",
                "User meets Bo the day after tomorrow | User meets Bo on August 24, 2026",
                "User meets Bo tomorrow morning | User meets Bo on the morning of August 23, 2026",
                "User met Bo 3 days ago | User met Bo on August 19, 2026",
                "User met Bo two days ago | User met Bo on August 20, 2026",
                "User flies in 5 days | User flies on August 27, 2026",
                "User met Bo last Monday | User met Bo on August 17, 2026",
                "User met Bo on Monday | User met Bo on August 17, 2026",
                "User meets Bo on Monday | User meets Bo on August 24, 2026",
                "User meets Bo next Friday | User meets Bo on August 28, 2026",
                "User met Bo last Saturday | User met Bo on August 15, 2026",
                "User swims on Monday mornings | User swims on Monday mornings",
                "User swims on Mondays | User swims on Mondays",
                "User was in Cork last week | User was in Cork during the week of August 10, 2026",
                "User was ill 2 weeks ago | User was ill during the week of August 3, 2026",
                "User hiked last weekend | User hiked on the weekend of August 15, 2026",
                "User moved last month | User moved in July 2026",
                "User moved three months ago | User moved in May 2026",
                "User moved last year | User moved in 2025",
                "User moved 10 years ago | User moved in 2016",
                "User moved in March | User moved in March 2026",
                "User moves in March | User moves in March 2027",
                "User moved in October | User moved in October 2025",
                "User moved in March 2019 | User moved in March 2019",
                "User hiked last summer | User hiked in summer 2025",
                "User hiked last spring | User hiked in spring 2026",
                "User met Bo recently | User met Bo around August 2026",
                "User met Bo on March 3rd | User met Bo on March 3, 2026",
                "User flies on 3 March | User flies on March 3, 2027",
                "User met Bo on May 7, 2023 | User met Bo on May 7, 2023",
                "User met Bo on 2026-03-03 | User met Bo on 2026-03-03",
                "User owes a report by Friday | User owes a report by August 28, 2026",
                "User's birthday is May 3 | User's birthday is May 3",
                "User stays for 18 days | User stays for 18 days",
                "User has been ill since yesterday | User has been ill since August 21, 2026",
                "User kept notes from today's meeting | User kept notes from the August 22, 2026 meeting",
                "User may march in protests | User may march in protests",
                "Yesterday, User met Bo | User met Bo on August 21, 2026",
                "Yesterday User left because it rained | On August 21, 2026 User left because it rained",
                "User just moved | User moved around August 22, 2026",
                "User has just moved | User has moved around August 22, 2026",
                "User just moved yesterday | User moved on August 21, 2026",
                "User just loves figs | User just loves figs",
                "User is off on March 3 and 5 | User is off on March 3 and 5",
                "User met Bo on February 30 | User met Bo on February 30",
            })
    void relativeTimesBecomeAbsolute(String said, String told) {
        assertThat(dates.absolute(said).text()).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "User met Bo yesterday | 2026-08-21 | 2026-08-22 | DAY",
                "User was ill last week | 2026-08-10 | 2026-08-17 | WEEK",
                "User moved last month | 2026-07-01 | 2026-08-01 | MONTH",
                "User moved last year | 2025-01-01 | 2026-01-01 | YEAR",
                "User hiked last winter | 2025-12-01 | 2026-03-01 | SEASON",
                "User met Bo on May 7, 2023 | 2023-05-07 | 2023-05-08 | DAY",
            })
    void theDaysMeantAreKnown(String said, LocalDate start, LocalDate end, Precision precision) {
        assertThat(dates.absolute(said).span()).isEqualTo(new Dated.Span(start, end, precision));
    }

    @Test
    void aTextWithoutTimesHasNoSpan() {
        assertThat(dates.absolute("User likes figs").span()).isNull();
    }
}
