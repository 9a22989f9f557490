package dev.keepsake.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.memory.Temporal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/// What outdates what, by the slots and the guards of engine contract 16.4. The pairs are in files
/// beside this class.
class ContradictionTest {

    private static final Instant EARLIER = Instant.parse("2026-08-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2026-08-22T12:00:00Z");

    @ParameterizedTest(name = "{0} / {1}")
    @CsvFileSource(
            resources = "contradictions.txt",
            delimiter = '|',
            quoteCharacter = '~',
            maxCharsPerColumn = 500)
    void aLaterValueOutdatesTheEarlierOne(String older, String newer) {
        assertThat(DuplicateLadderTest.verdict(older, newer, 0.6)).isEqualTo("Supersede");
    }

    /// As near as statements can be without being taken for the same.
    @ParameterizedTest(name = "{0} / {1}")
    @CsvFileSource(resources = "compatible.txt", delimiter = '|', quoteCharacter = '~')
    void whatIsCompatibleStaysSideBySide(String older, String newer) {
        assertThat(DuplicateLadderTest.verdict(older, newer, 0.89)).isEqualTo("Link");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    User lives in Bergen | Does User live in Graz?
                    User lives in Bergen | User might move to Graz
                    User lives in Bergen | User would live in Graz if rents were lower
                    User lives in Bergen | User is living in Graz for two months
                    User lives in Bergen | Anna lives in Graz
                    User lives in Bergen | User and Anna live in Graz in the summer
                    Did User move to Graz? | User lives in Bergen
                    User works at Acme | User also works at Siemens
                    User uses Notion for notes | User is testing Obsidian for notes
                    User's favorite color is blue | One of User's favorite colors is green
                    User's son is 5 years old | User's son is 8 years old
                    User likes tea | User does not like cold tea
                    東京に住んでいます | 大阪に住んでいます
                    User wohnt in Köln | User wohnt in Graz
                    """)
    void whatIsAskedSupposedTriedOrOfOthersOutdatesNothing(String older, String newer) {
        assertThat(DuplicateLadderTest.verdict(older, newer, 0.6)).isNotEqualTo("Supersede");
    }

    @Test
    void whatIsToldOfLongAgoOutdatesNothing() {
        var then = Instant.parse("2019-01-01T00:00:00Z");
        var moved =
                new Told(
                        StatedFacts.of("User moved to Graz in 2019"),
                        dated(then, then.plus(Duration.ofDays(365))),
                        LATER);
        var lives = new Told(StatedFacts.of("User lives in Bergen"), null, EARLIER);

        assertThat(DuplicateLadder.relate(moved, lives, 0.4)).isInstanceOf(Relation.Link.class);
    }

    @Test
    void theNextAppointmentIsNoCorrectionOfTheLastOne() {
        var last = Instant.parse("2026-08-05T00:00:00Z");
        var next = Instant.parse("2026-09-05T00:00:00Z");
        var older =
                new Told(
                        StatedFacts.of("User's dentist appointment is on August 5, 2026"),
                        dated(last, last.plus(Duration.ofDays(1))),
                        EARLIER);
        var newer =
                new Told(
                        StatedFacts.of("User's dentist appointment is on September 5, 2026"),
                        dated(next, next.plus(Duration.ofDays(1))),
                        LATER);

        assertThat(DuplicateLadder.relate(newer, older, 0.95)).isInstanceOf(Relation.Link.class);
    }

    @Test
    void eventsOfDifferentDaysAreNotOne() {
        var first = Instant.parse("2026-08-05T00:00:00Z");
        var second = Instant.parse("2026-08-12T00:00:00Z");
        var text = "User went hiking with Anna";
        var older =
                new Told(StatedFacts.of(text), dated(first, first.plusSeconds(86_400)), EARLIER);
        var newer =
                new Told(StatedFacts.of(text), dated(second, second.plusSeconds(86_400)), LATER);

        assertThat(DuplicateLadder.relate(newer, older, 1)).isInstanceOf(Relation.Link.class);
    }

    private static Temporal dated(Instant start, Instant end) {
        return new Temporal(
                Temporal.Type.EVENT, Temporal.Status.COMPLETED, start, end, Temporal.Precision.DAY);
    }
}
