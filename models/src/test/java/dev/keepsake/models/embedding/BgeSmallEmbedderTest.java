package dev.keepsake.models.embedding;

class BgeSmallEmbedderTest extends OnnxEmbedderContract {

    BgeSmallEmbedderTest() {
        super(OnnxModel.BGE_SMALL);
    }
}
