package dev.keepsake.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.TextEmbedding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What holds for every model of the class path, with the real weights.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class OnnxEmbedderContract {

    /// Unpacked once for all test runs, not into the home folder.
    static final Path LIBRARIES = Path.of("target", "native");

    private static final List<String> TEXTS =
            List.of(
                    "User takes their tea without sugar",
                    "The invoice for the roof tiles is due on the tenth of March",
                    "User's son Emil plays chess",
                    "ok",
                    "Marta moved to Lyon in 2021, after eleven years in Graz, to work as a nurse");

    private final OnnxModel model;
    private final OnnxEmbedder embedder;

    OnnxEmbedderContract(OnnxModel model) {
        this.model = model;
        embedder = new OnnxEmbedder(model, new OnnxEmbedder.Settings(2, LIBRARIES));
    }

    @AfterAll
    void close() {
        embedder.close();
        embedder.close();
    }

    @Test
    void vectorsHaveTheModelsDimensionsAndUnitLength() {
        for (var embedding : embedder.embedAll(TEXTS)) {
            assertThat(embedding.vector()).hasSize(embedder.model().dimensions());
            assertUnitLength(embedding.vector());
            assertThat(tokens(embedding)).allSatisfy(OnnxEmbedderContract::assertUnitLength);
        }
    }

    @Test
    void aTextHasNearlyTheSameVectorAloneAndInABatch() {
        var together = embedder.embedAll(TEXTS);

        for (int i = 0; i < TEXTS.size(); i++) {
            var alone = embedder.embedQuery(TEXTS.get(i));
            assertThat(cosine(alone, together.get(i))).isGreaterThan(0.99);
        }
    }

    @Test
    void textsOfOneBatchKeepTheirOwnVectors() {
        var texts = List.of("User likes tea", "User hates rain", "Emil plays chess well");

        var vectors = embedder.embedAll(texts);

        for (int i = 0; i < texts.size(); i++) {
            var alone = embedder.embedQuery(texts.get(i));
            for (int j = 0; j < texts.size(); j++) {
                if (j != i) {
                    assertThat(cosine(alone, vectors.get(i)))
                            .isGreaterThan(cosine(alone, vectors.get(j)));
                }
            }
        }
    }

    @Test
    void aQuestionHasExactlyTheSameVectorEachTime() {
        var first = embedder.embedQuery("Where does Emil play chess?");
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            others.submit(() -> embedder.embedAll(Collections.nCopies(40, TEXTS.getFirst())));

            for (int i = 0; i < 10; i++) {
                assertThat(embedder.embedQuery("Where does Emil play chess?").vector())
                        .containsExactly(first.vector());
            }
        }
    }

    @Test
    void aParaphraseIsNearerThanAnythingElse() {
        var statement = embedder.embedQuery("User is a vegetarian");
        var paraphrase = embedder.embedQuery("The user does not eat meat");
        var unrelated = embedder.embedQuery("The train to Zurich was delayed");

        assertThat(cosine(statement, paraphrase))
                .isGreaterThan(cosine(statement, unrelated) + 0.15);
    }

    @Test
    void unrelatedTextsAreNearZeroOnceCalibrated() {
        double cosine =
                cosine(
                        embedder.embedQuery("Saffron is picked by hand from crocus flowers"),
                        embedder.embedQuery("The database backup runs at night"));

        assertThat(embedder.model().calibrated(cosine)).isLessThan(0.3);
        assertThat(embedder.model().floor()).isEqualTo(model.floor());
    }

    @Test
    void tokenVectorsLeaveOutTheSpecialTokens() {
        // Four words of the vocabulary
        var tokens = embedder.embedQuery("green tea and honey").tokens();

        assertThat(tokens).isNotNull();
        assertThat(tokens.count()).isEqualTo(4);
        assertThat(tokens.pieces()).doesNotContain(0, 101, 102);
    }

    @Test
    void theSameWordPieceIsRecognisedInOtherTexts() {
        var one = embedder.embedQuery("honey").tokens();
        var other = embedder.embedQuery("green tea and honey").tokens();

        assertThat(one).isNotNull();
        assertThat(other).isNotNull();
        assertThat(other.pieces()[3]).isEqualTo(one.pieces()[0]);
    }

    @Test
    void theEmptyTextHasAVectorAndNoTokens() {
        var embedding = embedder.embedQuery("");

        assertUnitLength(embedding.vector());
        assertThat(tokens(embedding)).isEmpty();
        assertThat(embedder.embedAll(List.of())).isEmpty();
    }

    @Test
    void aHugeTextIsCutToTheWindow() {
        var huge = "tea ".repeat(1_000_000);

        var embedding = embedder.embedAll(List.of(huge)).getFirst();

        assertUnitLength(embedding.vector());
        assertThat(tokens(embedding)).hasSize(model.window() - 2);
    }

    @Test
    void textsOfAnyCharactersHaveAVector() {
        var texts =
                List.of(
                        "😀🎉👩‍👩‍👧",
                        "東京タワーに行った",
                        "Ünïcödé \u0000 \u0007 zero and bell",
                        "half a pair: \uD83D, the other half: \uDE00",
                        "\uFFFF\uFFFE",
                        " \t\n ",
                        "x".repeat(5000),
                        "𝒳".repeat(20_000));

        assertThat(embedder.embedAll(texts))
                .allSatisfy(embedding -> assertUnitLength(embedding.vector()));
    }

    @Test
    void manyCallersAtOnceEachGetTheirOwn() throws Exception {
        var expected = TEXTS.stream().map(embedder::embedQuery).toList();
        var answers = new ArrayList<Future<TextEmbedding>>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                var text = TEXTS.get(i % TEXTS.size());
                answers.add(callers.submit(() -> embedder.embedAll(List.of(text)).getFirst()));
            }
        }

        for (int i = 0; i < 64; i++) {
            assertThat(cosine(answers.get(i).get(), expected.get(i % TEXTS.size())))
                    .isGreaterThan(0.99);
        }
    }

    @Test
    void closingWhileBusyAnswersOrRefusesEveryCaller() throws Exception {
        var closing = new OnnxEmbedder(model, new OnnxEmbedder.Settings(2, LIBRARIES));
        closing.warmUp();
        var started = new CountDownLatch(16);
        var outcomes = new ArrayList<Future<Boolean>>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                outcomes.add(callers.submit(() -> embedsUntilRefused(closing, started)));
            }
            started.await();

            closing.close();
        }

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.get()).isTrue());
    }

    private static boolean embedsUntilRefused(OnnxEmbedder embedder, CountDownLatch started) {
        try {
            while (true) {
                embedder.embedAll(TEXTS);
                started.countDown();
            }
        } catch (Failure.ModelFailed failure) {
            return failure.reason().contains("closed");
        }
    }

    @Test
    void aModelThatIsNotThereFailsWithItsName() {
        var missing =
                new OnnxModel(
                        "no-such-model",
                        1,
                        "/no-such-model.onnx",
                        "/no-such-model.json",
                        OnnxModel.Pooling.MEAN,
                        512,
                        384,
                        0);

        try (var broken = new OnnxEmbedder(missing, new OnnxEmbedder.Settings(1, LIBRARIES))) {
            assertThatThrownBy(broken::warmUp)
                    .isInstanceOf(Failure.ModelFailed.class)
                    .hasMessageContaining("no-such-model");
            assertThatThrownBy(() -> broken.embedQuery("tea"))
                    .isInstanceOf(Failure.ModelFailed.class)
                    .hasMessageContaining("no-such-model");
        }
    }

    static void assertUnitLength(float[] vector) {
        assertThat(Math.sqrt(UnitLength.cosine(vector, vector))).isCloseTo(1, within(1e-4));
    }

    private static List<float[]> tokens(TextEmbedding embedding) {
        var tokens = embedding.tokens();
        assertThat(tokens).isNotNull();
        return List.of(tokens.vectors());
    }

    private static double cosine(TextEmbedding one, TextEmbedding other) {
        return UnitLength.cosine(one.vector(), other.vector());
    }
}
