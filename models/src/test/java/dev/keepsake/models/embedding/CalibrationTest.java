package dev.keepsake.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepsake.model.TextEmbedding;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    @Test
    void findsAboutTheFloorsOfTheShippedModels() {
        assertThat(measured(OnnxModel.MINILM)).isBetween(0.0, 0.05);
        assertThat(measured(OnnxModel.BGE_SMALL)).isBetween(0.30, 0.46);
    }

    @Test
    void fortyDifferentSentencesMakeThePairs() {
        assertThat(Calibration.sentences()).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void aModelThatFindsAllTextsAlikeKeepsRoomAboveItsFloor() {
        double floor =
                Calibration.floor(texts -> Collections.nCopies(texts.size(), new float[] {1}));

        assertThat(floor).isEqualTo(0.95);
    }

    private static double measured(OnnxModel model) {
        var settings = new OnnxEmbedder.Settings(2, OnnxEmbedderContract.LIBRARIES);
        try (var embedder = new OnnxEmbedder(model, settings)) {
            return Calibration.floor(texts -> vectors(embedder, texts));
        }
    }

    private static List<float[]> vectors(OnnxEmbedder embedder, List<String> texts) {
        return embedder.embedAll(texts).stream().map(TextEmbedding::vector).toList();
    }
}
