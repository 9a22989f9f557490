package dev.keepsake.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.models.embedding.OnnxEmbedder;
import dev.keepsake.models.embedding.OnnxModel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/// The duplicate ladder with the similarities of the default encoder, which its thresholds mean.
class RestatementTest {

    private static final Instant EARLIER = Instant.parse("2026-08-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2026-08-22T12:00:00Z");

    @TempDir private static Path libraries;
    private static OnnxEmbedder embedder;

    @BeforeAll
    static void open() {
        embedder = new OnnxEmbedder(OnnxModel.MINILM, OnnxEmbedder.Settings.defaults(libraries));
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @ParameterizedTest(name = "{0} / {1}")
    @CsvFileSource(resources = "restatements.txt", delimiter = '|', quoteCharacter = '~')
    void whatIsSaidAgainIsNoSecondMemory(String older, String newer) {
        assertThat(relation(older, newer))
                .isInstanceOfAny(Relation.Duplicate.class, Relation.Merge.class);
    }

    @ParameterizedTest(name = "{0} {1} / {2}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    U01 | User loves climbing | User enjoys climbing | Duplicate
                    U02 | User has a parrot named Kiwi | User's parrot Kiwi is a 4-year-old African grey | Merge
                    U03 | User works at Novo Foods | User works as a packaging engineer at Novo Foods | Merge
                    U04 | User likes dumplings | User likes curry | Independent
                    U05 | User visited Malmö in 2024 | User visited Cork in 2025 | Link
                    U06 | User is allergic to walnuts | User is allergic to latex | Link
                    U07 | User's favorite color is blue | User's favorite color is green | Supersede
                    U08 | User's favorite color is blue | User's favorite film is Stalker | Independent
                    U09 | User likes coffee | User stopped drinking coffee | Supersede
                    U10 | User lives in New York | User lives in New York City | Merge
                    U11 | User prefers paper notebooks | User is trying a tablet for a month | Link
                    U12 | User has two kids | User has 2 children | Duplicate
                    """)
    void theLadderOfTheContract(String row, String older, String newer, String verdict) {
        assertThat(relation(older, newer).getClass().getSimpleName()).as(row).isEqualTo(verdict);
    }

    private static Relation relation(String older, String newer) {
        return DuplicateLadder.relate(
                new Told(StatedFacts.of(newer), null, LATER),
                new Told(StatedFacts.of(older), null, EARLIER),
                similarity(older, newer));
    }

    private static double similarity(String one, String other) {
        var vectors = embedder.embedAll(List.of(one, other));
        var cosine = 0.0;
        for (var i = 0; i < vectors.getFirst().vector().length; i++) {
            cosine += (double) vectors.getFirst().vector()[i] * vectors.getLast().vector()[i];
        }
        return embedder.model().calibrated(cosine);
    }
}
