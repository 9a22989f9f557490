package dev.keepsake.search;

import static dev.keepsake.engine.Engine.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepsake.account.ProjectId;
import dev.keepsake.engine.BagOfWords;
import dev.keepsake.event.EventId;
import dev.keepsake.failure.Failure;
import dev.keepsake.memory.Change;
import dev.keepsake.memory.Memory;
import dev.keepsake.memory.Scope;
import dev.keepsake.memory.Stored;
import dev.keepsake.model.Embedder;
import dev.keepsake.model.EmbeddingModel;
import dev.keepsake.model.Encoder;
import dev.keepsake.model.PlainAnalyzer;
import dev.keepsake.model.TextEmbedding;
import dev.keepsake.storage.ChangeSet;
import dev.keepsake.storage.InMemoryStorage;
import dev.keepsake.storage.Row;
import dev.keepsake.storage.SearchIndex.Fingerprint;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Changing the embedding model.
class IndexRebuildTest {

    private static final ProjectId PROJECT = ProjectId.random();

    private final InMemoryStorage storage = new InMemoryStorage(InstantSource.system());
    private final BagOfWords old = new BagOfWords("old");
    private final BagOfWords young = new BagOfWords("new");

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void aNewIndexIsMadeForTheModel() {
        rebuild(old).check();

        assertThat(storage.index().fingerprint()).contains(new Fingerprint("old", 64, 1));
        rebuild(old).check();
    }

    @Test
    void anIndexOfAnotherModelIsRefusedWithTheWayOut() {
        rebuild(old).check();

        assertThatThrownBy(() -> rebuild(young).check())
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("old")
                .hasMessageContaining("new")
                .hasMessageContaining("keepsake reindex");
    }

    @Test
    void aLostIndexIsMadeAgainWithoutAModel() {
        store(encoder(old), 3);

        rebuild(old).check();

        assertThat(storage.index().fingerprint()).isPresent();
        assertThat(old.embedded()).isEqualTo(3);
    }

    @Test
    void rowsOfAnotherModelAreRefusedEvenWhenTheIndexIsLost() {
        store(encoder(young), 1);
        store(encoder(old), 1);

        assertThatThrownBy(() -> rebuild(young).check()).isInstanceOf(Failure.Conflict.class);
        assertThat(storage.index().fingerprint()).isEmpty();
    }

    @Test
    void aRebuildEmbedsOnlyWhatAnotherModelMade() {
        rebuild(old).check();
        // more than one batch
        store(encoder(old), 600);
        store(encoder(young), 50);
        var before = young.embedded();

        var result = rebuild(young).rebuild(encoder(young));

        assertThat(result).isEqualTo(new IndexRebuild.Result(650, 600));
        assertThat(young.embedded() - before).isEqualTo(600);
        assertThat(storage.index().size()).isEqualTo(650);
        assertThat(storage.index().applied()).isEqualTo(storage.memories().head());
        rebuild(young).check();
        assertThat(rebuild(young).rebuild(encoder(young)))
                .isEqualTo(new IndexRebuild.Result(650, 0));
    }

    @Test
    void aRebuildThatIsCutShortIsAskedForAgainAndThenFinished() {
        rebuild(old).check();
        store(encoder(old), 1200);
        var dying = new Encoder(new DyingAfter(young, 600), new PlainAnalyzer());

        assertThatThrownBy(() -> rebuild(young).rebuild(dying)).isInstanceOf(PowerCut.class);
        assertThatThrownBy(() -> rebuild(young).check()).isInstanceOf(Failure.Conflict.class);

        var rest = rebuild(young).rebuild(encoder(young));
        assertThat(rest).isEqualTo(new IndexRebuild.Result(1200, 700));
        rebuild(young).check();
        assertThat(modelsOfRows()).isEqualTo(Set.of("new"));
    }

    private Set<String> modelsOfRows() {
        return storage.memories().rows(Row.BEFORE_FIRST, 10_000).stream()
                .map(row -> row.stored().encoding().modelId())
                .collect(Collectors.toSet());
    }

    private IndexRebuild rebuild(Embedder embedder) {
        return new IndexRebuild(storage, embedder.model());
    }

    private static Encoder encoder(Embedder embedder) {
        return new Encoder(embedder, new PlainAnalyzer());
    }

    private void store(Encoder encoder, int count) {
        List<Memory> memories =
                IntStream.range(0, count)
                        .mapToObj(i -> memory(Scope.ofUser("u"), "memory " + i))
                        .toList();
        var encodings = encoder.encodeAll(memories);
        List<Change> changes =
                IntStream.range(0, count)
                        .<Change>mapToObj(i ->
                                new Change.Added(
                                        new Stored(memories.get(i), encodings.get(i)), List.of()))
                        .toList();
        storage.memories()
                .apply(
                        PROJECT,
                        new ChangeSet(
                                Instant.EPOCH,
                                changes,
                                null,
                                new ChangeSet.Settlement.Unrecorded(EventId.random())));
    }

    private static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Embeds so many texts at most.
    private record DyingAfter(Embedder embedder, int texts, AtomicInteger given)
            implements Embedder {

        DyingAfter(Embedder embedder, int texts) {
            this(embedder, texts, new AtomicInteger());
        }

        @Override
        public EmbeddingModel model() {
            return embedder.model();
        }

        @Override
        public TextEmbedding embedQuery(String query) {
            return embedder.embedQuery(query);
        }

        @Override
        public List<TextEmbedding> embedAll(List<String> all) {
            if (given.addAndGet(all.size()) > texts) {
                throw new PowerCut();
            }
            return embedder.embedAll(all);
        }

        @Override
        public void close() {}
    }
}
