package dev.keepsake.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OnnxModelTest {

    @Test
    void idsNameModelAndCalibration() {
        // Stored with every vector: a change here makes all of them useless
        assertThat(OnnxModel.MINILM.toEmbeddingModel().id()).isEqualTo("all-minilm-l6-v2-q/1");
        assertThat(OnnxModel.BGE_SMALL.toEmbeddingModel().id()).isEqualTo("bge-small-en-v1.5-q/1");
    }

    @Test
    void shippedModelsAreFoundByName() {
        assertThat(OnnxModel.named("bge-small-en-v1.5-q")).contains(OnnxModel.BGE_SMALL);
        assertThat(OnnxModel.named("all-minilm-l6-v2-q")).contains(OnnxModel.MINILM);
        assertThat(OnnxModel.named("gpt")).isEmpty();
    }
}
