package dev.keepsake.models.embedding;

import dev.keepsake.model.EmbeddingModel;
import java.util.List;
import java.util.Optional;

/// A sentence encoder on the class path. The weights come in the jars of LangChain4j, whose code is
/// not used.
///
/// @param name how configuration calls it
/// @param calibration counts the changes of floor, window or pooling: any of them makes other
///   vectors of the same weights, so it is part of the id that is stored with each vector
/// @param weights class path resource of the ONNX graph
/// @param tokenizer class path resource of the word piece vocabulary and rules
/// @param pooling how the vectors of the word pieces become the one of the text
/// @param window the most word pieces that are read, special ones included; what follows is cut
/// @param dimensions length of a vector
/// @param floor the cosine of unrelated texts (engine contract 16.1)
public record OnnxModel(
        String name,
        int calibration,
        String weights,
        String tokenizer,
        Pooling pooling,
        int window,
        int dimensions,
        double floor) {

    /// MEAN averages all word pieces, CLS takes the first one, as the model was trained.
    public enum Pooling {
        MEAN,
        CLS
    }

    /// The default: the fastest. It was trained on 128 word pieces and is published with a window
    /// of 256. Its positions would reach to 512, at over three times the cost for long texts; on
    /// long chats that found no more (recall@10 of 108 BEAM questions: .571, .558, .548 with 128,
    /// 256, 512).
    public static final OnnxModel MINILM =
            new OnnxModel(
                    "all-minilm-l6-v2-q",
                    1,
                    "/all-minilm-l6-v2-q.onnx",
                    "/all-minilm-l6-v2-q-tokenizer.json",
                    Pooling.MEAN,
                    256,
                    384,
                    0);

    /// Half as fast, somewhat better pooled vectors.
    public static final OnnxModel BGE_SMALL =
            new OnnxModel(
                    "bge-small-en-v1.5-q",
                    1,
                    "/bge-small-en-v1.5-q.onnx",
                    "/bge-small-en-v1.5-q-tokenizer.json",
                    Pooling.CLS,
                    512,
                    384,
                    0.38);

    /// The models in the box, the default first.
    public static List<OnnxModel> shipped() {
        return List.of(MINILM, BGE_SMALL);
    }

    public static Optional<OnnxModel> named(String name) {
        return shipped().stream().filter(model -> model.name.equals(name)).findFirst();
    }

    public EmbeddingModel toEmbeddingModel() {
        return new EmbeddingModel(name + "/" + calibration, dimensions, floor);
    }
}
