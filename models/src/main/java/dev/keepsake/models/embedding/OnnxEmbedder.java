package dev.keepsake.models.embedding;

import dev.keepsake.failure.Failure;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.EmbeddingModel;
import dev.keepsake.model.TextEmbedding;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Runs a model of the class path in this process, with no network and no key. Gives token vectors
/// from the same pass. Safe for many threads; the model itself runs on few ([EmbeddingPool]).
///
/// The constructor returns at once: libraries, tokenizer and weights load side by side in the
/// background, and the first texts wait for them. A model that cannot be loaded shows in [#warmUp]
/// and in every embedding.
///
/// A text longer than the model's window is cut. The empty text has a vector, and no token vectors.
/// The vector of a text differs slightly (cosine above 0.99) with what else runs in its batch;
/// [#embedQuery] runs alone and repeats exactly.
public final class OnnxEmbedder implements Embedder {

    private final OnnxModel model;
    private final CompletableFuture<WordPieces> pieces;
    private final CompletableFuture<OnnxSession> session;
    private final CompletableFuture<TextEmbedding> warm;
    private final EmbeddingPool pool;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param workers how many texts or batches run at once
    /// @param libraries where the native libraries are unpacked once; null leaves it to them, which
    ///   is slower at each start and litters the temporary folder when the process is killed
    public record Settings(int workers, @Nullable Path libraries) {

        public Settings {
            if (workers < 1) {
                throw new IllegalArgumentException(workers + " workers; at least one is needed");
            }
        }

        /// One worker for each processor. More would not be faster: a run keeps its processor busy.
        public static Settings defaults(@Nullable Path libraries) {
            return new Settings(Runtime.getRuntime().availableProcessors(), libraries);
        }
    }

    public OnnxEmbedder(OnnxModel model, Settings settings) {
        this(model, settings, EmbeddingPool.Batching.DEFAULT);
    }

    OnnxEmbedder(OnnxModel model, Settings settings, EmbeddingPool.Batching batching) {
        this.model = model;
        NativeLibraries.prepareTokenizer(settings.libraries);
        var memory = Arena.ofShared();
        var weights = inBackground(() -> OnnxSession.weights(model, memory));
        pieces = inBackground(() -> WordPieces.load(model));
        session =
                inBackground(() -> {
                    var environment = NativeLibraries.onnxRuntime(settings.libraries);
                    try (memory) {
                        return OnnxSession.load(model, environment, weights.join());
                    }
                });
        pool = new EmbeddingPool(settings.workers, batching, () -> runner(batching));
        warm = inBackground(() -> embedQuery("the first run is slower than all others"));
    }

    /// Platform threads: loading native libraries would pin a virtual one.
    private static <T> CompletableFuture<T> inBackground(Callable<T> work) {
        var result = new CompletableFuture<T>();
        Thread.ofPlatform()
                .daemon()
                .name("keepsake-embed-load")
                .start(() -> {
                    try {
                        result.complete(work.call());
                    } catch (Throwable failure) {
                        // Belongs to whoever asks for the result
                        result.completeExceptionally(failure);
                    }
                });
        return result;
    }

    private EmbeddingPool.Runner runner(EmbeddingPool.Batching batching) {
        var loaded = loaded(session);
        var space =
                new OnnxSession.Workspace(
                        Math.max(batching.pieces(), model.window()), model.dimensions());
        return texts -> loaded.run(texts, space);
    }

    private <T> T loaded(CompletableFuture<T> part) {
        try {
            return part.join();
        } catch (CompletionException failure) {
            throw new Failure.ModelFailed(
                    "The embedding model "
                            + model.name()
                            + " cannot be loaded: "
                            + failure.getCause(),
                    false,
                    failure);
        }
    }

    /// Waits until the model is loaded and has run once.
    ///
    /// @throws Failure.ModelFailed when it cannot be loaded
    public void warmUp() {
        try {
            warm.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof Failure.ModelFailed known
                    ? known
                    : new Failure.ModelFailed(
                            "The embedding model failed: " + failure.getCause(), false, failure);
        }
    }

    @Override
    public EmbeddingModel model() {
        return model.toEmbeddingModel();
    }

    @Override
    public TextEmbedding embedQuery(String query) {
        return pool.question(loaded(pieces).of(query));
    }

    @Override
    public List<TextEmbedding> embedAll(List<String> texts) {
        if (texts.isEmpty()) {
            return List.of();
        }
        var tokenizer = loaded(pieces);
        return pool.documents(texts.stream().map(tokenizer::of).toList());
    }

    /// Finishes the texts under way, then frees the model. Twice is fine.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            pool.close();
            release(pieces);
            release(session);
        }
    }

    private static void release(CompletableFuture<? extends AutoCloseable> part) {
        try {
            part.join().close();
        } catch (CompletionException _) {
            // Never loaded: nothing to free, and whoever embedded has been told
        } catch (Exception failure) {
            throw new Failure.ModelFailed("Cannot free the embedding model", false, failure);
        }
    }
}
