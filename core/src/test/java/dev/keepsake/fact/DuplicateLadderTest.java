package dev.keepsake.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How statements stand to older ones (engine contract 16.4 and 16.5). Similarities are those of
/// the default encoder.
class DuplicateLadderTest {

    private static final Instant EARLIER = Instant.parse("2026-08-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2026-08-22T12:00:00Z");

    @ParameterizedTest(name = "{0} {1} / {2}: {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    U01 | User loves climbing | User enjoys climbing | Duplicate | 0.92
                    U02 | User has a parrot named Kiwi | User's parrot Kiwi is a 4-year-old African grey | Merge | 0.84
                    U03 | User works at Novo Foods | User works as a packaging engineer at Novo Foods | Merge | 0.87
                    U04 | User likes dumplings | User likes curry | Independent | 0.39
                    U05 | User visited Malmö in 2024 | User visited Cork in 2025 | Link | 0.51
                    U06 | User is allergic to walnuts | User is allergic to latex | Link | 0.57
                    U07 | User's favorite color is blue | User's favorite color is green | Supersede | 0.83
                    U08 | User's favorite color is blue | User's favorite film is Stalker | Independent | 0.30
                    U09 | User likes coffee | User stopped drinking coffee | Supersede | 0.67
                    U10 | User lives in New York | User lives in New York City | Merge | 0.97
                    U11 | User prefers paper notebooks | User is trying a tablet for a month | Link | 0.29
                    U12 | User has two kids | User has 2 children | Duplicate | 0.95
                    """)
    void theLadderOfTheContract(
            String row, String older, String newer, String verdict, double similarity) {
        assertThat(verdict(older, newer, similarity)).as(row).isEqualTo(verdict);
    }

    static String verdict(String older, String newer, double similarity) {
        var relation =
                DuplicateLadder.relate(
                        new Told(StatedFacts.of(newer), null, LATER),
                        new Told(StatedFacts.of(older), null, EARLIER),
                        similarity);
        return relation.getClass().getSimpleName();
    }

    @Test
    void hostileTextTakesNoTimeAndMakesNoTrouble() {
        var random = new Random(7);
        var alphabet = "User's lives in, and not Graz. \"«»?!;—'’ 50 mg of İ ß 東京 𝔘 \n\t0.9:/+$";
        for (var round = 0; round < 300; round++) {
            var text =
                    IntStream.range(0, random.nextInt(200))
                            .mapToObj(_ -> alphabet.charAt(random.nextInt(alphabet.length())) + "")
                            .collect(Collectors.joining());
            assertThat(verdict(text, "User lives in Graz", 0.5)).isNotEmpty();
            assertThat(verdict("User lives in Graz", text, 0.95)).isNotEmpty();
        }
        for (var text :
                new String[] {
                    "User's ".repeat(20_000),
                    "and ".repeat(50_000),
                    "a.b".repeat(50_000),
                    "'s".repeat(50_000),
                    "1,1".repeat(50_000),
                    "x".repeat(200_000)
                }) {
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> verdict(text, text, 1.0));
        }
    }
}
