package dev.keepsake.models.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.keepsake.model.TextEmbedding;
import dev.keepsake.model.TokenVectors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One model, loaded. Safe for many threads as long as each has its own [Workspace].
///
/// A run uses the calling thread only: with several texts under way at once, more threads for each
/// of them cost up to twice the processor time for the same number of texts. Memory is chosen, not
/// inherited: no memory patterns, because they are kept for every shape ever seen, and texts have
/// all lengths. The allocator's arena stays: it grows with the longest batch (by 20 MB for 256 word
/// pieces, 80 MB for two workers with 512 each), but without it, or shrunk after each run, the
/// process was measured to be larger (by 120 to 190 MB) and no faster.
final class OnnxSession implements AutoCloseable {

    private static final String OUTPUT = "last_hidden_state";

    private final OnnxModel model;
    private final OrtEnvironment environment;
    private final OrtSession session;

    private OnnxSession(OnnxModel model, OrtEnvironment environment, OrtSession session) {
        this.model = model;
        this.environment = environment;
        this.session = session;
    }

    /// @param weights from [#weights]
    static OnnxSession load(OnnxModel model, OrtEnvironment environment, MemorySegment weights)
            throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setMemoryPatternOptimization(false);
            return new OnnxSession(
                    model, environment, environment.createSession(weights.asByteBuffer(), options));
        }
    }

    /// The graph, unpacked into native memory that goes with the arena: on the heap it would be a
    /// lasting 23 MB or more for one moment's use.
    static MemorySegment weights(OnnxModel model, Arena arena) throws IOException {
        var resource = OnnxSession.class.getResource(model.weights());
        if (resource == null) {
            throw new FileNotFoundException(model.weights() + " is not on the class path");
        }
        var connection = resource.openConnection();
        var weights = arena.allocate(connection.getContentLengthLong());
        var into = weights.asByteBuffer();
        var chunk = new byte[1 << 16];
        try (var packed = connection.getInputStream()) {
            for (int read = packed.read(chunk); read >= 0; read = packed.read(chunk)) {
                into.put(chunk, 0, read);
            }
        }
        return weights;
    }

    /// Embeds the texts in one pass, each padded to the longest.
    ///
    /// @param texts ids of word pieces, special ones at both ends
    List<TextEmbedding> run(List<long[]> texts, Workspace space) throws OrtException {
        int length = texts.stream().mapToInt(pieces -> pieces.length).max().orElse(0);
        space.fill(texts, length);
        long[] shape = {texts.size(), length};
        long[] outputShape = {texts.size(), length, model.dimensions()};
        try (var ids = OnnxTensor.createTensor(environment, space.ids, shape);
                var mask = OnnxTensor.createTensor(environment, space.mask, shape);
                var types = OnnxTensor.createTensor(environment, space.types, shape);
                var states = OnnxTensor.createTensor(environment, space.states, outputShape);
                var _ = session.run(inputs(ids, mask, types), Map.of(OUTPUT, states))) {
            var embeddings = new ArrayList<TextEmbedding>(texts.size());
            for (int text = 0; text < texts.size(); text++) {
                embeddings.add(
                        read(space.states, text * length * model.dimensions(), texts.get(text)));
            }
            return embeddings;
        }
    }

    private static Map<String, OnnxTensor> inputs(
            OnnxTensor ids, OnnxTensor mask, OnnxTensor types) {
        return Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types);
    }

    private TextEmbedding read(FloatBuffer states, int start, long[] pieces) {
        int dimensions = model.dimensions();
        var rows = new float[pieces.length][dimensions];
        for (int piece = 0; piece < pieces.length; piece++) {
            states.get(start + piece * dimensions, rows[piece]);
        }
        var vector = UnitLength.of(pooled(rows));
        return new TextEmbedding(vector, tokens(pieces, rows));
    }

    private float[] pooled(float[][] rows) {
        return switch (model.pooling()) {
            case CLS -> rows[0].clone();
            case MEAN -> sum(rows);
        };
    }

    /// The sum has the direction of the mean, which is all that remains at unit length.
    private static float[] sum(float[][] rows) {
        var sum = new float[rows[0].length];
        for (float[] row : rows) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += row[i];
            }
        }
        return sum;
    }

    private static TokenVectors tokens(long[] pieces, float[][] rows) {
        var ids = new int[pieces.length - 2];
        var vectors = new float[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (int) pieces[i + 1];
            vectors[i] = UnitLength.of(rows[i + 1]);
        }
        return new TokenVectors(ids, vectors);
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    /// The buffers of one worker, where the runtime reads its input and leaves its output without
    /// another copy.
    static final class Workspace {
        private final LongBuffer ids;
        private final LongBuffer mask;
        private final LongBuffer types;
        private final FloatBuffer states;
        private final int dimensions;

        /// @param pieces the most word pieces of a batch, padding included
        Workspace(int pieces, int dimensions) {
            this.dimensions = dimensions;
            ids = direct(pieces * Long.BYTES).asLongBuffer();
            mask = direct(pieces * Long.BYTES).asLongBuffer();
            types = direct(pieces * Long.BYTES).asLongBuffer();
            states = direct(pieces * dimensions * Float.BYTES).asFloatBuffer();
        }

        private static ByteBuffer direct(int bytes) {
            return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }

        private void fill(List<long[]> texts, int length) {
            ids.clear();
            mask.clear();
            for (long[] pieces : texts) {
                for (int i = 0; i < length; i++) {
                    ids.put(i < pieces.length ? pieces[i] : 0);
                    mask.put(i < pieces.length ? 1 : 0);
                }
            }
            ids.flip();
            mask.flip();
            types.clear().limit(ids.limit());
            states.clear().limit(ids.limit() * dimensions);
        }
    }
}
