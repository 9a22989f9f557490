package dev.keepsake.models.embedding;

class MiniLmEmbedderTest extends OnnxEmbedderContract {

    MiniLmEmbedderTest() {
        super(OnnxModel.MINILM);
    }
}
