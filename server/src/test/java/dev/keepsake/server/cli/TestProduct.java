package dev.keepsake.server.cli;

import dev.keepsake.account.Keys;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.EmbeddingModel;
import dev.keepsake.model.TextEmbedding;
import dev.keepsake.server.Product;
import dev.keepsake.server.account.Founder;
import dev.keepsake.server.account.Founder.Founded;
import dev.keepsake.server.account.Passwords;
import dev.keepsake.server.config.Configuration;
import dev.keepsake.storage.InMemoryStorage;
import dev.keepsake.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A product with a storage in memory and no HTTP, for the commands. With an obstacle, whatever
/// needs the storage throws it.
final class TestProduct implements Product {

    private static final Clock CLOCK = Clock.systemUTC();

    final Keys keys = new Keys("a pepper of 16 b".getBytes(StandardCharsets.UTF_8));
    final Storage storage = new InMemoryStorage(CLOCK);
    @Nullable RuntimeException obstacle;

    @Override
    public Storage openStorage(Configuration configuration) {
        refuse();
        return new Uncloseable(storage);
    }

    @Override
    public Keys keys(Configuration configuration) {
        return keys;
    }

    @Override
    public Embedder openEmbedder(Configuration configuration) {
        try {
            // as the real one, which unpacks its native libraries there
            Files.createDirectories(configuration.storage().folder().resolve("native"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new TestEmbedder();
    }

    @Override
    public Running start(Configuration configuration) {
        refuse();
        var founded =
                new Founder(storage.accounts(), keys, new Passwords(), CLOCK)
                        .foundIfEmpty(configuration.bootstrap());
        return new TestRunning(
                URI.create("http://127.0.0.1:" + configuration.http().port()),
                founded,
                storage.accounts().isEmpty() ? Optional.of("setup-token") : Optional.empty());
    }

    @Override
    public Reindexed reindex(Configuration configuration) {
        refuse();
        return new Reindexed(7, 3, Duration.ofMillis(1500));
    }

    private void refuse() {
        if (obstacle != null) {
            throw obstacle;
        }
    }

    private record TestRunning(URI baseUrl, Optional<Founded> founded, Optional<String> setupToken)
            implements Running {
        @Override
        public void close() {
            System.out.println("closed");
        }
    }

    private static final class TestEmbedder implements Embedder {
        @Override
        public EmbeddingModel model() {
            return new EmbeddingModel("test-model", 2, 0);
        }

        @Override
        public TextEmbedding embedQuery(String query) {
            return new TextEmbedding(new float[] {1, 0}, null);
        }

        @Override
        public List<TextEmbedding> embedAll(List<String> texts) {
            return texts.stream().map(this::embedQuery).toList();
        }

        @Override
        public void close() {}
    }
}
